# === two branches, five levels at most | time=constant space=constant
def look(n, depth):
    if depth == 5 or n < 2:
        return 1
    return look(n - 1, depth + 1) + look(n - 2, depth + 1)
print(look(int(input()), 0))
# === a chain that a constant ends | time=constant space=constant
def collatz(n, steps):
    if n == 1:
        return steps
    if steps >= 100:
        return -1
    return collatz(n // 2 if n % 2 == 0 else 3 * n + 1, steps + 1)
print(collatz(int(input()), 0))
# === three choices out of n | time=cubic space=constant
n = int(input())
def choose(taken, total):
    if taken == 3:
        return total
    best = 0
    for i in range(n):
        best = max(best, choose(taken + 1, total + i))
    return best
print(choose(0, 0))
# === a level without an end of its own | time=exponential space=linear
def deep(n, depth):
    if n < 2:
        return depth
    return deep(n - 1, depth + 1) + deep(n - 2, depth + 1)
print(deep(int(input()), 0))
# === the end comes after the calls | time=exponential space=linear
def late(n, depth):
    if n == 0:
        return 0
    total = late(n - 1, depth + 1) + late(n - 1, depth + 1)
    if depth == 3:
        return 0
    return total
print(late(int(input()), 0))
