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
# === recursion with range and swap | time=factorial space=linear
def permute(a, l, r):
    if l == r:
        print(*a)
        return
    for i in range(l, r + 1):
        a[l], a[i] = a[i], a[l]
        permute(a, l + 1, r)
        a[l], a[i] = a[i], a[l]


n = int(input())
permute(list(range(n)), 0, n - 1)
# === subsets by dfs | time=exponential space=linear
def dfs(i, cur):
    if i == n:
        if sum(cur) == s:
            print(cur)
        return
    cur.append(a[i])
    dfs(i + 1, cur)
    cur.pop()
    dfs(i + 1, cur)


n, s = map(int, input().split())
a = list(map(int, input().split()))
dfs(0, [])
# === sum of subset recursion by index | time=exponential space=linear
def count(i, left):
    if left == 0:
        return 1
    if i < 0 or left < 0:
        return 0
    return count(i - 1, left) + count(i - 1, left - a[i])


n, s = map(int, input().split())
a = list(map(int, input().split()))
print(count(n - 1, s))
