# === walk over what is given | time=linear space=constant sure=low
for x in arr:
    print(x)
# === pairs of what is given | time=quadratic space=constant sure=low
for x in arr:
    for y in arr:
        if x < y:
            print(x, y)
# === function of what is given | time=linear space=constant sure=low
def total(items):
    result = 0
    for item in items:
        result += item
    return result
print(total(arr))
# === count up to what is given | time=linear space=constant sure=low
i = 0
while i < n:
    i += 1
print(i)
# === sum of what is given | time=linear space=constant sure=low
print(sum(data))
# === sorted from outside | time=linearithmic space=linear sure=low
best = sorted(scores)[-1]
print(best)
# === squares of what is given | time=linear space=linear sure=low
result = [x * x for x in values]
print(result)
# === a call of what is not there | time=constant space=constant sure=low
print(helper(5))
# === a method of what is not there | time=constant space=constant sure=low
database.refresh()
print(database.size)
# === words of a text from outside | time=linear space=linear sure=low
words = text.split()
for word in words:
    print(word)
# === range of what is given | time=linear space=constant sure=low
for i in range(limit):
    print(i)
# === search in what is given | time=linear space=constant sure=low
if target in list(pool):
    print("found")
# === a name that only a branch binds | time=linear space=linear sure=medium
import sys
if len(sys.argv) > 5:
    rows = [1, 2, 3]
else:
    rows = sys.stdin.readlines()
for row in rows:
    print(row)
