# === bubble sort | time=quadratic space=constant
def bubble_sort(items):
    for i in range(len(items)):
        for j in range(len(items) - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
    return items
# === insertion sort | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
for i in range(1, n):
    key = a[i]
    j = i - 1
    while j >= 0 and a[j] > key:
        a[j + 1] = a[j]
        j -= 1
    a[j + 1] = key
print(a)
# === selection sort | time=quadratic space=constant
def selection_sort(items):
    n = len(items)
    for i in range(n):
        lowest = i
        for j in range(i + 1, n):
            if items[j] < items[lowest]:
                lowest = j
        items[i], items[lowest] = items[lowest], items[i]
# === pairs | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
count = 0
for i in range(n):
    for j in range(i + 1, n):
        if a[i] + a[j] == 0:
            count += 1
print(count)
# === grid | time=quadratic space=quadratic
n, m = map(int, input().split())
grid = [list(map(int, input().split())) for _ in range(n)]
best = 0
for i in range(n):
    for j in range(m):
        best = max(best, grid[i][j])
print(best)
# === membership in a list | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
unique = []
for value in a:
    if value not in unique:
        unique.append(value)
print(len(unique))
# === pop from the front | time=quadratic space=linear
n = int(input())
queue = list(range(n))
while queue:
    print(queue.pop(0))
# === insert at the front | time=quadratic space=linear
n = int(input())
items = []
for i in range(n):
    items.insert(0, i)
print(items[0])
# === edit distance | time=quadratic space=quadratic
a = input()
b = input()
n, m = len(a), len(b)
table = [[0] * (m + 1) for _ in range(n + 1)]
for i in range(1, n + 1):
    for j in range(1, m + 1):
        if a[i - 1] == b[j - 1]:
            table[i][j] = table[i - 1][j - 1] + 1
        else:
            table[i][j] = max(table[i - 1][j], table[i][j - 1])
print(table[n][m])
# === knapsack | time=quadratic space=linear
n, capacity = map(int, input().split())
best = [0] * (capacity + 1)
for _ in range(n):
    weight, value = map(int, input().split())
    for c in range(capacity, weight - 1, -1):
        best[c] = max(best[c], best[c - weight] + value)
print(best[capacity])
# === count of each | time=quadratic space=linear
a = input().split()
for word in a:
    print(word, a.count(word))
# === slices in a loop | time=quadratic space=linear
s = input()
total = 0
for i in range(len(s)):
    part = s[i:]
    total += len(part)
print(total)
# === recursion with slices | time=quadratic space=quadratic
def total(items):
    if not items:
        return 0
    return items[0] + total(items[1:])
# === matrix transpose | time=quadratic space=quadratic
def transpose(matrix):
    rows, columns = len(matrix), len(matrix[0])
    result = [[0] * rows for _ in range(columns)]
    for i in range(rows):
        for j in range(columns):
            result[j][i] = matrix[i][j]
    return result
# === memoised grid paths | time=quadratic space=quadratic
from functools import lru_cache
@lru_cache(None)
def paths(rows, columns):
    if rows == 0 or columns == 0:
        return 1
    return paths(rows - 1, columns) + paths(rows, columns - 1)
n, m = map(int, input().split())
print(paths(n, m))
# === flood fill | time=quadratic space=quadratic
n, m = map(int, input().split())
grid = [input() for _ in range(n)]
seen = [[False] * m for _ in range(n)]
stack = [(0, 0)]
seen[0][0] = True
while stack:
    x, y = stack.pop()
    for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        u, v = x + dx, y + dy
        if 0 <= u < n and 0 <= v < m and not seen[u][v]:
            seen[u][v] = True
            stack.append((u, v))
print(sum(sum(row) for row in seen))
# === product of sizes | time=quadratic space=constant
x, y = map(int, input().split())
for cell in range(x * y):
    print(cell // y, cell % y)
# === three sum sorted | time=quadratic space=constant
def three_sum(nums, target):
    nums.sort()
    count = 0
    for i in range(len(nums)):
        j, k = i + 1, len(nums) - 1
        while j < k:
            total = nums[i] + nums[j] + nums[k]
            if total < target:
                j += 1
            elif total > target:
                k -= 1
            else:
                count += 1
                j += 1
    return count
# === palindromes around centres | time=quadratic space=constant
def palindromes(s: str) -> int:
    count = 0
    for centre in range(len(s)):
        left = right = centre
        while left >= 0 and right < len(s) and s[left] == s[right]:
            count += 1
            left -= 1
            right += 1
    return count
# === bell triangle | time=quadratic space=quadratic
n = int(input())
triangle = [[1]]
for i in range(1, n):
    row = [1]
    for j in range(1, i):
        row.append(triangle[i - 1][j - 1] + triangle[i - 1][j])
    row.append(1)
    triangle.append(row)
print(triangle[-1])
# === longest increasing subsequence by pairs | time=quadratic space=linear
n = int(input())
a = list(map(int, input().split()))
best = [1] * n
for i in range(n):
    for j in range(i):
        if a[j] < a[i]:
            best[i] = max(best[i], best[j] + 1)
print(max(best))
# === index of each | time=quadratic space=linear
def places(items, wanted):
    return [items.index(value) for value in wanted]
# === helper called in a loop | time=quadratic space=linear
def minimum(values, start):
    best = start
    for i in range(start, len(values)):
        if values[i] < values[best]:
            best = i
    return best
n = int(input())
a = list(map(int, input().split()))
for i in range(n):
    j = minimum(a, i)
    a[i], a[j] = a[j], a[i]
print(a)
# === coins | time=quadratic space=linear
def ways(coins, amount):
    table = [0] * (amount + 1)
    table[0] = 1
    for coin in coins:
        for value in range(coin, amount + 1):
            table[value] += table[value - coin]
    return table[amount]
