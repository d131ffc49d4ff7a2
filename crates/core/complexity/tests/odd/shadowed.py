# === own class with sort | 3..40
class Box:
    def sort(self):
        return 'sorted'
b = Box()
for i in range(3):
    print(b.sort())
# === own class with popleft | 3..60
class Line:
    def __init__(self):
        self.items = [1, 2, 3]
    def popleft(self):
        return self.items.pop(0)
    def __len__(self):
        raise ValueError('no length')
line = Line()
while line.items:
    print(line.popleft())
# === own getattr tells | 3..60
class Proxy:
    def __getattr__(self, name):
        print('asked for', name)
        raise AttributeError(name)
p = Proxy()
for i in range(3):
    try:
        p.thing
    except AttributeError as error:
        print(error)
# === own getattribute tells | 4..80
class Watch:
    def __getattribute__(self, name):
        print('read', name)
        return object.__getattribute__(self, name)
    def go(self):
        return [self]
w = Watch()
for i in range(4):
    w.go()[:1]
# === own sorted | 2..30
def sorted(a, extra=None):
    return 7
for i in range(2):
    print(sorted([3, 1, 2]))
# === own len and print | 3..40
real = print
def print(*a, **k):
    real('out:', *a, **k)
def len(a):
    return -5
for x in [1, 2, 3]:
    print(len([x]))
# === own range | 2..20
def range(n):
    return iter([n, n])
for i in range(9):
    print(i)
# === NameError is nothing | 1..30
NameError = None
AttributeError = TypeError = Exception = None
SystemExit = 3
for i in [1]:
    print(NameError, SystemExit)
# === BaseException is own | 1..40
class BaseException(ValueError):
    pass
for i in [1]:
    try:
        raise BaseException('own')
    except ValueError as error:
        print(repr(error))
# === own sum and max | 4..60
def sum(it):
    it = iter(it)
    return type(it).__name__
def max(it):
    return type(it).__name__
print(sum(map(int, '12')), max(filter(None, [1])), max(zip([1])))
for i in range(4):
    pass
# === own isinstance, id, set, callable | 2..30
isinstance = id = set = callable = vars = hasattr = all = type = issubclass = object = 0
for i in 'ab':
    print(isinstance, id, set)
# === own containers | 2..60
class list(list):
    def __len__(self):
        print('len')
        return 99
    def __iter__(self):
        print('iter')
        return iter([1])
    def __getitem__(self, i):
        print('item', i)
        return 0
a = list([3, 2, 1])
for i in range(2):
    a.append(i)
a.sort()
a[1:]
print(3 in a)
# === own dict | 2..60
class D(dict):
    def values(self):
        print('values')
        return []
    def __len__(self):
        print('len')
        return 1
    def keys(self):
        print('keys')
        return []
d = D()
for i in range(2):
    d[i] = i
# === own class property | 2..50
class Liar:
    @property
    def __class__(self):
        print('class asked')
        return list
x = Liar()
for i in range(2):
    x
# === own metaclass compares | 2..80
class Meta(type):
    def __eq__(cls, other):
        print('eq')
        return True
    def __hash__(cls):
        print('hash')
        return 1
    def __instancecheck__(cls, x):
        print('instance')
        return True
    def __subclasscheck__(cls, x):
        print('subclass')
        return True
class M(metaclass=Meta):
    pass
m = M()
for i in range(2):
    list(())
    m in [m]
# === update of own gets what was given | 1..40
class Log:
    def update(self, x):
        print(type(x).__name__)
    extend = update
    def __iadd__(self, x):
        print('iadd', type(x).__name__)
        return self
log = Log()
log.update(map(int, '1'))
log.extend(zip('a'))
log += filter(None, [])
for i in range(1):
    pass
# === own join and replace | 2..40
class Text:
    def join(self, x):
        return 5
    def replace(self, a, b):
        return a + b
    def find(self, x):
        return x
    def pop(self, x):
        return x
t = Text()
for i in range(2):
    print(t.join([1]), t.replace(1, 2), t.find(3), t.pop(0))
# === container that is asked | 3..40
class C:
    def __contains__(self, x):
        print('contains', x)
        return x > 1
for i in range(3):
    print(i in C(), i not in C())
# === slices of own | 2..40
class S:
    def __getitem__(self, k):
        return k
for i in range(2):
    print(S()[i:], S()[i, 1:2])
# === add and multiply of own | 2..50
class V:
    def __radd__(self, o):
        return 'radd %s' % o
    def __rmul__(self, o):
        return 'rmul %s' % o
for i in range(2):
    print([i] + V(), 'x' * V())
# === star import of functions | 2..40
from math import *
from itertools import *
for i in range(2):
    print(floor(2.5), list(chain([1], [2])))
# === fullwidth names | 3..60
ｓｕｍ = lambda it: type(it).__name__
print(sum(map(int, '1')))
for ｉ in range(3):
    print(i)
# === global in function binds builtin | 2..40
def f():
    global max
    def max(it):
        return type(it).__name__
f()
print(max(map(int, '1')))
for i in range(2): pass
# === except binds builtin name | 2..40
for i in range(2):
    try:
        1 / 0
    except ZeroDivisionError as min:
        print(min)
print(min([3, 2]) if 0 else 'done')
# === pattern binds builtin name | 2..40
class K:
    pass
def g(v):
    match v:
        case [sum, *max]:
            return sum, max
        case {'a': tuple, **set}:
            return tuple, set
        case str() as list:
            return list
for v in ([1, 2], {'a': 1, 'b': 2}, 'z'):
    print(g(v))
