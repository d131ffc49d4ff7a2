# === primality | time=root space=constant
def is_prime(n):
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True
# === divisors | time=root space=constant
n = int(input())
count = 0
for d in range(1, int(n ** 0.5) + 1):
    if n % d == 0:
        count += 1 if d * d == n else 2
print(count)
# === largest factor | time=root space=constant
import math
def largest_factor(n):
    for d in range(2, math.isqrt(n) + 1):
        if n % d == 0:
            return n // d
    return n
# === square by odd numbers | time=root space=constant
n = int(input())
total, odd = 0, 1
while total + odd <= n:
    total += odd
    odd += 2
print(odd // 2)
