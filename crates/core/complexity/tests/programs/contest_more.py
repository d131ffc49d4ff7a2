# === power by squaring in a function | time=logarithmic space=constant
MOD = 10 ** 9 + 7


def power(a, b):
    result = 1
    while b:
        if b & 1:
            result = result * a % MOD
        a = a * a % MOD
        b >>= 1
    return result


n, m = map(int, input().split())
print(power(n, m))
# === matrix power | time=logarithmic space=constant
def times(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(2)) for j in range(2)] for i in range(2)]


n = int(input())
result = [[1, 0], [0, 1]]
base = [[1, 1], [1, 0]]
while n > 0:
    if n % 2 == 1:
        result = times(result, base)
    base = times(base, base)
    n //= 2
print(result[0][1])
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
# === sum of gcds | time=linearithmic space=linear
from math import gcd

n = int(input())
a = list(map(int, input().split()))
total = 0
for x in a:
    total += gcd(x, n)
print(total)
# === gcd of a list | time=linear space=linear
import math

n = int(input())
a = list(map(int, input().split()))
g = 0
for x in a:
    g = math.gcd(g, x)
print(g)
# === divisors of each number | time=linear_root space=linear
n = int(input())
counts = []
for x in range(1, n + 1):
    count = 0
    d = 1
    while d * d <= x:
        if x % d == 0:
            count += 1
        d += 1
    counts.append(count)
print(max(counts))
# === rotate and compare | time=constant space=constant
a, b = input().split()
turns = {"^": 0, ">": 1, "v": 2, "<": 3}
n = int(input())
way = (turns[a] + n) % 4
print("cw" if way == turns[b] else "ccw")
# === chess king | time=constant space=constant
n = int(input())
x, y = map(int, input().split())
white = x + y - 2
black = 2 * n - x - y
print("White" if white <= black else "Black")
# === names of six stones | time=constant space=constant
stones = {"red": "fire", "blue": "ice", "green": "leaf"}
first = input()
second = input()
left = [stones[name] for name in stones if name not in (first, second)]
print(len(left))
print(*left)
# === three points | time=constant space=constant
points = [tuple(map(int, input().split())) for _ in range(3)]
points.sort()
area = 0
for i in range(3):
    x, y = points[i]
    u, v = points[(i + 1) % 3]
    area += x * v - u * y
print(abs(area) / 2)
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
# === all substrings in a set | time=cubic space=cubic
s = input()
parts = set()
for i in range(len(s)):
    for j in range(i + 1, len(s) + 1):
        parts.add(s[i:j])
print(len(parts))
# === matching of a pattern by slices | time=quadratic space=linear
text = input()
pattern = input()
found = 0
for i in range(len(text) - len(pattern) + 1):
    if text[i:i + len(pattern)] == pattern:
        found += 1
print(found)
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
# === merge of intervals | time=linearithmic space=linear
n = int(input())
spans = [list(map(int, input().split())) for _ in range(n)]
spans.sort(key=lambda span: span[0])
merged = [spans[0]]
for start, end in spans[1:]:
    if start <= merged[-1][1]:
        merged[-1][1] = max(merged[-1][1], end)
    else:
        merged.append([start, end])
print(len(merged))
# === rooms by a heap | time=linearithmic space=linear
import heapq

n = int(input())
lessons = sorted(tuple(map(int, input().split())) for _ in range(n))
ends = []
most = 0
for start, end in lessons:
    while ends and ends[0] <= start:
        heapq.heappop(ends)
    heapq.heappush(ends, end)
    most = max(most, len(ends))
print(most)
# === ranks | time=linearithmic space=linear
n = int(input())
a = list(map(int, input().split()))
rank = {x: i for i, x in enumerate(sorted(set(a)))}
print(*[rank[x] for x in a])
# === search for each query | time=linearithmic space=linear
from bisect import bisect_right

n = int(input())
prices = sorted(map(int, input().split()))
for _ in range(int(input())):
    print(bisect_right(prices, int(input())))
# === a search written out for each query | time=linearithmic space=linear
n, m = map(int, input().split())
a = sorted(map(int, input().split()))
b = map(int, input().split())
answers = []
for x in b:
    lo, hi = 0, n
    while lo < hi:
        mid = lo + (hi - lo) // 2
        if a[mid] <= x:
            lo = mid + 1
        else:
            hi = mid
    answers.append(lo)
print(*answers)
# === longest run of a step | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
longest = [1] * n
for i in range(n):
    for j in range(i):
        if a[j] < a[i] and longest[j] + 1 > longest[i]:
            longest[i] = longest[j] + 1
print(max(longest))
# === stones joined | time=cubic space=quadratic
n = int(input())
a = list(map(int, input().split()))
prefix = [0]
for x in a:
    prefix.append(prefix[-1] + x)
best = [[0] * n for _ in range(n)]
for length in range(2, n + 1):
    for i in range(n - length + 1):
        j = i + length - 1
        best[i][j] = min(best[i][k] + best[k + 1][j] for k in range(i, j)) + prefix[j + 1] - prefix[i]
print(best[0][-1])
# === falling sums | time=quadratic space=quadratic
n, m = map(int, input().split())
grid = []
for _ in range(n):
    grid.append([int(x) for x in input().split()])
for i in range(1, n):
    for j in range(m):
        above = grid[i - 1][j]
        if j > 0:
            above = max(above, grid[i - 1][j - 1])
        grid[i][j] += above
print(max(grid[-1]))
# === rows and columns that are free | time=quadratic space=quadratic
n, m = map(int, input().split())
grid = [input() for _ in range(n)]
rows = set()
columns = set()
for i in range(n):
    for j in range(m):
        if grid[i][j] == "S":
            rows.add(i)
            columns.add(j)
print((n - len(rows)) * m + (m - len(columns)) * len(rows))
# === pairs of points in a set | time=quadratic space=linear
n = int(input())
points = [tuple(map(int, input().split())) for _ in range(n)]
known = set(points)
squares = 0
for x, y in points:
    for u, v in points:
        if (x, v) in known and (u, y) in known:
            squares += 1
print(squares)
# === triples by two pointers | time=quadratic space=linear
n, target = map(int, input().split())
a = sorted(map(int, input().split()))
best = 0
for i in range(n - 2):
    left, right = i + 1, n - 1
    while left < right:
        total = a[i] + a[left] + a[right]
        if total <= target:
            best = max(best, total)
            left += 1
        else:
            right -= 1
print(best)
# === josephus in a list | time=quadratic space=linear
n, k = map(int, input().split())
circle = list(range(1, n + 1))
place = 0
while len(circle) > 1:
    place = (place + k - 1) % len(circle)
    circle.pop(place)
print(circle[0])
# === josephus by a formula | time=linear space=constant
n, k = map(int, input().split())
last = 0
for size in range(2, n + 1):
    last = (last + k) % size
print(last + 1)
# === collatz | time=logarithmic space=constant
n = int(input())
steps = 0
while n > 1:
    if n % 2:
        n -= 1
    else:
        n //= 2
    steps += 1
print(steps)
# === from the goal back | time=logarithmic space=logarithmic
a, b = map(int, input().split())
path = [b]
while b > a:
    if b % 2 == 0:
        b //= 2
    elif b % 10 == 1:
        b //= 10
    else:
        break
    path.append(b)
print(*path[::-1])
# === number of paths with a memo of two | time=quadratic space=quadratic
from functools import lru_cache

n, m = map(int, input().split())
s = input()
t = input()


@lru_cache(None)
def distance(i, j):
    if i == 0 or j == 0:
        return i + j
    if s[i - 1] == t[j - 1]:
        return distance(i - 1, j - 1)
    return 1 + min(distance(i - 1, j), distance(i, j - 1), distance(i - 1, j - 1))


print(distance(n, m))
# === choose with a table of None | time=quadratic space=quadratic
def best(i, left):
    if i == n:
        return 0
    if memo[i][left] is not None:
        return memo[i][left]
    result = best(i + 1, left)
    if weights[i] <= left:
        result = max(result, values[i] + best(i + 1, left - weights[i]))
    memo[i][left] = result
    return result


n, w = map(int, input().split())
weights = list(map(int, input().split()))
values = list(map(int, input().split()))
memo = [[None] * (w + 1) for _ in range(n)]
print(best(0, w))
# === subset sums as sets | time=exponential space=exponential
a = list(map(int, input().split()))
sums = [0]
for x in a:
    sums = sums + [s + x for s in sums]
print(len(set(sums)))
# === colours by backtracking | time=exponential space=quadratic
def colour(u):
    if u == n:
        return True
    for c in range(3):
        if all(colours[v] != c for v in near[u]):
            colours[u] = c
            if colour(u + 1):
                return True
            colours[u] = -1
    return False


n, m = map(int, input().split())
near = [[] for _ in range(n)]
for _ in range(m):
    a, b = map(int, input().split())
    near[a].append(b)
    near[b].append(a)
colours = [-1] * n
print(colour(0))
# === sums over all masks of three | time=exponential space=linear
from itertools import product

n = int(input())
a = list(map(int, input().split()))
count = 0
for signs in product((-1, 0, 1), repeat=n):
    total = 0
    for s, x in zip(signs, a):
        total += s * x
    count += total == 0
print(count)
# === recursive quick sort | time=linearithmic space=linear
def quick(items):
    if len(items) <= 1:
        return items
    pivot = items[len(items) // 2]
    small = [x for x in items if x < pivot]
    same = [x for x in items if x == pivot]
    large = [x for x in items if x > pivot]
    return quick(small) + same + quick(large)


n = int(input())
print(*quick(list(map(int, input().split()))))
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
# === dijkstra over edges | time=linearithmic space=linear
import heapq

n, m = map(int, input().split())
edges = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b, w = map(int, input().split())
    edges[a].append((b, w))
    edges[b].append((a, w))
far = [float("inf")] * (n + 1)
far[1] = 0
heap = [(0, 1)]
while heap:
    d, u = heapq.heappop(heap)
    if d > far[u]:
        continue
    for v, w in edges[u]:
        if d + w < far[v]:
            far[v] = d + w
            heapq.heappush(heap, (far[v], v))
print(far[n])
# === bellman ford | time=quadratic space=linear
n, m = map(int, input().split())
edges = [tuple(map(int, input().split())) for _ in range(m)]
far = [10 ** 18] * (n + 1)
far[1] = 0
for _ in range(n - 1):
    for a, b, w in edges:
        if far[a] + w < far[b]:
            far[b] = far[a] + w
print(far[n])
# === quick sort in place | time=linearithmic space=linear
def partition(a, low, high):
    pivot = a[high]
    i = low
    for j in range(low, high):
        if a[j] < pivot:
            a[i], a[j] = a[j], a[i]
            i += 1
    a[i], a[high] = a[high], a[i]
    return i


def sort(a, low, high):
    if low < high:
        place = partition(a, low, high)
        sort(a, low, place - 1)
        sort(a, place + 1, high)


n = int(input())
a = list(map(int, input().split()))
sort(a, 0, n - 1)
print(*a)
