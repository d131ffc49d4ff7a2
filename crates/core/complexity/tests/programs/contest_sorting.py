# === sum of gcds | time=linearithmic space=linear
from math import gcd

n = int(input())
a = list(map(int, input().split()))
total = 0
for x in a:
    total += gcd(x, n)
print(total)
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
# === median by two heaps | time=linearithmic space=linear
from heapq import heappush, heappop, heappushpop

n = int(input())
low, high = [], []
for x in map(int, input().split()):
    heappush(high, -heappushpop(low, -x))
    if len(high) > len(low):
        heappush(low, -heappop(high))
    print(-low[0])
