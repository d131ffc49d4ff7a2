# === best chain up to each place | time=quadratic space=linear
from functools import lru_cache

heights = list(map(int, input().split()))


@lru_cache(maxsize=None)
def chain(place):
    return 1 + max((chain(before) for before in range(place) if heights[before] < heights[place]), default=0)


print(max(chain(place) for place in range(len(heights))))
# === numbers asked for one after the other | time=linear space=linear
from functools import cache


@cache
def ways(steps):
    if steps < 2:
        return 1
    return ways(steps - 1) + ways(steps - 2)


limit = int(input())
for steps in range(limit):
    print(ways(steps))
# === cuts of a stick | time=cubic space=quadratic
from functools import lru_cache

marks = sorted(map(int, input().split()))


@lru_cache(None)
def cheapest(left, right):
    if right - left < 2:
        return 0
    return marks[right] - marks[left] + min(
        cheapest(left, cut) + cheapest(cut, right) for cut in range(left + 1, right)
    )


print(cheapest(0, len(marks) - 1))
# === ways through a grid with a table | time=quadratic space=quadratic
known = {}


def ways(row, column):
    if row == 0 or column == 0:
        return 1
    if (row, column) in known:
        return known[row, column]
    known[row, column] = ways(row - 1, column) + ways(row, column - 1)
    return known[row, column]


n = int(input())
print(ways(n, n))
