# === numbers into an object | time=linear space=linear
class Shelf:
    def __init__(self):
        self.books = []

    def put(self, book):
        self.books.append(book)


count = int(input())
shelf = Shelf()
for turn in range(count):
    shelf.put(int(input()))
print(sum(shelf.books))
# === points of each team | time=linear space=linear
points = {}


def score(team, goals):
    points[team] = points.get(team, 0) + goals


games = int(input())
for game in range(games):
    team, goals = input().split()
    score(team, int(goals))
print(points)
# === highest so far | time=linear space=constant
highest = 0


def measure(height):
    global highest
    if height > highest:
        highest = height
    return highest


days = int(input())
for day in range(days):
    print(measure(int(input())))
# === state through two calls | time=linear space=linear
edges = []


def join(left, right):
    edges.append((left, right))


def both(left, right):
    join(left, right)
    join(right, left)


lines = int(input())
for line in range(lines):
    left, right = map(int, input().split())
    both(left, right)
print(len(edges))
# === total within a function | time=linear space=constant
def main():
    total = 0

    def pay(amount):
        nonlocal total
        total += amount

    bills = int(input())
    for bill in range(bills):
        pay(int(input()))
    print(total)


main()
# === list that is handed on | time=linear space=linear
def keep(store, name):
    if name not in ("", "none"):
        store.append(name)


guests = []
expected = int(input())
for guest in range(expected):
    keep(guests, input())
guests.reverse()
print(len(guests))
# === numbers that are kept as read | time=linear space=linear
seen = []
count = int(input())
for turn in range(count):
    seen.append(int(input()))
print(seen)
# === cases with a list of their own | time=linear space=linear
def collect(into, word):
    for letter in word:
        into.append(letter)


cases = int(input())
for case in range(cases):
    word = input()
    letters = []
    collect(letters, word)
    print(*letters)
# === solver made for each case | time=linear space=linear
class Solver:
    def __init__(self, numbers):
        self.numbers = numbers
        self.total = 0

    def run(self):
        for number in self.numbers:
            self.total += number
        return self.total


cases = int(input())
for case in range(cases):
    solver = Solver(list(map(int, input().split())))
    print(solver.run())
# === names set anew in each case | time=linear space=linear
def read():
    global size, row
    size = int(input())
    row = [0] * size


def fill():
    for place in range(size):
        row[place] = place


cases = int(input())
for case in range(cases):
    read()
    fill()
    print(row)
# === results by a function | time=constant space=constant
answers = []


def answer(value):
    answers.append(value)


cases = int(input())
for case in range(cases):
    a, b = map(int, input().split())
    answer(a * b)
print("\n".join(map(str, answers)))
