# === union of sets | time=linearithmic space=linear
def find(x):
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


n, m = map(int, input().split())
parent = list(range(n + 1))
groups = n
for _ in range(m):
    a, b = map(int, input().split())
    a, b = find(a), find(b)
    if a != b:
        parent[a] = b
        groups -= 1
print(groups)
# === leaves taken off a tree | time=linear space=linear
from collections import deque

n = int(input())
edges = [[] for _ in range(n)]
degree = [0] * n
for _ in range(n - 1):
    u, v = map(int, input().split())
    edges[u - 1].append(v - 1)
    edges[v - 1].append(u - 1)
    degree[u - 1] += 1
    degree[v - 1] += 1
queue = deque(i for i in range(n) if degree[i] == 1)
depth = [0] * n
while queue:
    u = queue.popleft()
    for v in edges[u]:
        degree[v] -= 1
        if degree[v] == 1:
            depth[v] = depth[u] + 1
            queue.append(v)
print(max(depth))
# === tree by a stack of parents | time=linear space=linear
n = int(input())
parents = list(map(int, input().split()))
children = [[] for _ in range(n)]
for child, parent in enumerate(parents, 1):
    children[parent - 1].append(child)
size = [1] * n
order = []
stack = [0]
while stack:
    u = stack.pop()
    order.append(u)
    for v in children[u]:
        stack.append(v)
for u in reversed(order):
    for v in children[u]:
        size[u] += size[v]
print(*size)
# === order of tasks | time=linear space=linear
from collections import defaultdict, deque

n, m = map(int, input().split())
after = defaultdict(list)
before = [0] * (n + 1)
for _ in range(m):
    a, b = map(int, input().split())
    after[a].append(b)
    before[b] += 1
ready = deque([i for i in range(1, n + 1) if before[i] == 0])
order = []
while ready:
    task = ready.popleft()
    order.append(task)
    for other in after[task]:
        before[other] -= 1
        if before[other] == 0:
            ready.append(other)
print(*order)
# === islands in a grid | time=quadratic space=quadratic
n, m = map(int, input().split())
grid = [list(input()) for _ in range(n)]
islands = 0
for i in range(n):
    for j in range(m):
        if grid[i][j] == "#":
            islands += 1
            stack = [(i, j)]
            grid[i][j] = "."
            while stack:
                x, y = stack.pop()
                for dx, dy in (0, 1), (1, 0), (0, -1), (-1, 0):
                    u, v = x + dx, y + dy
                    if 0 <= u < n and 0 <= v < m and grid[u][v] == "#":
                        grid[u][v] = "."
                        stack.append((u, v))
print(islands)
# === steps of a knight | time=quadratic space=quadratic
from collections import deque

n = int(input())
x, y, u, v = map(int, input().split())
far = [[-1] * n for _ in range(n)]
far[x][y] = 0
queue = deque([(x, y)])
while queue:
    x, y = queue.popleft()
    for a, b in [(1, 2), (2, 1), (-1, 2), (-2, 1), (1, -2), (2, -1), (-1, -2), (-2, -1)]:
        if 0 <= x + a < n and 0 <= y + b < n and far[x + a][y + b] < 0:
            far[x + a][y + b] = far[x][y] + 1
            queue.append((x + a, y + b))
print(far[u][v])
# === shortest ways by rounds | time=cubic space=quadratic
n = int(input())
cost = [list(map(int, input().split())) for _ in range(n)]
for i in range(n):
    for j in range(n):
        through = [cost[i][k] + cost[k][j] for k in range(n)]
        if min(through) < cost[i][j]:
            print("shorter", i, j)
# === common part of two texts | time=quadratic space=quadratic
s = input()
t = input()
table = [[0] * (len(t) + 1) for _ in range(len(s) + 1)]
for i, a in enumerate(s):
    for j, b in enumerate(t):
        if a == b:
            table[i + 1][j + 1] = table[i][j] + 1
        else:
            table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
print(table[-1][-1])
# === ways over digits | time=linear space=linear
MOD = 10 ** 9 + 7
number = input()
ways = [[0] * 10 for _ in range(len(number) + 1)]
ways[0][0] = 1
for i, digit in enumerate(number):
    for rest in range(10):
        for d in range(10):
            ways[i + 1][(rest + d) % 10] += ways[i][rest]
print(sum(ways[-1]) % MOD)
# === coins in two loops | time=quadratic space=linear
n, total = map(int, input().split())
coins = [int(x) for x in input().split()]
ways = [1] + [0] * total
for coin in coins:
    for amount in range(coin, total + 1):
        ways[amount] += ways[amount - coin]
print(ways[total])
# === stairs with a cache | time=linear space=linear
from functools import lru_cache
import sys

sys.setrecursionlimit(10 ** 6)


@lru_cache(maxsize=None)
def ways(n):
    if n <= 1:
        return 1
    return ways(n - 1) + ways(n - 2)


print(ways(int(input())))
# === halves with a dictionary | time=logarithmic space=logarithmic
memo = {}


def best(n):
    if n == 0:
        return 0
    if n in memo:
        return memo[n]
    memo[n] = max(n, best(n // 2) + best(n // 3) + best(n // 4))
    return memo[n]


print(best(int(input())))
# === masks of a set | time=exponential space=linear
n, limit = map(int, input().split())
weights = list(map(int, input().split()))
best = 0
for mask in range(1 << n):
    load = 0
    for i in range(n):
        if mask >> i & 1:
            load += weights[i]
    if load <= limit:
        best = max(best, load)
print(best)
# === table over masks | time=exponential space=exponential
n = int(input())
cost = [list(map(int, input().split())) for _ in range(n)]
best = [10 ** 9] * (1 << n)
best[0] = 0
for mask in range(1 << n):
    worker = bin(mask).count("1")
    for job in range(n):
        if not mask >> job & 1:
            best[mask | 1 << job] = min(best[mask | 1 << job], best[mask] + cost[worker][job])
print(best[-1])
# === signs before numbers | time=exponential space=linear
def signs(i, total):
    if i == len(numbers):
        return total == goal
    return signs(i + 1, total + numbers[i]) + signs(i + 1, total - numbers[i])


numbers = list(map(int, input().split()))
goal = int(input())
print(signs(0, 0))
# === balanced brackets | time=exponential space=linear
def place(opened, closed, text):
    if closed == n:
        print(text)
        return
    if opened < n:
        place(opened + 1, closed, text + "(")
    if closed < opened:
        place(opened, closed + 1, text + ")")


n = int(input())
place(0, 0, "")
# === all orders by the library | time=factorial space=linear
from itertools import permutations

n = int(input())
cities = list(map(int, input().split()))
best = 10 ** 9
for order in permutations(cities):
    length = 0
    for i in range(1, n):
        length += abs(order[i] - order[i - 1])
    best = min(best, length)
print(best)
# === deep first over a list of lists | time=linear space=linear
import sys

sys.setrecursionlimit(10 ** 6)


def visit(u):
    seen[u] = True
    size = 1
    for v in edges[u]:
        if not seen[v]:
            size += visit(v)
    return size


n, m = map(int, input().split())
edges = [[] for _ in range(n)]
for _ in range(m):
    a, b = map(int, input().split())
    edges[a - 1].append(b - 1)
    edges[b - 1].append(a - 1)
seen = [False] * n
largest = 0
for i in range(n):
    if not seen[i]:
        largest = max(largest, visit(i))
print(largest)
# === triangles in a graph | time=cubic space=quadratic
n, m = map(int, input().split())
near = [[False] * n for _ in range(n)]
for _ in range(m):
    a, b = map(int, input().split())
    near[a - 1][b - 1] = near[b - 1][a - 1] = True
count = 0
for i in range(n):
    for j in range(i):
        if near[i][j]:
            for k in range(j):
                if near[i][k] and near[j][k]:
                    count += 1
print(count)
# === best square of a table | time=cubic space=quadratic
n = int(input())
rows = [list(map(int, input().split())) for _ in range(n)]
above = [[0] * (n + 1) for _ in range(n + 1)]
for i in range(n):
    for j in range(n):
        above[i + 1][j + 1] = rows[i][j] + above[i][j + 1] + above[i + 1][j] - above[i][j]
best = 0
for side in range(1, n + 1):
    for i in range(n - side + 1):
        for j in range(n - side + 1):
            total = above[i + side][j + side] - above[i][j + side] - above[i + side][j] + above[i][j]
            best = max(best, total)
print(best)
# === words in a tree of letters | time=linear space=linear
class Node:
    def __init__(self):
        self.next = {}
        self.end = False


root = Node()
text = input()
node = root
for letter in text:
    if letter not in node.next:
        node.next[letter] = Node()
    node = node.next[letter]
node.end = True
print(len(root.next))
# === queue of processes | time=linear space=linear
from collections import deque

n, quantum = map(int, input().split())
queue = deque(map(int, input().split()))
clock = 0
while queue:
    left = queue.popleft()
    clock += left
print(clock)
