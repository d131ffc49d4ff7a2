# === levels of a tree | time=linear space=linear sure=low
from collections import deque


def widths(root):
    if root is None:
        return []
    waiting = deque([root])
    found = []
    while waiting:
        found.append(len(waiting))
        for _ in range(len(waiting)):
            node = waiting.popleft()
            for child in (node.left, node.right):
                if child is not None:
                    waiting.append(child)
    return found
# === left branches onto a stack | time=linear space=linear sure=low
def in_order(node):
    stack = []
    values = []
    while stack or node:
        while node:
            stack.append(node)
            node = node.left
        node = stack.pop()
        values.append(node.value)
        node = node.right
    return values
# === longest row of numbers | time=linear space=linear
numbers = set(map(int, input().split()))
longest = 0
for number in numbers:
    if number - 1 in numbers:
        continue
    last = number
    while last + 1 in numbers:
        last += 1
    longest = max(longest, last - number + 1)
print(longest)
# === rows of numbers from any of them | time=quadratic space=linear
numbers = set(map(int, input().split()))
longest = 0
for number in numbers:
    last = number
    while last + 1 in numbers:
        last += 1
    longest = max(longest, last - number)
print(longest)
# === batches from a queue | time=linear space=linear
from collections import deque
waiting = deque(input().split())
while waiting:
    batch = []
    for place in range(len(waiting)):
        batch.append(waiting.popleft())
    print(len(batch))
# === runs of equal numbers | time=linear space=linear
words = list(map(int, input().split()))
begin = 0
runs = 0
while begin < len(words):
    end = begin
    while end < len(words) and words[end] == words[begin]:
        end += 1
    runs += 1
    begin = end
print(runs)
# === height of a tree with many children | time=linear space=linear sure=low
def height(node):
    return 1 + max([height(child) for child in node.children], default=0)
