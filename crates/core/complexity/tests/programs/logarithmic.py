# === binary search | time=logarithmic space=constant
def search(items, target):
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == target:
            return middle
        if items[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1
# === halving | time=logarithmic space=constant
n = int(input())
steps = 0
while n > 1:
    n //= 2
    steps += 1
print(steps)
# === doubling | time=logarithmic space=constant
n = int(input())
power = 1
while power < n:
    power *= 2
print(power)
# === greatest common divisor | time=logarithmic space=constant
a, b = map(int, input().split())
while b:
    a, b = b, a % b
print(a)
# === fast power | time=logarithmic space=constant
def power(base, exponent, modulus):
    result = 1
    while exponent > 0:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result
# === recursive power | time=logarithmic space=logarithmic
def power(x, n):
    if n == 0:
        return 1
    half = power(x, n // 2)
    return half * half * (x if n % 2 else 1)
print(power(3, int(input())))
# === digits | time=logarithmic space=constant
def digit_sum(number):
    total = 0
    while number:
        total += number % 10
        number //= 10
    return total
print(digit_sum(int(input())))
# === recursive binary search | time=logarithmic space=logarithmic
def find(items, target, low, high):
    if low > high:
        return -1
    middle = (low + high) // 2
    if items[middle] == target:
        return middle
    if items[middle] < target:
        return find(items, target, middle + 1, high)
    return find(items, target, low, middle - 1)
# === bisect in library | time=logarithmic space=constant
from bisect import bisect_left
def position(items, value):
    return bisect_left(items, value)
# === smallest that fits | time=logarithmic space=constant
n, k = map(int, input().split())
low, high = 0, n
while low < high:
    middle = (low + high) // 2
    if middle * (middle + 1) // 2 >= k:
        high = middle
    else:
        low = middle + 1
print(low)
# === modular power | time=logarithmic space=constant
x, k = map(int, input().split())
print(pow(x, k, 10 ** 9 + 7))
# === recursive gcd | time=logarithmic space=logarithmic
def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)
a, b = map(int, input().split())
print(gcd(a, b))
# === tree height by index | time=logarithmic space=constant
def depth(index):
    levels = 0
    while index > 0:
        index = (index - 1) // 2
        levels += 1
    return levels
# === heap push | time=logarithmic space=constant
import heapq
def add(heap: list, value: int):
    heapq.heappush(heap, value)
    return heap[0]
# === binary digits | time=logarithmic space=logarithmic
n = int(input())
bits = []
while n:
    bits.append(n % 2)
    n >>= 1
print(len(bits))
