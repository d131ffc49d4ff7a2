# === stack from its end by number | time=linear space=linear sure=medium
a = list(map(int, input().split()))
while a:
    print(a.pop(-1))
# === queue from its front by number | time=quadratic space=linear sure=medium
a = list(map(int, input().split()))
while a:
    print(a.pop(0))
# === sum of a range | time=linear space=constant sure=medium
n = int(input())
print(sum(range(n)))
# === pairs that are counted | time=quadratic space=quadratic sure=medium
from itertools import combinations
a = list(map(int, input().split()))
print(len(list(combinations(a, 2))))
# === text that grows | time=linear space=linear sure=medium
s = ""
for i in range(int(input())):
    s += "x"
print(s)
# === triangle of numbers | time=quadratic space=quadratic sure=medium
n = int(input())
rows = [[1]]
for i in range(1, n):
    last = rows[-1]
    rows.append([1] + [last[j] + last[j + 1] for j in range(len(last) - 1)] + [1])
print(rows[-1])
# === grid that is filled | time=quadratic space=quadratic sure=medium
n, m = map(int, input().split())
grid = [[0] * m for _ in range(n)]
for i in range(n):
    for j in range(m):
        grid[i][j] = i * j
print(grid)
# === product of sums | time=quadratic space=linear sure=medium
n = int(input())
a = list(map(int, input().split()))
for i in range(n):
    for j in range(i, n):
        a[i] += a[j]
print(a)
# === sum within a loop | time=quadratic space=constant sure=medium
n = int(input())
best = 0
for i in range(n):
    best = max(best, sum(range(i)))
print(best)
# === longest of many | time=quadratic space=linear sure=medium
a = list(map(int, input().split()))
print(max(a, key=lambda x: max(a) - x))
# === tuple that grows | time=quadratic space=linear sure=medium
n = int(input())
pairs = ()
for i in range(n):
    pairs += (i,)
for left in pairs:
    for right in pairs:
        print(left, right)
