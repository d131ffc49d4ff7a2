# === fibonacci | time=exponential space=linear
def fibonacci(n):
    if n < 2:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)
# === fibonacci of a constant | time=exponential space=linear
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(20))
# === subsets by bits | time=exponential space=linear
n = int(input())
a = list(map(int, input().split()))
best = 0
for mask in range(1 << n):
    total = 0
    for i in range(n):
        if mask >> i & 1:
            total += a[i]
    best = max(best, total)
print(best)
# === subsets by recursion | time=exponential space=linear
def subsets(items, index, total):
    if index == len(items):
        return 1 if total == 0 else 0
    return subsets(items, index + 1, total) + subsets(items, index + 1, total + items[index])
# === towers of hanoi | time=exponential space=linear
def hanoi(n, source, target, spare):
    if n == 0:
        return
    hanoi(n - 1, source, spare, target)
    print(source, target)
    hanoi(n - 1, spare, target, source)
hanoi(int(input()), "a", "b", "c")
# === all combinations | time=exponential space=linear
from itertools import combinations
n = int(input())
a = list(map(int, input().split()))
count = 0
for size in range(1, n + 1):
    for group in combinations(a, size):
        if sum(group) == 0:
            count += 1
print(count)
# === product of bits | time=exponential space=linear
from itertools import product
n = int(input())
count = 0
for bits in product([0, 1], repeat=n):
    if sum(bits) == n // 2:
        count += 1
print(count)
# === power set grows | time=exponential space=exponential
n = int(input())
sets = [[]]
for i in range(n):
    sets += [one + [i] for one in sets]
print(len(sets))
# === knapsack without a table | time=exponential space=linear
def best(weights, values, room, index):
    if index == len(weights):
        return 0
    skip = best(weights, values, room, index + 1)
    if weights[index] > room:
        return skip
    return max(skip, values[index] + best(weights, values, room - weights[index], index + 1))
# === grid paths | time=exponential space=linear
def paths(rows, columns):
    if rows == 0 or columns == 0:
        return 1
    return paths(rows - 1, columns) + paths(rows, columns - 1)
# === choices from a start | time=exponential space=linear
def choose(items, start, chosen, found):
    found.append(len(chosen))
    for i in range(start, len(items)):
        chosen.append(items[i])
        choose(items, i + 1, chosen, found)
        chosen.pop()
# === tribonacci | time=exponential space=linear
def tribonacci(n):
    if n <= 2:
        return 1
    return tribonacci(n - 1) + tribonacci(n - 2) + tribonacci(n - 3)
# === words over an alphabet | time=exponential space=linear
def words(length, word):
    if length == 0:
        print(word)
        return
    for letter in "abc":
        words(length - 1, word + letter)
words(int(input()), "")
# === masks and pairs | time=exponential space=exponential
n = int(input())
cost = [list(map(int, input().split())) for _ in range(n)]
best = [10 ** 9] * (1 << n)
best[0] = 0
for mask in range(1 << n):
    for i in range(n):
        if not mask >> i & 1:
            best[mask | 1 << i] = min(best[mask | 1 << i], best[mask] + cost[0][i])
print(best[-1])
