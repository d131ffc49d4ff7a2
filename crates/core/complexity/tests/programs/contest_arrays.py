# === fenwick tree | time=linearithmic space=linear
n = int(input())
p = list(map(int, input().split()))
tree = [0] * (n + 1)
inversions = 0
for i in range(n):
    x = n
    while x > 0:
        inversions += tree[x]
        x -= x & -x
    x = p[i]
    while x > 0:
        inversions -= tree[x]
        x -= x & -x
    x = p[i]
    while x <= n:
        tree[x] += 1
        x += x & -x
print(inversions)
# === fenwick tree in a class | time=linearithmic space=linear
class Tree:
    def __init__(self, size):
        self.size = size
        self.cells = [0] * (size + 1)

    def add(self, i, x):
        while i <= self.size:
            self.cells[i] += x
            i += i & -i

    def total(self, i):
        s = 0
        while i > 0:
            s += self.cells[i]
            i -= i & -i
        return s


n = int(input())
values = list(map(int, input().split()))
tree = Tree(n)
for i, value in enumerate(values, 1):
    tree.add(i, value)
q = int(input())
for _ in range(q):
    l, r = map(int, input().split())
    print(tree.total(r) - tree.total(l - 1))
# === segment tree from the bottom | time=linearithmic space=linear
n, q = map(int, input().split())
a = list(map(int, input().split()))
tree = [0] * n + a
for i in range(n - 1, 0, -1):
    tree[i] = min(tree[2 * i], tree[2 * i + 1])
for _ in range(q):
    l, r = map(int, input().split())
    l += n - 1
    r += n
    best = 10 ** 9
    while l < r:
        if l & 1:
            best = min(best, tree[l])
            l += 1
        if r & 1:
            r -= 1
            best = min(best, tree[r])
        l >>= 1
        r >>= 1
    print(best)
# === difference of two read numbers | time=linear space=linear
n = int(input())
a = list(map(int, input().split()))
low = min(a)
seen = [0] * (max(a) - low + 1)
for x in a:
    seen[x - low] += 1
print(seen.index(max(seen)) + low)
# === bit by bit over all numbers | time=linear space=linear
n = int(input())
a = list(map(int, input().split()))
total = 0
for bit in range(31):
    ones = 0
    for x in a:
        ones += x >> bit & 1
    total += ones * (n - ones) << bit
print(total)
# === prefix sums and a dictionary | time=linear space=linear
n, k = map(int, input().split())
a = list(map(int, input().split()))
seen = {0: 1}
total = 0
count = 0
for x in a:
    total += x
    count += seen.get(total - k, 0)
    seen[total] = seen.get(total, 0) + 1
print(count)
# === answer by search over a list | time=linearithmic space=linear
def fits(a, k, most):
    parts = 1
    load = 0
    for x in a:
        if load + x > most:
            parts += 1
            load = 0
        load += x
    return parts <= k


n, k = map(int, input().split())
a = list(map(int, input().split()))
low, high = max(a), sum(a)
while low < high:
    middle = (low + high) // 2
    if fits(a, k, middle):
        high = middle
    else:
        low = middle + 1
print(low)
# === search with a fixed number of rounds | time=linear space=linear
n, l = map(int, input().split())
a = list(map(int, input().split()))
low, high = 0.0, float(l)
for _ in range(60):
    middle = (low + high) / 2
    need = 0
    for x in a:
        need += x / (middle + 1)
    if need > l:
        low = middle
    else:
        high = middle
print(low)
# === next greater by a stack | time=linear space=linear
n = int(input())
a = list(map(int, input().split()))
after = [-1] * n
stack = []
for i in range(n):
    while stack and a[stack[-1]] < a[i]:
        after[stack.pop()] = a[i]
    stack.append(i)
print(*after)
# === window of k by a deque | time=linear space=linear
from collections import deque

n, k = map(int, input().split())
a = list(map(int, input().split()))
window = deque()
answer = []
for i in range(n):
    while window and a[window[-1]] <= a[i]:
        window.pop()
    window.append(i)
    if window[0] <= i - k:
        window.popleft()
    if i >= k - 1:
        answer.append(a[window[0]])
print(*answer)
# === the k largest in a heap | time=linearithmic space=linear
import heapq

n, k = map(int, input().split())
a = list(map(int, input().split()))
heap = []
total = 0
for x in a:
    heapq.heappush(heap, x)
    total += x
    if len(heap) > k:
        total -= heapq.heappop(heap)
print(total)
# === smallest of a heap | time=linearithmic space=linear
import heapq

n = int(input())
heap = []
for _ in range(n):
    heapq.heappush(heap, int(input()))
total = 0
while len(heap) > 1:
    a = heapq.heappop(heap)
    b = heapq.heappop(heap)
    total += a + b
    heapq.heappush(heap, a + b)
print(total)
# === two pointers over two lists | time=linearithmic space=linear
n, m = map(int, input().split())
a = sorted(map(int, input().split()))
b = sorted(map(int, input().split()))
i = j = 0
best = 10 ** 9
while i < n and j < m:
    best = min(best, abs(a[i] - b[j]))
    if a[i] < b[j]:
        i += 1
    else:
        j += 1
print(best)
# === groups of equal neighbours | time=linear space=linear
s = input()
i = 0
parts = []
while i < len(s):
    j = i
    while j < len(s) and s[j] == s[i]:
        j += 1
    parts.append(s[i] + str(j - i))
    i = j
print("".join(parts))
# === pairs until one fits | time=quadratic space=linear
n, target = map(int, input().split())
a = list(map(int, input().split()))
for i in range(n):
    for j in range(i + 1, n):
        if a[i] + a[j] == target:
            print(i + 1, j + 1)
            exit()
print(-1)
# === every segment sorted | time=quadratic_log space=linear
n = int(input())
a = list(map(int, input().split()))
count = 0
for i in range(n):
    part = sorted(a[:i + 1])
    if part[0] == a[i]:
        count += 1
print(count)
# === queries in a dictionary | time=linear space=linear
n = int(input())
place = {}
for i, x in enumerate(map(int, input().split())):
    place[x] = i
q = int(input())
total = 0
for x in map(int, input().split()):
    total += place[x] + 1
print(total)
# === difference array | time=linear space=linear
n, m = map(int, input().split())
change = [0] * (n + 2)
for _ in range(m):
    l, r, d = map(int, input().split())
    change[l] += d
    change[r + 1] -= d
level = 0
for i in range(1, n + 1):
    level += change[i]
    print(level)
# === sort by a table | time=linearithmic space=linear
n = int(input())
people = []
for i in range(n):
    name, score = input().split()
    people.append((-int(score), name))
people.sort()
for score, name in people[:3]:
    print(name)
# === count by sorting | time=linear space=linear
n = int(input())
s = list(input())
count = [0] * 26
for letter in s:
    count[ord(letter) - 97] += 1
out = []
for i in range(26):
    out.append(chr(i + 97) * count[i])
print("".join(out))
# === text that is cut | time=quadratic space=quadratic
s = input()
parts = set()
for i in range(len(s)):
    parts.add(s[i:] + s[:i])
print(len(parts))
# === moving one to the front | time=quadratic space=linear
n = int(input())
order = list(range(n))
for _ in range(n):
    x = int(input())
    order.remove(x)
    order.insert(0, x)
print(*order)
