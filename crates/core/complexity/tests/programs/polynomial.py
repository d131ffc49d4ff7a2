# === four loops | time=polynomial space=constant
n = int(input())
count = 0
for a in range(n):
    for b in range(n):
        for c in range(n):
            for d in range(n):
                if a + b == c + d:
                    count += 1
print(count)
# === all boxes | time=polynomial space=constant
def largest(grid):
    rows, columns = len(grid), len(grid[0])
    best = 0
    for top in range(rows):
        for bottom in range(top, rows):
            for left in range(columns):
                for right in range(left, columns):
                    best = max(best, (bottom - top + 1) * (right - left + 1))
    return best
# === cube of a grid | time=polynomial space=constant
def cells(n, m):
    total = 0
    for i in range(n * n):
        for j in range(m * m):
            total += i ^ j
    return total
