# === matching of a pattern by slices | time=quadratic space=linear
text = input()
pattern = input()
found = 0
for i in range(len(text) - len(pattern) + 1):
    if text[i:i + len(pattern)] == pattern:
        found += 1
print(found)
# === longest run of a step | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
longest = [1] * n
for i in range(n):
    for j in range(i):
        if a[j] < a[i] and longest[j] + 1 > longest[i]:
            longest[i] = longest[j] + 1
print(max(longest))
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
# === sum over pairs with bisect | time=quadratic_log space=linear
from bisect import bisect_left
n = int(input())
a = sorted(map(int, input().split()))
ans = 0
for i in range(n):
    for j in range(i + 1, n):
        ans += bisect_left(a, a[i] + a[j]) - j - 1
print(ans)
# === window by slices | time=quadratic space=linear
n, k = map(int, input().split())
a = list(map(int, input().split()))
best = 0
for i in range(n - k + 1):
    best = max(best, sum(a[i:i + k]))
print(best)
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
# === catalan by table | time=quadratic space=linear
n = int(input())
c = [0] * (n + 1)
c[0] = 1
for i in range(1, n + 1):
    for j in range(i):
        c[i] += c[j] * c[i - 1 - j]
print(c[n])
