# === number with a class of its own | time=linear space=constant sure=medium
class Num(int):
    pass
n = Num(input())
total = 0
for i in range(n):
    total += i
print(total)
# === iterator with a state | time=linear space=constant sure=medium
class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
total = 0
for value in Countdown(int(input())):
    total += value
print(total)
# === items by number | time=linear space=linear sure=medium
class Box:
    def __init__(self, items):
        self.items = items
    def __getitem__(self, index):
        return self.items[index]
box = Box(input().split())
for item in box:
    print(item)
# === property that walks | time=quadratic space=linear sure=medium
class Stats:
    def __init__(self, values):
        self.values = values
    @property
    def whole(self):
        result = 0
        for value in self.values:
            result += value
        return result
stats = Stats(list(map(int, input().split())))
for value in stats.values:
    print(value / stats.whole)
# === sum of two vectors | time=linear space=linear sure=medium
class Vector:
    def __init__(self, parts):
        self.parts = parts
    def __add__(self, other):
        return Vector([x + y for x, y in zip(self.parts, other.parts)])
a = Vector(list(map(int, input().split())))
b = Vector(list(map(int, input().split())))
print((a + b).parts)
# === called instance | time=linear space=linear sure=medium
class Scale:
    def __init__(self, values):
        self.values = values
    def __call__(self, factor):
        for value in self.values:
            print(value * factor)
scale = Scale(list(map(int, input().split())))
scale(3)
# === membership by a walk | time=quadratic space=linear sure=medium
class Bag:
    def __init__(self):
        self.items = []
    def put(self, item):
        self.items.append(item)
    def __contains__(self, wanted):
        for item in self.items:
            if item == wanted:
                return True
        return False
bag = Bag()
n = int(input())
for i in range(n):
    if i * 7 % n not in bag:
        bag.put(i * 7 % n)
print(n)
# === method of the base | time=linear space=linear sure=medium
class Base:
    def __init__(self, values):
        self.values = values
    def report(self):
        for value in self.values:
            print(value)
class Derived(Base):
    def name(self):
        return "derived"
thing = Derived(list(map(int, input().split())))
thing.report()
# === method of the base by super | time=linear space=linear sure=medium
class Base:
    def __init__(self, values):
        self.values = values
    def report(self):
        for value in self.values:
            print(value)
class Derived(Base):
    def __init__(self, values):
        super().__init__(values)
    def report(self):
        super().report()
Derived(list(map(int, input().split()))).report()
# === static and class methods | time=quadratic space=linear sure=medium
class Tool:
    @staticmethod
    def tally(values, wanted):
        return sum(1 for value in values if value == wanted)
    @classmethod
    def all(cls, values):
        return [cls.tally(values, value) for value in values]
print(Tool.all(input().split()))
# === a list with another name | time=linear space=linear sure=medium
class Stack(list):
    def top(self):
        return self[-1]
stack = Stack(map(int, input().split()))
for value in stack:
    print(value + stack.top())
# === entered and left | time=linear space=linear sure=medium
class Log:
    def __init__(self, lines):
        self.lines = lines
    def __enter__(self):
        return self
    def __exit__(self, *error):
        for line in self.lines:
            print(line)
with Log(input().split()) as log:
    print("inside")
# === length by a walk | time=quadratic space=linear sure=medium
class Chain:
    def __init__(self, items):
        self.items = items
    def __len__(self):
        return sum(1 for _ in self.items)
chain = Chain(input().split())
for i in range(len(chain)):
    print(i, len(chain))
# === compared by a walk | time=linear space=linear sure=medium
class Row:
    def __init__(self, cells):
        self.cells = cells
    def __eq__(self, other):
        for left, right in zip(self.cells, other.cells):
            if left != right:
                return False
        return True
print(Row(input().split()) == Row(input().split()))
# === attribute that is made when asked for | time=linear space=constant sure=medium
class Lazy:
    def __init__(self, n):
        self.n = n
    def __getattr__(self, name):
        return sum(range(self.n))
print(Lazy(int(input())).anything)
# === callbacks of a bus | time=linear space=linear sure=medium
class Bus:
    def __init__(self):
        self.handlers = []
    def on(self, handler):
        self.handlers.append(handler)
    def emit(self, data):
        for handler in self.handlers:
            handler(data)
def show(data):
    for item in data:
        print(item)
bus = Bus()
bus.on(show)
bus.emit(input().split())
# === sorted by a walk | time=quadratic_log space=linear sure=medium
class Row:
    def __init__(self, cells):
        self.cells = cells
    def __lt__(self, other):
        for left, right in zip(self.cells, other.cells):
            if left != right:
                return left < right
        return False
n = int(input())
rows = [Row(input().split()) for _ in range(n)]
rows.sort()
print(rows[0].cells)
# === class of a class | time=linear space=constant sure=medium
class Meta(type):
    def __call__(cls):
        for i in range(int(input())):
            print(i)
class Made(metaclass=Meta):
    pass
Made()
# === on its way out | time=linear space=constant sure=medium
class Guard:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        for i in range(self.n):
            print(i)
    def run(self):
        for i in range(self.n):
            print(i)
Guard(int(input())).run()
