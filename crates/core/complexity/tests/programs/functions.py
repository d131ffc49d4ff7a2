# === closure that is returned | time=linear space=linear sure=medium
def make(values):
    def run():
        total = 0
        for value in values:
            total += value
        return total
    return run
total = make(list(map(int, input().split())))
print(total())
# === part of the arguments | time=linear space=linear sure=medium
from functools import partial
def scale(factor, values):
    return [factor * value for value in values]
double = partial(scale, 2)
print(double(list(map(int, input().split()))))
# === decorator of the program | time=quadratic space=linear sure=medium
def timed(function):
    def inner(values):
        for value in values:
            function(values)
    return inner
@timed
def report(values):
    total = 0
    for value in values:
        total += value
    return total
report(list(map(int, input().split())))
# === key that walks | time=quadratic space=linear sure=medium
a = list(map(int, input().split()))
b = sorted(a, key=lambda x: sum(abs(x - y) for y in a))
print(b)
# === mapping that walks | time=quadratic space=linear sure=medium
a = list(map(int, input().split()))
print(list(map(lambda x: a.count(x), a)))
# === filter that walks | time=quadratic space=linear sure=medium
a = list(map(int, input().split()))
print(list(filter(lambda x: a.count(x) == 1, a)))
# === reduction that walks | time=quadratic space=linear sure=medium
from functools import reduce
a = list(map(int, input().split()))
print(reduce(lambda total, x: total + a.index(x), a, 0))
# === best by a walk | time=quadratic space=linear sure=medium
a = list(map(int, input().split()))
print(min(a, key=lambda x: sum(abs(x - y) for y in a)))
# === functions in a table | time=linear space=linear sure=medium
def show(values):
    for value in values:
        print(value)
def nothing(values):
    return None
actions = {"show": show, "nothing": nothing}
actions["show"](input().split())
# === any number of arguments | time=linear space=linear sure=medium
def total(*values):
    result = 0
    for value in values:
        result += value
    return result
print(total(*map(int, input().split())))
# === function by its name | time=linear space=constant sure=low
class Tool:
    def run(self):
        return sum(range(int(input())))
print(getattr(Tool(), "run")())
# === program in a text | time=constant space=constant sure=low
exec("for i in range(int(input())): print(i)")
# === names of a pattern | time=linear space=linear sure=medium
def total(data):
    match data:
        case []:
            return 0
        case [first, *rest]:
            result = first
            for item in rest:
                result += item
            return result
print(total(list(map(int, input().split()))))
# === generator that is sent to | time=linear space=constant sure=medium
def running():
    total = 0
    while True:
        value = yield total
        total += value
adder = running()
next(adder)
for i in range(int(input())):
    adder.send(i)
print(adder.send(0))
# === numbers without an end | time=linear space=constant sure=medium
from itertools import count, islice
n = int(input())
total = 0
for value in islice(count(1), n):
    total += value
print(total)
# === counted until it is enough | time=linear space=constant sure=medium
from itertools import count
n = int(input())
for i in count():
    if i >= n:
        break
    print(i)
# === main of a thread | time=linear space=constant sure=medium
import threading
def main():
    n = int(input())
    total = 0
    for i in range(n):
        total += i
    print(total)
thread = threading.Thread(target=main)
thread.start()
thread.join()
# === coroutine | time=linear space=constant sure=medium
import asyncio
async def main():
    total = 0
    for i in range(int(input())):
        total += i
    print(total)
asyncio.run(main())
# === lambda that calls itself | time=linear space=linear sure=medium
f = lambda n: 1 if n < 2 else n * f(n - 1)
print(f(int(input())))
# === two that call each other | time=linear space=linear sure=medium
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
print(even(int(input())))
# === given function | time=linear space=linear sure=medium
def each(values, action):
    for value in values:
        action(value)
each(input().split(), print)
# === generator of the program | time=linear space=constant sure=medium
def squares(n):
    for i in range(n):
        yield i * i
total = 0
for value in squares(int(input())):
    total += value
print(total)
# === context of a generator | time=linear space=constant sure=medium
from contextlib import contextmanager
@contextmanager
def counted(n):
    for i in range(n):
        print(i)
    yield n
with counted(int(input())) as n:
    print(n)
# === stars and a count | time=quadratic space=linear sure=medium
from itertools import starmap
a = list(map(int, input().split()))
print(list(starmap(lambda i, x: a.count(x), enumerate(a))))
# === rows as one | time=quadratic space=quadratic sure=medium
from itertools import chain
n, m = map(int, input().split())
rows = [list(map(int, input().split())) for _ in range(n)]
for cell in chain(*rows):
    print(cell)
# === handed on to a walk | time=linear space=constant sure=medium
def show(items):
    for item in items:
        print(item)
def report(items):
    show(items)
