# === sum of a list | time=linear space=linear
n = int(input())
numbers = list(map(int, input().split()))
total = 0
for value in numbers:
    total += value
print(total)
# === factorial | time=linear space=constant
def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result
# === recursive factorial | time=linear space=linear
def factorial(n):
    if n <= 1:
        return 1
    return n * factorial(n - 1)
# === maximum | time=linear space=constant
def largest(items: list) -> int:
    best = items[0]
    for item in items:
        if item > best:
            best = item
    return best
# === count with a dictionary | time=linear space=linear
n = int(input())
counts = {}
for word in input().split():
    counts[word] = counts.get(word, 0) + 1
for word, count in counts.items():
    print(word, count)
# === two sum with a dictionary | time=linear space=linear
class Solution:
    def twoSum(self, nums, target):
        seen = {}
        for i, value in enumerate(nums):
            if target - value in seen:
                return [seen[target - value], i]
            seen[value] = i
        return []
# === two pointers | time=linear space=constant
def has_pair(items, target):
    i, j = 0, len(items) - 1
    while i < j:
        total = items[i] + items[j]
        if total == target:
            return True
        if total < target:
            i += 1
        else:
            j -= 1
    return False
# === sliding window | time=linear space=constant
def longest(nums, limit):
    start = total = best = 0
    for end in range(len(nums)):
        total += nums[end]
        while total > limit:
            total -= nums[start]
            start += 1
        best = max(best, end - start + 1)
    return best
# === kadane | time=linear space=linear
n = int(input())
a = [int(x) for x in input().split()]
best = current = a[0]
for i in range(1, n):
    current = max(a[i], current + a[i])
    best = max(best, current)
print(best)
# === monotonic stack | time=linear space=linear
n = int(input())
heights = list(map(int, input().split()))
stack = []
answer = [0] * n
for i in range(n):
    while stack and heights[stack[-1]] < heights[i]:
        answer[stack.pop()] = i
    stack.append(i)
print(answer)
# === breadth first search | time=linear space=linear
from collections import deque
n, m = map(int, input().split())
graph = [[] for _ in range(n)]
for _ in range(m):
    u, v = map(int, input().split())
    graph[u].append(v)
    graph[v].append(u)
seen = [False] * n
seen[0] = True
queue = deque([0])
while queue:
    u = queue.popleft()
    for v in graph[u]:
        if not seen[v]:
            seen[v] = True
            queue.append(v)
print(sum(seen))
# === depth first search | time=linear space=linear
n, m = map(int, input().split())
adjacent = [[] for _ in range(n)]
for _ in range(m):
    a, b = map(int, input().split())
    adjacent[a].append(b)
    adjacent[b].append(a)
visited = [False] * n
def visit(u):
    visited[u] = True
    for v in adjacent[u]:
        if not visited[v]:
            visit(v)
components = 0
for u in range(n):
    if not visited[u]:
        components += 1
        visit(u)
print(components)
# === palindrome | time=linear space=linear
s = input()
print(s == s[::-1])
print(sum(1 for c in s if c == "a"))
# === join of parts | time=linear space=linear
n = int(input())
parts = []
for i in range(n):
    parts.append(str(i % 10))
print("".join(parts))
# === prefix sums and queries | time=linear space=linear
n, q = map(int, input().split())
a = list(map(int, input().split()))
prefix = [0] * (n + 1)
for i in range(n):
    prefix[i + 1] = prefix[i] + a[i]
best = 0
for _ in range(q):
    l, r = map(int, input().split())
    best = max(best, prefix[r] - prefix[l])
print(best)
# === merge of two sorted lists | time=linear space=linear
def merge(left, right):
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    result.extend(left[i:])
    result.extend(right[j:])
    return result
# === fibonacci table | time=linear space=linear
def fibonacci(n):
    table = [0] * (n + 2)
    table[1] = 1
    for i in range(2, n + 1):
        table[i] = table[i - 1] + table[i - 2]
    return table[n]
# === memoised fibonacci | time=linear space=linear
from functools import lru_cache
@lru_cache(maxsize=None)
def fibonacci(n):
    if n < 2:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)
print(fibonacci(int(input())))
# === memo in a dictionary | time=linear space=linear
memo = {}
def ways(n):
    if n <= 1:
        return 1
    if n in memo:
        return memo[n]
    memo[n] = ways(n - 1) + ways(n - 2)
    return memo[n]
print(ways(int(input())))
# === tree sum | time=linear space=linear
def tree_sum(node):
    if node is None:
        return 0
    return node.value + tree_sum(node.left) + tree_sum(node.right)
# === counts of letters | time=linear space=linear
s = input()
counts = [0] * 26
for c in s:
    counts[ord(c) - 97] += 1
print(max(counts))
# === reverse in place | time=linear space=constant
def reverse(items):
    i, j = 0, len(items) - 1
    while i < j:
        items[i], items[j] = items[j], items[i]
        i += 1
        j -= 1
# === majority vote | time=linear space=constant
def majority(nums):
    candidate, count = None, 0
    for value in nums:
        if count == 0:
            candidate = value
        count += 1 if value == candidate else -1
    return candidate
# === class with a method | time=linear space=linear
class Counter2:
    def __init__(self):
        self.items = []
    def add(self, value):
        self.items.append(value)
    def total(self):
        return sum(self.items)
n = int(input())
c = Counter2()
for i in range(n):
    c.add(i)
print(c.total())
# === list of squares | time=linear space=linear
n = int(input())
print(sum([i * i for i in range(n)]))
# === generator sum | time=linear space=constant
n = int(input())
print(sum(i * i for i in range(n)))
# === all positive | time=linear space=constant
def all_positive(numbers: list) -> bool:
    return all(value > 0 for value in numbers)
# === recursion over a list | time=linear space=linear
def total(items, i):
    if i == len(items):
        return 0
    return items[i] + total(items, i + 1)
# === deque rotation | time=linear space=linear
from collections import deque
n = int(input())
d = deque(range(n))
while len(d) > 1:
    d.popleft()
    d.append(d.popleft())
print(d[0])
# === three passes | time=linear space=linear
n = int(input())
a = list(map(int, input().split()))
left = [0] * n
right = [0] * n
for i in range(1, n):
    left[i] = max(left[i - 1], a[i - 1])
for i in range(n - 2, -1, -1):
    right[i] = max(right[i + 1], a[i + 1])
print(sum(max(0, min(left[i], right[i]) - a[i]) for i in range(n)))
