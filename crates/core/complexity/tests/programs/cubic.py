# === matrix product | time=cubic space=quadratic
def multiply(a, b):
    n = len(a)
    m = len(b[0])
    k = len(b)
    result = [[0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            for t in range(k):
                result[i][j] += a[i][t] * b[t][j]
    return result
# === floyd warshall | time=cubic space=quadratic
n = int(input())
d = [list(map(int, input().split())) for _ in range(n)]
for k in range(n):
    for i in range(n):
        for j in range(n):
            d[i][j] = min(d[i][j], d[i][k] + d[k][j])
print(d[0][n - 1])
# === triples | time=cubic space=linear
n = int(input())
a = list(map(int, input().split()))
count = 0
for i in range(n):
    for j in range(i + 1, n):
        for k in range(j + 1, n):
            if a[i] + a[j] == a[k]:
                count += 1
print(count)
# === all substrings reversed | time=cubic space=linear
s = input()
best = 0
for i in range(len(s)):
    for j in range(i + 1, len(s) + 1):
        part = s[i:j]
        if part == part[::-1]:
            best = max(best, j - i)
print(best)
# === table of three | time=cubic space=cubic
a, b, c = map(int, input().split())
table = [[[0] * (c + 1) for _ in range(b + 1)] for _ in range(a + 1)]
for i in range(a):
    for j in range(b):
        for k in range(c):
            table[i + 1][j + 1][k + 1] = table[i][j][k] + 1
print(table[a][b][c])
# === interval dynamic programming | time=cubic space=quadratic
n = int(input())
a = list(map(int, input().split()))
dp = [[0] * n for _ in range(n)]
for length in range(2, n):
    for i in range(n - length):
        j = i + length
        best = 10 ** 18
        for k in range(i + 1, j):
            best = min(best, dp[i][k] + dp[k][j] + a[i] * a[k] * a[j])
        dp[i][j] = best
print(dp[0][n - 1])
# === rounds over a grid | time=cubic space=quadratic
n, m, k = map(int, input().split())
grid = [[0] * m for _ in range(n)]
for step in range(k):
    for x in range(n):
        for y in range(m):
            grid[x][y] += step
print(grid[0][0])
# === memo over three | time=cubic space=cubic
from functools import lru_cache
@lru_cache(maxsize=None)
def best(a, b, c):
    if a == 0 or b == 0 or c == 0:
        return 0
    return max(best(a - 1, b, c), best(a, b - 1, c), best(a, b, c - 1)) + 1
x, y, z = map(int, input().split())
print(best(x, y, z))
# === combinations of three | time=cubic space=linear
from itertools import combinations
n = int(input())
a = list(map(int, input().split()))
best = 0
for x, y, z in combinations(a, 3):
    best = max(best, x + y - z)
print(best)
# === membership in a table of pairs | time=cubic space=quadratic
n = int(input())
pairs = []
for i in range(n):
    for j in range(n):
        pairs.append(i * j)
hits = 0
for i in range(n):
    if i in pairs:
        hits += 1
print(hits)
# === sums of all ranges | time=cubic space=linear
n = int(input())
a = list(map(int, input().split()))
best = a[0]
for i in range(n):
    for j in range(i, n):
        best = max(best, sum(a[i:j + 1]))
print(best)
# === strings in a loop of pairs | time=cubic space=linear
s = input()
t = input()
count = 0
for i in range(len(s)):
    for j in range(i, len(s)):
        if s[i:j] in t:
            count += 1
print(count)
# === function within two loops | time=cubic space=linear
def common(values, limit):
    return sum(1 for value in values if value < limit)
n = int(input())
a = list(map(int, input().split()))
total = 0
for i in range(n):
    for j in range(n):
        total += common(a, i + j)
print(total)
