# === sort between two pointers | time=linearithmic space=linear
def arrange(items, first, last):
    if first >= last:
        return
    pivot = items[(first + last) // 2]
    left = first
    right = last
    while left <= right:
        while items[left] < pivot:
            left += 1
        while items[right] > pivot:
            right -= 1
        if left <= right:
            items[left], items[right] = items[right], items[left]
            left += 1
            right -= 1
    arrange(items, first, right)
    arrange(items, left, last)


values = list(map(int, input().split()))
arrange(values, 0, len(values) - 1)
print(*values)
# === sort around three parts | time=linearithmic space=linear
from random import randint


def spread(low, high):
    if low >= high:
        return
    pivot = cards[randint(low, high)]
    less, now, more = low, low, high
    while now <= more:
        if cards[now] < pivot:
            cards[now], cards[less] = cards[less], cards[now]
            less += 1
            now += 1
        elif cards[now] > pivot:
            cards[now], cards[more] = cards[more], cards[now]
            more -= 1
        else:
            now += 1
    spread(low, less - 1)
    spread(more + 1, high)


cards = list(map(int, input().split()))
spread(0, len(cards) - 1)
print(cards[0], cards[-1])
# === sort around the last one | time=linearithmic space=linear
def sort(row, begin, end):
    if begin < end:
        place = begin
        for k in range(begin, end):
            if row[k] <= row[end]:
                row[k], row[place] = row[place], row[k]
                place += 1
        row[place], row[end] = row[end], row[place]
        sort(row, begin, place - 1)
        sort(row, place + 1, end)


row = [int(word) for word in input().split()]
sort(row, 0, len(row) - 1)
print(row)
# === parts that overlap are no partition | time=exponential space=linear
def best(row, low, high):
    if low > high:
        return 0
    rest = high - 1
    begin = low + 1
    return max(row[low] - best(row, begin, high), row[high] - best(row, low, rest))


row = list(map(int, input().split()))
print(best(row, 0, len(row) - 1))
# === sorted with the number of swaps | time=linearithmic space=linear
def ordered(items):
    if len(items) <= 1:
        return items, 0
    half = len(items) // 2
    left, swaps = ordered(items[:half])
    right, more = ordered(items[half:])
    swaps += more
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
            swaps += len(left) - i
    return merged + left[i:] + right[j:], swaps


numbers = list(map(int, input().split()))
result, swaps = ordered(numbers)
print(swaps)
# === smallest and largest of the rest | time=quadratic space=quadratic
def ends(items):
    if len(items) == 1:
        return items[0], items[0]
    low, high = ends(items[1:])
    return min(low, items[0]), max(high, items[0])


numbers = list(map(int, input().split()))
print(ends(numbers))
