# === all orders | time=factorial space=linear
from itertools import permutations
n = int(input())
a = list(map(int, input().split()))
best = 0
for order in permutations(a):
    best = max(best, order[0] - order[-1])
print(best)
# === orders by swaps | time=factorial space=linear
def orders(items, start):
    if start == len(items):
        print(items)
        return
    for i in range(start, len(items)):
        items[start], items[i] = items[i], items[start]
        orders(items, start + 1)
        items[start], items[i] = items[i], items[start]
# === orders by marks | time=factorial space=linear
def orders(items, used, chosen):
    if len(chosen) == len(items):
        print(chosen)
        return
    for i in range(len(items)):
        if not used[i]:
            used[i] = True
            chosen.append(items[i])
            orders(items, used, chosen)
            chosen.pop()
            used[i] = False
# === shortest tour | time=factorial space=quadratic
from itertools import permutations
n = int(input())
d = [list(map(int, input().split())) for _ in range(n)]
best = 10 ** 18
for tour in permutations(range(n)):
    length = 0
    for i in range(n - 1):
        length += d[tour[i]][tour[i + 1]]
    best = min(best, length)
print(best)
# === queens | time=factorial space=linear
def queens(n, row, columns, diagonals, others):
    if row == n:
        return 1
    count = 0
    for column in range(n):
        if column in columns or row + column in diagonals or row - column in others:
            continue
        columns.add(column)
        diagonals.add(row + column)
        others.add(row - column)
        count += queens(n, row + 1, columns, diagonals, others)
        columns.remove(column)
        diagonals.remove(row + column)
        others.remove(row - column)
    return count
print(queens(int(input()), 0, set(), set(), set()))
