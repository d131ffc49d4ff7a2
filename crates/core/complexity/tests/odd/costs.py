# === pop from the end | 100..400
a = list(range(100))
while a:
    a.pop(-1)
# === pop from the front | 5000..6000
a = list(range(100))
while a:
    a.pop(0)
# === pop of a table | 10..100
d = {i: i for i in range(10)}
for i in range(10):
    d.pop(i)
# === sum of a range | 1000..1100
print(sum(range(1000)))
# === an endless range is not gone over | 1..60
r = range(10 ** 30)
print(10 ** 29 in r, r[5:7])
for i in range(1): pass
# === pairs in a list | 4950..5300
from itertools import combinations
a = list(range(100))
print(len(list(combinations(a, 2))))
# === pairs summed up | 4950..5300
import itertools
a = range(100)
print(sum(x for x, y in itertools.combinations(a, 2)), max(itertools.combinations(a, 1)))
# === products | 900..1200
from itertools import product, permutations
print(sum(map(len, product(range(30), repeat=2))))
# === lambda bodies | 200..1200
a = list(range(100))
print(max(a, key=lambda x: -x), sorted(a, key=lambda x: x % 7)[0])
# === reduce | 200..400
from functools import reduce
print(reduce(lambda x, y: x + y, range(100)))
print(reduce(max, map(int, '123')))
# === iterators stay iterators | 3..60
it = iter([1, 2, 3, 4])
print(any(x == 2 for x in it), list(it))
m = map(int, '1234')
print(any(m), next(m), sum(m))
z = zip('ab', m)
print(list(z), min(map(len, ['a', 'bc'])), dict(zip('ab', [1, 2])))
# === stop iteration inside | 3..60
def f(x):
    if x == 3:
        raise StopIteration
    return x
print(sum(map(f, [1, 2, 3, 4])), set(map(f, [1, 3])))
# === errors of built-ins | 3..80
for bad in (lambda: sum(5), lambda: max([]), lambda: max(map(int, [])), lambda: list(3), lambda: sorted([1, 'a']), lambda: ''.join([1]), lambda: set(map(list, [[1]])), lambda: min(), lambda: dict(zip([1]))):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
# === membership | 1000..1200
a = list(range(100))
print(sum(1 for i in range(10) if i in a), 5 in {1, 5}, 'b' in 'abc', 1 in range(5), 2 in (1, 2))
# === chained membership | 3..90
a = [1, 2, 3]
b = [a, [4]]
print(1 in a in b, 4 in b[1] != a, not 5 in a)
for i in range(2): pass
# === inserts at the front | 5000..7000
a = []
for i in range(100):
    a.insert(0, i)
# === growing texts | 50..400
s = ''
for i in range(50):
    s += 'x'
print(len(s))
# === prints many | 100..300
print(*range(100), sep='')
# === heaps | 100..1500
from heapq import heappush, heappop, heapify
import heapq, bisect
h = []
for i in range(50):
    heappush(h, -i)
heapify(h)
while h:
    heapq.heappop(h)
b = [1, 3]
bisect.insort(b, 2)
print(b, bisect.bisect_left(b, 2))
# === counters and queues | 100..700
from collections import Counter, deque, defaultdict, OrderedDict
c = Counter('mississippi' * 5)
c.update('abc')
q = deque(range(50))
while q:
    q.popleft()
d = defaultdict(list)
d['x'].extend(map(int, '12'))
o = OrderedDict(zip('ab', [1, 2]))
print(c.most_common(1), dict(d), o, deque([1, 2], maxlen=1))
# === comprehension conditions | 20..120
a = range(10)
print([x for x in a if x % 2 if x > 3 for y in a[:2] if y], {x for x in a if x in [1, 2]}, {x: y for x in a for y in 'z'})
# === nested comprehension | 100..300
print(len([[i * j for j in range(10)] for i in range(10)]))
# === named tuples and data classes | 3..90
from collections import namedtuple
from dataclasses import dataclass, field
P = namedtuple('P', 'x y')
@dataclass(order=True)
class D:
    a: int
    b: list = field(default_factory=lambda: [1, 2][1:])
print(P(1, 2)[1:], D(1), sorted([D(2), D(1)]), max(P(3, 1)), 3 in P(3, 1))
for i in range(2): pass
# === copies | 100..600
a = list(range(50))
b = a[:]
c = a.copy()
d = list(a)
a.reverse()
print(a.index(0), a.count(1), b == c == d)
# === values of a table | 400..600
d = {i: i for i in range(50)}
print(sum(d.values()), max(d), len(list(d.items())), sorted(d.keys())[:2])
# === evaluated text | 1..60
print(eval('1 + 2'), eval(input()))
for i in range(1): pass
