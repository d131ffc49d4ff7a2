# === front to back | time=quadratic space=linear
queue = input().split()
for turn in range(len(queue)):
    queue = queue[1:] + queue[:1]
    print(queue[0])
# === put between two slices | time=quadratic space=linear
n = int(input())
row = []
for number in range(n):
    place = number // 2
    row = row[:place] + [number] + row[place:]
print(row)
# === text that doubles | time=exponential space=exponential
rounds = int(input())
text = "ab"
for turn in range(rounds):
    text = text + text
print(text)
# === list that doubles | time=exponential space=exponential
rounds = int(input())
row = [0]
for turn in range(rounds):
    row = row + [1 - bit for bit in row]
print(len(row))
# === text behind a part of itself | time=linear space=linear
word = input()
for letter in "xyz":
    word = word[1:] + letter
print(word)
# === order of first places | time=quadratic space=linear
names = input().split()
print(sorted(names, key=names.index))
# === most frequent name | time=quadratic space=linear
names = input().split()
print(max(names, key=names.count))
# === counts of others | time=quadratic space=linear
votes = list(map(int, input().split()))
places = list(map(votes.count, votes))
print(places)
# === rows into one list | time=quadratic space=linear
rows = [[number] for number in map(int, input().split())]
flat = sum(rows, [])
print(*flat)
# === sum with a start | time=linear space=linear
numbers = list(map(int, input().split()))
print(sum(numbers, 10))
# === intervals that meet | time=linearithmic space=linear
def merged(intervals):
    intervals.sort(key=lambda pair: pair[0])
    result = []
    for pair in intervals:
        if result and result[-1][1] >= pair[0]:
            result[-1][1] = max(result[-1][1], pair[1])
        else:
            result.append(pair)
    return result
# === text that grows at the front | time=linear space=linear
n = int(input())
text = ""
for turn in range(n):
    text = "x" + text
print(text)
