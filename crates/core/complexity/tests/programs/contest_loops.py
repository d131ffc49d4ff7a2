# === cases read through a lambda | time=linearithmic space=linear
import sys

read = lambda: sys.stdin.readline().rstrip()
for _ in range(int(read())):
    n = int(read())
    a = sorted(map(int, read().split()))
    best = a[-1]
    for i in range(n - 1):
        best = min(best, a[i + 1] - a[i])
    print(best)
# === cases in a function | time=linear space=linear
def solve():
    n, k = map(int, input().split())
    s = input()
    left = 0
    ones = 0
    best = 0
    for right in range(n):
        ones += s[right] == "1"
        while ones > k:
            ones -= s[left] == "1"
            left += 1
        best = max(best, right - left + 1)
    return best


t = int(input())
answers = []
for _ in range(t):
    answers.append(solve())
print("\n".join(map(str, answers)))
# === cases counted down | time=linear space=linear
t = int(input())
while t > 0:
    t -= 1
    n = int(input())
    a = list(map(int, input().split()))
    odd = 0
    for x in a:
        if x % 2:
            odd += 1
    print("YES" if odd % 2 == 0 else "NO")
# === cases of two numbers | time=constant space=constant
t = int(input())
out = []
for case in range(t):
    a, b, c = map(int, input().split())
    if (a + b) % c == 0:
        out.append("Case #%d: yes" % (case + 1))
    else:
        out.append("Case #%d: no" % (case + 1))
print(*out, sep="\n")
# === steps that grow | time=root space=constant
n, k = map(int, input().split())
total = 0
for step in range(1, n + 1):
    total += step
    if total >= n:
        print(step)
        break
# === rows of a triangle | time=root space=constant
n = int(input())
row = 1
while n >= row:
    n -= row
    row += 1
print(row - 1)
# === bits that are set | time=logarithmic space=constant
n = int(input())
count = 0
while n:
    n &= n - 1
    count += 1
print(count)
# === highest bits equal | time=logarithmic space=constant
a, b = map(int, input().split())
shift = 0
while a != b:
    a >>= 1
    b >>= 1
    shift += 1
print(a << shift)
# === euclid with quotients | time=logarithmic space=constant
a, b = map(int, input().split())
squares = 0
while b:
    squares += a // b
    a, b = b, a % b
print(squares)
# === digits of both ends | time=logarithmic space=constant
low, high = map(int, input().split())
total = 0
while high > 0:
    total += high % 10 - low % 10
    high //= 10
    low //= 10
print(total)
# === powers below | time=logarithmic space=logarithmic
n = int(input())
powers = []
p = 1
while p <= n:
    powers.append(p)
    p *= 3
answer = 0
for p in reversed(powers):
    answer += n // p
    n %= p
print(answer)
# === answer by search over the square | time=logarithmic space=constant
n, k = map(int, input().split())
low, high = 0, n
while low < high:
    mid = (low + high + 1) // 2
    if mid * (mid + 1) // 2 - (n - mid) <= k:
        low = mid
    else:
        high = mid - 1
print(low)
# === square root by the library | time=constant space=constant
import math

n, k = map(int, input().split())
print(n - int((-3 + math.sqrt(9 + 8 * (n + k))) / 2))
# === fixed number of rounds after a point | time=constant space=constant
n, s = map(int, input().split())
start = s - s % 10
for value in range(start, start + 100):
    if value - sum(int(digit) for digit in str(value)[:3]) >= s:
        print(n - value + 1)
        break
# === bowls of a fixed board | time=constant space=constant
bowls = list(map(int, input().split()))
best = 0
for i in range(8):
    copy = bowls[:]
    stones = copy[i]
    copy[i] = 0
    share, rest = divmod(stones, 8)
    for j in range(8):
        copy[j] += share + ((j - i - 1) % 8 < rest)
    best = max(best, sum(copy[j] for j in range(8) if copy[j] % 2 == 0))
print(best)
# === sides of a shape | time=constant space=constant
sides = [int(x) for x in input().split()]
sides.sort()
if sides == [3, 4, 5] or sides.count(2) == 3:
    print("special")
else:
    print("plain")
# === remainders kept short | time=linear space=linear
number = input()
held = []
cuts = 0
for digit in number:
    rest = int(digit) % 3
    if rest == 0 or 3 - rest in held:
        cuts += 1
        held = []
    else:
        held.append(rest)
    if len(held) == 3:
        cuts += 1
        held.clear()
print(cuts)
# === small cases apart | time=constant space=constant
def power(base, times):
    result = 1
    while times > 0:
        if times % 2:
            result *= base
        base *= base
        times //= 2
    return result


n = int(input())
m = int(input())
if n <= 30:
    print(m % power(2, n))
else:
    print(m)
# === one pass with a running end | time=linear space=linear
n = int(input())
a = [int(x) for x in input().split()]
reach = 0
cuts = 0
for i in range(n):
    reach = max(reach, a[i] - 1)
    if reach == i:
        cuts += 1
print(cuts)
# === sieve of primes | time=linearithmic space=linear
n = int(input())
prime = [True] * (n + 1)
i = 2
while i * i <= n:
    if prime[i]:
        for j in range(i * i, n + 1, i):
            prime[j] = False
    i += 1
print(sum(prime) - 2)
# === spf table | time=linearithmic space=linear
n = int(input())
least = list(range(n + 1))
for i in range(2, n + 1):
    for j in range(i, n + 1, i):
        if least[j] == j:
            least[j] = i
print(least[n])
# === factors of a number | time=root space=logarithmic
n = int(input())
factors = []
d = 2
while d * d <= n:
    while n % d == 0:
        factors.append(d)
        n //= d
    d += 1
if n > 1:
    factors.append(n)
print(*factors)
# === a number in each base | time=linearithmic space=constant
n = int(input())
best = 0
for base in range(2, n):
    x = n
    digits = 0
    while x:
        digits += x % base
        x //= base
    best = max(best, digits)
print(best)
