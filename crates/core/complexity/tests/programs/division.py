# === parts of a number | time=root space=logarithmic
number = int(input())
parts = []
by = 2
while by * by <= number:
    if number % by:
        by += 1
    else:
        parts.append(by)
        number //= by
if number > 1:
    parts.append(number)
print(parts)
# === how many divisors | time=root space=constant
def divisors(value):
    count = 1
    base = 2
    while base * base <= value:
        power = 0
        while value % base == 0:
            value //= base
            power += 1
        count *= power + 1
        base += 1
    return count * 2 if value > 1 else count


print(divisors(int(input())))
# === largest factor of each | time=linear_root space=constant
limit = int(input())
best = 0
for start in range(2, limit):
    rest = start
    factor = 2
    while factor ** 2 <= rest:
        while rest % factor == 0:
            rest //= factor
        factor += 1
    best = max(best, rest)
print(best)
# === halved in every round | time=logarithmic space=constant
amount = int(input())
day = 1
while day < amount:
    amount //= 2
    day += 1
print(day)
# === halves across an outer loop | time=linear space=constant
n = int(input())
left = n
total = 0
for step in range(n):
    while left % 2 == 0 and left > 1:
        left //= 2
        total += step
print(total)
