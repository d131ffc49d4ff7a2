# === power by squaring in a function | time=logarithmic space=constant
MOD = 10 ** 9 + 7


def power(a, b):
    result = 1
    while b:
        if b & 1:
            result = result * a % MOD
        a = a * a % MOD
        b >>= 1
    return result


n, m = map(int, input().split())
print(power(n, m))
# === matrix power | time=logarithmic space=constant
def times(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(2)) for j in range(2)] for i in range(2)]


n = int(input())
result = [[1, 0], [0, 1]]
base = [[1, 1], [1, 0]]
while n > 0:
    if n % 2 == 1:
        result = times(result, base)
    base = times(base, base)
    n //= 2
print(result[0][1])
# === rotate and compare | time=constant space=constant
a, b = input().split()
turns = {"^": 0, ">": 1, "v": 2, "<": 3}
n = int(input())
way = (turns[a] + n) % 4
print("cw" if way == turns[b] else "ccw")
# === chess king | time=constant space=constant
n = int(input())
x, y = map(int, input().split())
white = x + y - 2
black = 2 * n - x - y
print("White" if white <= black else "Black")
# === names of six stones | time=constant space=constant
stones = {"red": "fire", "blue": "ice", "green": "leaf"}
first = input()
second = input()
left = [stones[name] for name in stones if name not in (first, second)]
print(len(left))
print(*left)
# === three points | time=constant space=constant
points = [tuple(map(int, input().split())) for _ in range(3)]
points.sort()
area = 0
for i in range(3):
    x, y = points[i]
    u, v = points[(i + 1) % 3]
    area += x * v - u * y
print(abs(area) / 2)
# === collatz | time=logarithmic space=constant
n = int(input())
steps = 0
while n > 1:
    if n % 2:
        n -= 1
    else:
        n //= 2
    steps += 1
print(steps)
# === from the goal back | time=logarithmic space=logarithmic
a, b = map(int, input().split())
path = [b]
while b > a:
    if b % 2 == 0:
        b //= 2
    elif b % 10 == 1:
        b //= 10
    else:
        break
    path.append(b)
print(*path[::-1])
# === digits sum loop until one | time=logarithmic space=constant
n = int(input())
while n >= 10:
    s = 0
    while n > 0:
        s += n % 10
        n //= 10
    n = s
print(n)
# === power of two check | time=constant space=constant
n = int(input())
print("YES" if n > 0 and n & (n - 1) == 0 else "NO")
# === formula with parity | time=constant space=constant
for _ in range(int(input())):
    n, k = map(int, input().split())
    if n < k * k or (n - k) % 2:
        print("NO")
    else:
        print("YES")
# === nearest by bit width | time=logarithmic space=constant
n = int(input())
x = 1
ops = 0
while x < n:
    x = x * 2 + 1
    ops += 1
print(ops)
# === ternary search | time=logarithmic space=constant
def f(x):
    return (x - 3) ** 2 + 5


lo, hi = 0, int(input())
while hi - lo > 2:
    m1 = lo + (hi - lo) // 3
    m2 = hi - (hi - lo) // 3
    if f(m1) < f(m2):
        hi = m2
    else:
        lo = m1
print(min(f(x) for x in range(lo, lo + 3)))
# === exponential guess and search | time=logarithmic space=constant
def total(x):
    return x * (x + 1) // 2


n = int(input())
hi = 1
while total(hi) < n:
    hi *= 2
lo = 0
while hi - lo > 1:
    mid = (lo + hi) >> 1
    if total(mid) < n:
        lo = mid
    else:
        hi = mid
print(hi)
# === recursive sum of digits | time=logarithmic space=logarithmic
def digits(n):
    if n < 10:
        return n
    return n % 10 + digits(n // 10)


print(digits(int(input())))
# === extended gcd | time=logarithmic space=logarithmic
def extended(a, b):
    if b == 0:
        return a, 1, 0
    g, x, y = extended(b, a % b)
    return g, y, x - a // b * y


a, b = map(int, input().split())
print(*extended(a, b))
# === phi | time=root space=constant
n = int(input())
result = n
p = 2
while p * p <= n:
    if n % p == 0:
        while n % p == 0:
            n //= p
        result -= result // p
    p += 1
if n > 1:
    result -= result // n
print(result)
