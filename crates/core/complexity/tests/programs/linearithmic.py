# === sort and print | time=linearithmic space=linear
n = int(input())
a = list(map(int, input().split()))
a.sort()
print(a[n // 2])
# === merge sort | time=linearithmic space=linear
def merge_sort(items):
    if len(items) <= 1:
        return items
    middle = len(items) // 2
    left = merge_sort(items[:middle])
    right = merge_sort(items[middle:])
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result + left[i:] + right[j:]
# === heap sort | time=linearithmic space=linear
import heapq
n = int(input())
heap = []
for value in map(int, input().split()):
    heapq.heappush(heap, value)
out = []
while heap:
    out.append(heapq.heappop(heap))
print(out)
# === binary search for each | time=linearithmic space=linear
from bisect import bisect_left
n = int(input())
a = list(range(n))
total = 0
for i in range(n):
    total += bisect_left(a, i)
print(total)
# === longest increasing subsequence | time=linearithmic space=linear
from bisect import bisect_left
n = int(input())
a = list(map(int, input().split()))
tails = []
for value in a:
    k = bisect_left(tails, value)
    if k == len(tails):
        tails.append(value)
    else:
        tails[k] = value
print(len(tails))
# === intervals | time=linearithmic space=linear
n = int(input())
intervals = []
for _ in range(n):
    start, end = map(int, input().split())
    intervals.append((end, start))
intervals.sort()
count, last = 0, -1
for end, start in intervals:
    if start >= last:
        count += 1
        last = end
print(count)
# === harmonic loop | time=linearithmic space=linear
n = int(input())
divisors = [0] * (n + 1)
for i in range(1, n + 1):
    for j in range(i, n + 1, i):
        divisors[j] += 1
print(max(divisors))
# === halving inside a loop | time=linearithmic space=constant
n = int(input())
total = 0
for i in range(1, n + 1):
    x = i
    while x > 0:
        total += x % 2
        x //= 2
print(total)
# === dijkstra | time=linearithmic space=linear
import heapq
n, m = map(int, input().split())
graph = [[] for _ in range(n)]
for _ in range(m):
    u, v, w = map(int, input().split())
    graph[u].append((v, w))
distance = [10 ** 18] * n
distance[0] = 0
heap = [(0, 0)]
while heap:
    d, u = heapq.heappop(heap)
    if d > distance[u]:
        continue
    for v, w in graph[u]:
        if d + w < distance[v]:
            distance[v] = d + w
            heapq.heappush(heap, (d + w, v))
print(distance)
# === sorted by key | time=linearithmic space=linear
def by_length(words):
    return sorted(words, key=lambda word: len(word))
# === sort per case | time=linearithmic space=linear
for _ in range(int(input())):
    n = int(input())
    a = sorted(map(int, input().split()))
    print(a[0], a[-1])
# === kruskal | time=linearithmic space=linear
n, m = map(int, input().split())
edges = []
for _ in range(m):
    u, v, w = map(int, input().split())
    edges.append((w, u, v))
edges.sort()
parent = list(range(n))
def find(x):
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x
total = 0
for w, u, v in edges:
    a, b = find(u), find(v)
    if a != b:
        parent[a] = b
        total += w
print(total)
# === divide and conquer maximum | time=linearithmic space=logarithmic
def best(items, low, high):
    if low == high:
        return items[low]
    middle = (low + high) // 2
    left = best(items, low, middle)
    right = best(items, middle + 1, high)
    total = 0
    for i in range(low, high):
        total += items[i]
    return max(left, right, total)
# === most common words | time=linearithmic space=linear
from collections import Counter
words = input().split()
counts = Counter(words)
for word, count in counts.most_common():
    print(word, count)
# === greedy with a heap | time=linearithmic space=linear
import heapq
n = int(input())
a = list(map(int, input().split()))
heapq.heapify(a)
total = 0
while len(a) > 1:
    x = heapq.heappop(a)
    y = heapq.heappop(a)
    total += x + y
    heapq.heappush(a, x + y)
print(total)
# === unique and sorted | time=linearithmic space=linear
def ordered(numbers):
    return sorted(set(numbers))
# === answer by search | time=linearithmic space=linear
n, k = map(int, input().split())
a = list(map(int, input().split()))
low, high = 1, k
while low < high:
    middle = (low + high) // 2
    need = 0
    for value in a:
        need += value // middle
    if need <= n:
        high = middle
    else:
        low = middle + 1
print(low)
# === sort pairs of points | time=linearithmic space=linear
n = int(input())
points = [tuple(map(int, input().split())) for _ in range(n)]
points.sort(key=lambda p: (p[0], -p[1]))
best = 0
for x, y in points:
    best = max(best, x + y)
print(best)
# === doubling step inside a loop | time=linearithmic space=constant
def jumps(n):
    total = 0
    for i in range(n):
        step = 1
        while step < n:
            step *= 2
            total += 1
    return total
# === segment points | time=linearithmic space=linear
events = []
n = int(input())
for _ in range(n):
    l, r = map(int, input().split())
    events.append((l, 1))
    events.append((r, -1))
depth = best = 0
for _, change in sorted(events):
    depth += change
    best = max(best, depth)
print(best)
