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
# === heap by recursion | time=linearithmic space=linear
def settle(heap, size, root):
    top = root
    left = 2 * root + 1
    right = 2 * root + 2
    if left < size and heap[left] > heap[top]:
        top = left
    if right < size and heap[right] > heap[top]:
        top = right
    if top != root:
        heap[top], heap[root] = heap[root], heap[top]
        settle(heap, size, top)


heap = list(map(int, input().split()))
for root in range(len(heap) // 2, -1, -1):
    settle(heap, len(heap), root)
for end in range(len(heap) - 1, 0, -1):
    heap[end], heap[0] = heap[0], heap[end]
    settle(heap, end, 0)
print(heap)
# === heap by a loop | time=linearithmic space=linear
def sink(heap, place, size):
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[place] <= heap[child]:
            break
        heap[place], heap[child] = heap[child], heap[place]
        place = child


heap = list(map(int, input().split()))
for start in range(len(heap) - 1, -1, -1):
    sink(heap, start, len(heap))
print(heap[0])
# === heap that is climbed | time=linearithmic space=linear
heap = []
for number in map(int, input().split()):
    heap.append(number)
    place = len(heap) - 1
    while place > 0:
        above = (place - 1) // 2
        if heap[above] <= heap[place]:
            break
        heap[above], heap[place] = heap[place], heap[above]
        place = above
print(heap[0])
# === depth of a tree in a list | time=linear space=linear
def depth(tree, place):
    if place >= len(tree):
        return 0
    return 1 + max(depth(tree, 2 * place + 1), depth(tree, 2 * place + 2))


print(depth(input().split(), 0))
# === largest in a range by a tree | time=linearithmic space=linear
def largest(node, low, high, begin, end):
    if end < low or high < begin:
        return 0
    if begin <= low and high <= end:
        return tree[node]
    half = (low + high) // 2
    return max(largest(2 * node, low, half, begin, end), largest(2 * node + 1, half + 1, high, begin, end))


n = int(input())
row = list(map(int, input().split()))
tree = [0] * n + row
for node in range(n - 1, 0, -1):
    tree[node] = max(tree[2 * node], tree[2 * node + 1])
for begin in range(n):
    print(largest(1, 0, n - 1, begin, n - 1))
# === one of the parts | time=linear space=linear
def pick(row, low, high, rank):
    if low == high:
        return row[low]
    edge = low
    for place in range(low, high):
        if row[place] < row[high]:
            row[edge], row[place] = row[place], row[edge]
            edge += 1
    row[edge], row[high] = row[high], row[edge]
    if rank < edge:
        return pick(row, low, edge - 1, rank)
    if rank > edge:
        return pick(row, edge + 1, high, rank)
    return row[edge]


row = list(map(int, input().split()))
print(pick(row, 0, len(row) - 1, len(row) // 2))
# === tree from a sorted list | time=linearithmic space=linear
def tree(items):
    if not items:
        return None
    place = items.index(max(items))
    return tree(items[:place]), items[place], tree(items[place + 1:])


print(tree(input().split()))
