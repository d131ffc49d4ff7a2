# === binomials with inverse factorials | time=linear space=linear
MOD = 998244353
n, k = map(int, input().split())
fact = [1] * (n + 1)
for i in range(1, n + 1):
    fact[i] = fact[i - 1] * i % MOD
inverse = [1] * (n + 1)
inverse[n] = pow(fact[n], MOD - 2, MOD)
for i in range(n, 0, -1):
    inverse[i - 1] = inverse[i] * i % MOD
print(fact[n] * inverse[k] * inverse[n - k] % MOD)
# === gcd of a list | time=linear space=linear
import math

n = int(input())
a = list(map(int, input().split()))
g = 0
for x in a:
    g = math.gcd(g, x)
print(g)
# === text in lower case | time=linear space=linear
word = input()
upper = sum(1 for letter in word if letter.isupper())
print(word.upper() if upper * 2 > len(word) else word.lower())
# === letters in a set | time=linear space=linear
text = input().lower()
missing = set("abcdefghijklmnopqrstuvwxyz") - set(text)
print("pangram" if not missing else "".join(sorted(missing)))
# === palindrome from both ends | time=linear space=linear
s = input()
i, j = 0, len(s) - 1
good = True
while i < j:
    if s[i] != s[j]:
        good = False
        break
    i += 1
    j -= 1
print(good)
# === string built letter by letter | time=linear space=linear
n = int(input())
s = input()
t = ""
for i in range(n):
    if i % 2 == 0:
        t = t + s[i]
    else:
        t += s[i].upper()
print(t)
# === prefix function | time=linear space=linear
s = input()
border = [0] * len(s)
for i in range(1, len(s)):
    j = border[i - 1]
    while j > 0 and s[i] != s[j]:
        j = border[j - 1]
    if s[i] == s[j]:
        j += 1
    border[i] = j
print(border[-1])
# === z function | time=linear space=linear
s = input()
n = len(s)
z = [0] * n
left = right = 0
for i in range(1, n):
    if i < right:
        z[i] = min(right - i, z[i - left])
    while i + z[i] < n and s[z[i]] == s[i + z[i]]:
        z[i] += 1
    if i + z[i] > right:
        left, right = i, i + z[i]
print(*z)
# === longest common start | time=linear space=linear
a = input()
b = input()
same = 0
for x, y in zip(a, b):
    if x != y:
        break
    same += 1
print(same)
# === histogram | time=linear space=linear
n = int(input())
heights = list(map(int, input().split())) + [0]
stack = []
best = 0
for i in range(n + 1):
    start = i
    while stack and stack[-1][1] >= heights[i]:
        start, height = stack.pop()
        best = max(best, height * (i - start))
    stack.append((start, heights[i]))
print(best)
# === brackets that match | time=linear space=linear
s = input()
stack = []
pairs = {")": "(", "]": "[", "}": "{"}
good = True
for c in s:
    if c in "([{":
        stack.append(c)
    elif not stack or stack.pop() != pairs[c]:
        good = False
        break
print("yes" if good and not stack else "no")
# === josephus by a formula | time=linear space=constant
n, k = map(int, input().split())
last = 0
for size in range(2, n + 1):
    last = (last + k) % size
print(last + 1)
# === sums of a tree of segments by recursion | time=linear space=linear
def build(node, left, right):
    if left == right:
        tree[node] = a[left]
        return
    middle = (left + right) // 2
    build(2 * node, left, middle)
    build(2 * node + 1, middle + 1, right)
    tree[node] = tree[2 * node] + tree[2 * node + 1]


n = int(input())
a = list(map(int, input().split()))
tree = [0] * (4 * n)
build(1, 0, n - 1)
print(tree[1])
# === string reversed words | time=linear space=linear
words = input().split()
print(" ".join(reversed(words)))
# === count pairs by counter | time=linear space=linear
from collections import Counter
for _ in range(int(input())):
    n = int(input())
    a = list(map(int, input().split()))
    c = Counter(a)
    ans = 0
    for v in c.values():
        ans += v * (v - 1) // 2
    print(ans)
# === class solution style | time=linear space=linear
class Solution:
    def two_sum(self, nums, target):
        seen = {}
        for i, x in enumerate(nums):
            if target - x in seen:
                return [seen[target - x], i]
            seen[x] = i
        return []


n = int(input())
nums = list(map(int, input().split()))
print(Solution().two_sum(nums, n))
# === sys read all | time=linear space=linear
import sys

data = sys.stdin.read().split()
n = int(data[0])
a = list(map(int, data[1:n + 1]))
best = cur = a[0]
for x in a[1:]:
    cur = max(x, cur + x)
    best = max(best, cur)
print(best)
# === linear sieve | time=linear space=linear
n = int(input())
least = [0] * (n + 1)
primes = []
for i in range(2, n + 1):
    if least[i] == 0:
        least[i] = i
        primes.append(i)
    for p in primes:
        if p > least[i] or i * p > n:
            break
        least[i * p] = p
print(len(primes))
# === tree dfs iterative with color | time=linear space=linear
n = int(input())
adj = {i: [] for i in range(1, n + 1)}
for _ in range(n - 1):
    a, b = map(int, input().split())
    adj[a].append(b)
    adj[b].append(a)
color = {1: 0}
st = [1]
while st:
    v = st.pop()
    for u in adj[v]:
        if u not in color:
            color[u] = 1 - color[v]
            st.append(u)
print(sum(color.values()))
# === dfs with visited set and yields | time=linear space=linear
import sys
sys.setrecursionlimit(10 ** 6)
n, m = map(int, input().split())
g = [[] for i in range(n + 1)]
for i in range(m):
    x, y = map(int, input().split())
    g[x].append(y)
    g[y].append(x)
vis = set()


def dfs(v, p):
    vis.add(v)
    for to in g[v]:
        if to != p and to not in vis:
            dfs(to, v)


cnt = 0
for i in range(1, n + 1):
    if i not in vis:
        dfs(i, 0)
        cnt += 1
print(cnt)
# === moving window sums | time=linear space=linear
n, k = map(int, input().split())
a = list(map(int, input().split()))
s = sum(a[:k])
best = s
for i in range(k, n):
    s += a[i] - a[i - k]
    best = max(best, s)
print(best)
# === counting letters for each letter | time=linear space=linear
s = input()
ans = 0
for c in "abcdefghijklmnopqrstuvwxyz":
    ans = max(ans, s.count(c))
print(ans)
# === stack of minima | time=linear space=linear
n = int(input())
stack = []
mins = []
for _ in range(n):
    q = list(map(int, input().split()))
    if q[0] == 1:
        stack.append(q[1])
        mins.append(q[1] if not mins else min(q[1], mins[-1]))
    else:
        stack.pop()
        mins.pop()
    print(mins[-1] if mins else 0)
# === game of divisors memo | time=linear space=linear
from functools import lru_cache


@lru_cache(None)
def win(n):
    for d in (1, 3, 4):
        if n >= d and not win(n - d):
            return True
    return False


print(win(int(input())))
# === queue simulation with time | time=linear space=linear
from collections import deque

n, k = map(int, input().split())
q = deque()
drop = 0
for _ in range(n):
    t, d = map(int, input().split())
    while q and q[0] <= t:
        q.popleft()
    if len(q) <= k:
        q.append((q[-1] if q else t) + d)
    else:
        drop += 1
print(drop)
