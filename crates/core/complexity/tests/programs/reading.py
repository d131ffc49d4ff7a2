# === sum until an empty line | time=linear space=constant sure=medium
total = 0
while True:
    line = input()
    if not line:
        break
    total += int(line)
print(total)
# === sum of all lines | time=linear space=constant sure=medium
import sys
total = 0
for line in sys.stdin:
    total += int(line)
print(total)
# === lines until a mark | time=linear space=linear sure=medium
seen = []
for line in iter(input, ""):
    seen.append(line)
print(len(seen))
# === size in a document | time=linear space=constant sure=low
import json
n = json.loads(input())["n"]
total = 0
for i in range(n):
    total += i * i
print(total)
# === assignment as condition | time=linear space=constant sure=medium
total = 0
while (line := input()):
    total += len(line.split())
print(total)
# === read until the end | time=linear space=constant sure=medium
total = 0
try:
    while True:
        total += int(input())
except EOFError:
    print(total)
# === items of a document | time=linear space=linear sure=low
import json
items = json.loads(input())
best = 0
for item in items:
    best = max(best, item)
print(best)
# === argument of the command line | time=linear space=constant sure=medium
import sys
n = int(sys.argv[1])
total = 0
for i in range(n):
    total += i
print(total)
# === literal that is read | time=linear space=linear sure=low
import ast
values = ast.literal_eval(input())
for value in values:
    print(value)
# === evaluated number | time=linear space=constant sure=low
n = eval(input())
i = 0
while i < n:
    i += 1
print(i)
# === lines of standard input through a call | time=linear space=constant sure=medium
import sys
longest = 0
for line in iter(sys.stdin.readline, ""):
    longest = max(longest, len(line))
print(longest)
# === rows of a table that is read by a module | time=linear space=constant sure=low
import csv
import sys
total = 0
for row in csv.reader(sys.stdin):
    total += int(row[0])
print(total)
# === keys that are counted until the end | time=linear space=linear sure=medium
counts = {}
while True:
    try:
        word = input()
    except EOFError:
        break
    counts[word] = counts.get(word, 0) + 1
print(len(counts))
# === size in an attribute | time=linear space=constant sure=low
import json
class Box:
    pass
box = json.loads(input(), object_hook=Box)
for i in range(box.size):
    print(i)
