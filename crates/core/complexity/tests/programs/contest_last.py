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
# === sort pairs greedy | time=linearithmic space=linear
def main():
    n = int(input())
    seg = []
    for i in range(n):
        l, r = map(int, input().split())
        seg.append((r, l))
    seg.sort()
    last = -1
    cnt = 0
    for r, l in seg:
        if l > last:
            cnt += 1
            last = r
    print(cnt)


if __name__ == "__main__":
    main()
# === binary search k in product table | time=linearithmic space=constant
n, m, k = map(int, input().split())
lo, hi = 1, n * m
while lo < hi:
    mid = (lo + hi) // 2
    cnt = 0
    for i in range(1, n + 1):
        cnt += min(m, mid // i)
    if cnt >= k:
        hi = mid
    else:
        lo = mid + 1
print(lo)
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
# === sys read queries | time=linearithmic space=linear
import sys
from bisect import bisect_left


def main():
    data = sys.stdin.buffer.read().split()
    n, q = int(data[0]), int(data[1])
    a = sorted(map(int, data[2:2 + n]))
    out = []
    for i in range(q):
        out.append(bisect_left(a, int(data[2 + n + i])))
    print("\n".join(map(str, out)))


main()
# === two d prefix | time=quadratic space=quadratic
n, m = map(int, input().split())
p = [[0] * (m + 1)]
for i in range(n):
    row = list(map(int, input().split()))
    cur = [0]
    for j in range(m):
        cur.append(cur[-1] + row[j])
    p.append([p[-1][j] + cur[j] for j in range(m + 1)])
print(p[n][m])
# === lcs rolling rows | time=quadratic space=linear
a = input()
b = input()
prev = [0] * (len(b) + 1)
for x in a:
    cur = [0]
    for j in range(1, len(b) + 1):
        if b[j - 1] == x:
            cur.append(prev[j - 1] + 1)
        else:
            cur.append(max(prev[j], cur[-1]))
    prev = cur
print(prev[-1])
# === nested while pointers | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
i = 0
while i < n:
    j = i + 1
    while j < n:
        if a[j] < a[i]:
            a[i], a[j] = a[j], a[i]
        j += 1
    i += 1
print(*a)
# === bubble until sorted | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
done = False
swaps = 0
while not done:
    done = True
    for i in range(n - 1):
        if a[i] > a[i + 1]:
            a[i], a[i + 1] = a[i + 1], a[i]
            swaps += 1
            done = False
print(swaps)
# === recursion with range and swap | time=factorial space=linear
def permute(a, l, r):
    if l == r:
        print(*a)
        return
    for i in range(l, r + 1):
        a[l], a[i] = a[i], a[l]
        permute(a, l + 1, r)
        a[l], a[i] = a[i], a[l]


n = int(input())
permute(list(range(n)), 0, n - 1)
# === subsets by dfs | time=exponential space=linear
def dfs(i, cur):
    if i == n:
        if sum(cur) == s:
            print(cur)
        return
    cur.append(a[i])
    dfs(i + 1, cur)
    cur.pop()
    dfs(i + 1, cur)


n, s = map(int, input().split())
a = list(map(int, input().split()))
dfs(0, [])
# === digits sum loop until one | time=logarithmic space=constant
n = int(input())
while n >= 10:
    s = 0
    while n > 0:
        s += n % 10
        n //= 10
    n = s
print(n)
# === power of two check | time=constant space=constant
n = int(input())
print("YES" if n > 0 and n & (n - 1) == 0 else "NO")
# === formula with parity | time=constant space=constant
for _ in range(int(input())):
    n, k = map(int, input().split())
    if n < k * k or (n - k) % 2:
        print("NO")
    else:
        print("YES")
# === nearest by bit width | time=logarithmic space=constant
n = int(input())
x = 1
ops = 0
while x < n:
    x = x * 2 + 1
    ops += 1
print(ops)
# === ternary search | time=logarithmic space=constant
def f(x):
    return (x - 3) ** 2 + 5


lo, hi = 0, int(input())
while hi - lo > 2:
    m1 = lo + (hi - lo) // 3
    m2 = hi - (hi - lo) // 3
    if f(m1) < f(m2):
        hi = m2
    else:
        lo = m1
print(min(f(x) for x in range(lo, lo + 3)))
# === exponential guess and search | time=logarithmic space=constant
def total(x):
    return x * (x + 1) // 2


n = int(input())
hi = 1
while total(hi) < n:
    hi *= 2
lo = 0
while hi - lo > 1:
    mid = (lo + hi) >> 1
    if total(mid) < n:
        lo = mid
    else:
        hi = mid
print(hi)
# === recursive sum of digits | time=logarithmic space=logarithmic
def digits(n):
    if n < 10:
        return n
    return n % 10 + digits(n // 10)


print(digits(int(input())))
# === extended gcd | time=logarithmic space=logarithmic
def extended(a, b):
    if b == 0:
        return a, 1, 0
    g, x, y = extended(b, a % b)
    return g, y, x - a // b * y


a, b = map(int, input().split())
print(*extended(a, b))
# === phi | time=root space=constant
n = int(input())
result = n
p = 2
while p * p <= n:
    if n % p == 0:
        while n % p == 0:
            n //= p
        result -= result // p
    p += 1
if n > 1:
    result -= result // n
print(result)
# === prime check each | time=linear_root space=linear
def is_prime(x):
    if x < 2:
        return False
    for d in range(2, int(x ** 0.5) + 1):
        if x % d == 0:
            return False
    return True


n = int(input())
print(len([x for x in range(n + 1) if is_prime(x)]))
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
# === floyd by rounds with product | time=cubic space=quadratic
n = int(input())
d = [list(map(int, input().split())) for i in range(n)]
for k in range(n):
    for i in range(n):
        dik = d[i][k]
        for j in range(n):
            if dik + d[k][j] < d[i][j]:
                d[i][j] = dik + d[k][j]
print(max(map(max, d)))
# === sum over pairs with bisect | time=quadratic_log space=linear
from bisect import bisect_left
n = int(input())
a = sorted(map(int, input().split()))
ans = 0
for i in range(n):
    for j in range(i + 1, n):
        ans += bisect_left(a, a[i] + a[j]) - j - 1
print(ans)
# === moving window sums | time=linear space=linear
n, k = map(int, input().split())
a = list(map(int, input().split()))
s = sum(a[:k])
best = s
for i in range(k, n):
    s += a[i] - a[i - k]
    best = max(best, s)
print(best)
# === window by slices | time=quadratic space=linear
n, k = map(int, input().split())
a = list(map(int, input().split()))
best = 0
for i in range(n - k + 1):
    best = max(best, sum(a[i:i + k]))
print(best)
# === counting letters for each letter | time=linear space=linear
s = input()
ans = 0
for c in "abcdefghijklmnopqrstuvwxyz":
    ans = max(ans, s.count(c))
print(ans)
# === count of each in text | time=quadratic space=linear
s = input()
best = ""
for c in s:
    if s.count(c) == 1:
        best = c
        break
print(best)
# === string compare rotations | time=quadratic space=linear
s = input()
t = input()
found = False
for i in range(len(s)):
    if s[i:] + s[:i] == t:
        found = True
        break
print(found)
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
# === offline queries by sorting | time=linearithmic space=linear
n, q = map(int, input().split())
a = sorted(map(int, input().split()))
qs = sorted((int(x), i) for i, x in enumerate(input().split()))
res = [0] * q
j = 0
for x, i in qs:
    while j < n and a[j] <= x:
        j += 1
    res[i] = j
print(*res)
# === knapsack bitset | time=quadratic space=linear
n, w = map(int, input().split())
can = [False] * (w + 1)
can[0] = True
for x in map(int, input().split()):
    for v in range(w, x - 1, -1):
        if can[v - x]:
            can[v] = True
print(max(v for v in range(w + 1) if can[v]))
# === longest palindrome by table | time=quadratic space=quadratic
s = input()
n = len(s)
dp = [[False] * n for _ in range(n)]
best = 1
for i in range(n - 1, -1, -1):
    dp[i][i] = True
    for j in range(i + 1, n):
        if s[i] == s[j] and (j - i < 2 or dp[i + 1][j - 1]):
            dp[i][j] = True
            best = max(best, j - i + 1)
print(best)
# === egg style minimum | time=cubic space=quadratic
n, k = map(int, input().split())
dp = [[0] * (n + 1) for _ in range(k + 1)]
for j in range(n + 1):
    dp[1][j] = j
for i in range(2, k + 1):
    for j in range(1, n + 1):
        dp[i][j] = 10 ** 9
        for x in range(1, j + 1):
            dp[i][j] = min(dp[i][j], 1 + max(dp[i - 1][x - 1], dp[i][j - x]))
print(dp[k][n])
# === catalan by table | time=quadratic space=linear
n = int(input())
c = [0] * (n + 1)
c[0] = 1
for i in range(1, n + 1):
    for j in range(i):
        c[i] += c[j] * c[i - 1 - j]
print(c[n])
# === game of divisors memo | time=linear space=linear
from functools import lru_cache


@lru_cache(None)
def win(n):
    for d in (1, 3, 4):
        if n >= d and not win(n - d):
            return True
    return False


print(win(int(input())))
# === sum of subset recursion by index | time=exponential space=linear
def count(i, left):
    if left == 0:
        return 1
    if i < 0 or left < 0:
        return 0
    return count(i - 1, left) + count(i - 1, left - a[i])


n, s = map(int, input().split())
a = list(map(int, input().split()))
print(count(n - 1, s))
# === median by two heaps | time=linearithmic space=linear
from heapq import heappush, heappop, heappushpop

n = int(input())
low, high = [], []
for x in map(int, input().split()):
    heappush(high, -heappushpop(low, -x))
    if len(high) > len(low):
        heappush(low, -heappop(high))
    print(-low[0])
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
