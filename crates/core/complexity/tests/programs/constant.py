# === sum of two numbers | time=constant space=constant
a, b = map(int, input().split())
print(a + b)
# === triangle number | time=constant space=constant
n = int(input())
print(n * (n + 1) // 2)
# === parity per case | time=constant space=constant
t = int(input())
for _ in range(t):
    x = int(input())
    print("even" if x % 2 == 0 else "odd")
# === first element | time=constant space=constant
def first(items):
    return items[0] if items else None
# === letters table | time=constant space=constant
counts = [0] * 26
for i in range(26):
    counts[i] = i * i
print(counts[int(input()) % 26])
# === swap by index | time=constant space=constant
def swap(items, i, j):
    items[i], items[j] = items[j], items[i]
    return items
# === dictionary lookup | time=constant space=constant
prices = {"tea": 3, "coffee": 4, "water": 1}
print(prices.get(input(), 0))
# === distance of points | time=constant space=constant
import math
def distance(x1: float, y1: float, x2: float, y2: float) -> float:
    return math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)
# === overlap of rectangles | time=constant space=constant
def area(w, h):
    return max(0, w) * max(0, h)
x1, y1, x2, y2 = map(int, input().split())
x3, y3, x4, y4 = map(int, input().split())
print(area(min(x2, x4) - max(x1, x3), min(y2, y4) - max(y1, y3)))
# === stack operations | time=constant space=constant
from collections import deque
def rotate_once(queue):
    value = queue.popleft()
    queue.append(value)
    return value
# === fixed table of squares | time=constant space=constant
squares = [i * i for i in range(100)]
k = int(input())
print(squares[k % 100])
# === eight neighbours | time=constant space=constant
def neighbours(x, y):
    found = []
    for dx in range(-1, 2):
        for dy in range(-1, 2):
            if dx or dy:
                found.append((x + dx, y + dy))
    return found
# === middle of three | time=constant space=constant
numbers = sorted(map(int, input().split()))
a, b, c = numbers
print(b)
# === last digit of a power | time=constant space=constant
cycle = [6, 2, 4, 8]
n = int(input())
print(cycle[n % 4])
# === leap year | time=constant space=constant
def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
for _ in range(int(input())):
    print(leap(int(input())))
# === bounded search | time=constant space=constant
def small_divisor(n):
    for d in range(2, 50):
        if n % d == 0:
            return d
    return None
# === membership in a set | time=constant space=constant
def has(seen: set, value: int) -> bool:
    return value in seen
# === results of cases | time=constant space=constant
out = []
for _ in range(int(input())):
    a, b = map(int, input().split())
    out.append(str(a * b))
print("\n".join(out))
