# === loop of roots | time=linear_root space=constant
def primes(n):
    count = 0
    for i in range(2, n + 1):
        j = 2
        prime = True
        while j * j <= n:
            if i % j == 0 and i != j:
                prime = False
            j += 1
        count += prime
    return count
# === blocks of roots | time=linear_root space=linear
n = int(input())
a = list(map(int, input().split()))
size = int(n ** 0.5)
total = 0
for i in range(n):
    for j in range(size):
        total += a[i] * j
print(total)
# === sort in a loop | time=quadratic_log space=linear
n = int(input())
a = list(map(int, input().split()))
for i in range(n):
    a[i] = -a[i]
    a.sort()
print(a)
# === pairs with a search | time=quadratic_log space=linear
from bisect import bisect_left
n = int(input())
a = list(map(int, input().split()))
count = 0
for i in range(n):
    for j in range(n):
        count += bisect_left(a, i + j)
print(count)
# === rows sorted | time=quadratic_log space=quadratic
n, m = map(int, input().split())
rows = [list(map(int, input().split())) for _ in range(n)]
total = 0
for i in range(n):
    row = sorted(rows[i])
    total += row[0] * i
    for j in range(m):
        total += row[j]
print(total)
