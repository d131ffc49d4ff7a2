# === global and nonlocal | 7..120
total = 0
def outer(n):
    count = 0
    def inner():
        nonlocal count
        global total
        for _ in range(n):
            count += 1
            total += count
        return count
    return inner()
print(outer(5), total)
# === global after a loop's name | 3..40
def f():
    for i in range(3):
        global g
        g = i
f()
print(g)
# === deleted names | 3..50
def f(a):
    b = a
    for i in range(3):
        del b
        b = i
    del a
    try:
        a
    except UnboundLocalError as error:
        print(error)
    return b
print(f(1))
x = 1
del x
try:
    x
except NameError as error:
    print(error)
# === names before they are bound | 2..40
def f():
    for i in range(2):
        if i:
            late = i
    return late
def h():
    try:
        return early
    except NameError as e:
        print(type(e).__name__, e)
    early = 1
print(f(), h())
# === class scopes | 5..80
class A:
    items = [i * 2 for i in range(3)]
    for j in range(2):
        items.append(j)
    total = sum(items)
    pairs = {k: v for k, v in zip('ab', items)}
    def f(self, n=len(items)):
        return n
print(A.items, A.total, A.pairs, A().f(), sorted(k for k in vars(A) if not k.startswith('_')))
# === namespaces of a metaclass | 0..40
class Auto(dict):
    def __missing__(self, key):
        if key.startswith('__'):
            raise KeyError(key)
        self[key] = len(self)
        return self[key]
class Meta(type):
    @classmethod
    def __prepare__(cls, name, bases, **kw):
        return Auto()
    def __new__(cls, name, bases, ns, **kw):
        return super().__new__(cls, name, bases, dict(ns))
class Color(metaclass=Meta):
    red
    green
    blue
    def f(self, x=(1, 2)[0:]):
        return x
print(Color.red, Color.green, Color.blue, sorted(k for k in vars(Color) if k[0] != '_'))
# === enumerations | 3..60
from enum import Enum, auto
class E(Enum):
    A = auto()
    B = [1, 2, 3][0:2]
    def g(self):
        return self.name
for e in E:
    print(e, e.value, e.g())
# === mangled names | 4..80
class P:
    def __init__(self):
        self.__a = 1
    def go(self, __n):
        __t = 0
        for __i in range(__n):
            __t += __i
        return __t + self.__a
print(P().go(4))
# === lambda defaults | 3..60
fs = [lambda x, i=i: x + i for i in range(3)]
print([f(10) for f in fs])
g = lambda a=[1, 2, 3][1:], *b, c={k: k for k in range(2)}, **d: (a, b, c, d)
print(g(), g(1, 2, c=3, e=4))
# === lambda of everything | 4..80
f = lambda: (yield)
print(type(f()).__name__)
g = lambda x: (y := x + 1)
h = lambda: lambda: lambda n: n if n < 2 else n * 2
print(g(1), h()()(4))
k = lambda *a: [*a]
print(k(1, 2), (lambda:[1,2][:1])(), (lambda x:x)(3))
# === walrus | 4..80
a = [1, 2, 3, 4]
print([y for x in a if (y := x * 2) > 2], y)
while (n := len(a)) > 2:
    a.pop()
if (m := max(z := a)) > 1:
    print(n, m, z)
print([last := x for x in a], last, (q := 3) + q)
# === walrus in arguments | 1..40
print(sum(v := [1, 2]), v, sorted((w := [2, 1])), w, list(u := (1,)), u)
for i in range(1): pass
# === async functions | 6..90
async def one(n):
    for i in range(n):
        if i == 2:
            return [j async for j in many(i)]
async def many(n):
    for i in range(n):
        yield i
def run(c):
    try:
        c.send(None)
    except StopIteration as stop:
        return stop.value
print(run(one(3)))
# === async recursion | 4..60
async def down(n):
    return 0 if n == 0 else 1 + await down(n - 1)
try:
    down(4).send(None)
except StopIteration as stop:
    print(stop.value)
# === generators | 6..90
def gen(n):
    got = yield 'start'
    while n:
        got = yield (n, got)
        n -= 1
    return 'end'
def both():
    r = yield from gen(2)
    print(r)
g = both()
print(next(g), g.send('a'), g.send('b'), next(g, 'none'))
x = (i for i in range(3))
print(next(x), list(x))
# === generator that calls itself | 6..90
def walk(t):
    if isinstance(t, list):
        for u in t:
            yield from walk(u)
    else:
        yield t
print(list(walk([1, [2, [3]], 4])))
w = walk([1, 2])
print(next(w))
w.close()
# === generator closed early | 3..60
def f():
    try:
        for i in range(10):
            yield i
    finally:
        print('closed')
for i in f():
    if i == 2:
        break
print(any(i == 1 for i in f()))
# === decorators | 6..90
import functools
def twice(f):
    @functools.wraps(f)
    def inner(*a):
        return f(*a) * 2
    return inner
@twice # default
@twice
def f(n):
    "doc of f"
    return n
@functools.lru_cache(maxsize=None) # def ault
def fib(n): # comment
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(f(1), f.__name__, f.__doc__, fib(20), fib.cache_info())
# === decorators with calls | 4..60
def tag(*names):
    def deco(f):
        f.names = names
        return f
    return deco
@tag(*sorted(['b', 'a']))
def f(n):
    return f(n - 1) if n else f.names
@tag(
    'x',
    'y',
)
class A: pass
print(f(3), A.names)
# === functions keep what they are | 6..80
def f(n, *a, k=1, **kw):
    """Doc."""
    return f(n - 1) if n else 'end'
print(f.__name__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__qualname__, f.__annotations__, f(3))
class C:
    @staticmethod
    def g(n): return C.g(n - 1) if n else 0
    @classmethod
    def h(cls, n): return cls.h(n - 1) if n else cls.__name__
    @property
    def p(self): return 5
print(C.g(2), C().h(2), C().p, C.h.__func__.__name__)
# === super and class cells | 3..60
class A:
    def f(self): return ['a']
class B(A):
    def f(self):
        for _ in range(2):
            r = super().f()[:] + [__class__.__name__]
        return r
print(B().f())
# === deep recursion | 900..4000
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
# === recursion without an end | 100..9000
def f(n):
    return f(n + 1)
try:
    f(0)
except RecursionError as error:
    print('deep')
# === mutual recursion | 8..80
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(7), odd(7))
# === recursion in one line with more | 4..40
def f(n): x = n; return f(x - 1) if x else 'done'
print(f(3))
# === recursion inside of recursion | 10..120
def outer(n):
    def inner(m):
        def inmost(k):
            return inmost(k - 1) if k else 0
        return inner(m - 1) + inmost(m) if m else 0
    if n:
        return outer(n - 1) + inner(n)
    return 1
print(outer(3))
# === recursion that begins with a function | 4..60
def f(n):
    def g(): return f(n - 1) if n else g
    return g()
f(3)
def h(n):
    @staticmethod
    def k(): pass
    if n: return h(n - 1)
print(h(2))
# === recursion with comments and blank lines | 4..60
def f(n):   # first

    # second
    """not a docstring? it is"""

    # third
    if n:

        return f(n - 1) # last
    # end


print(f(3), f.__doc__)
# === recursion that fails | 3..60
def f(n):
    if n == 0:
        raise KeyError('bottom')
    f(n - 1)
try:
    f(3)
except KeyError as e:
    print(e)
f(1)
