# === leaves early | 3..40
for i in range(10):
    print(i)
    if i == 2:
        raise SystemExit
# === leaves with a number | 2..40
import sys
def f():
    for i in range(5):
        if i == 1:
            sys.exit(3)
f()
# === leaves with a text | 0..40
exit('bye')
# === fails | 2..40
def f(n):
    for i in range(n):
        pass
    return 1 / 0
f(2)
# === fails with own error | 0..40
class Mine(Exception):
    def __str__(self): return 'mine'
raise Mine from ValueError('x')
# === fails in a comprehension | 1..40
print([1 // x for x in (1, 0)])
# === a name that is not there | 0..40
print('first')
undefined_name
# === catches everything | 3..40
for i in range(3):
    try:
        raise KeyboardInterrupt
    except:
        print('caught')
# === finally changes the way | 3..60
def f():
    for i in range(3):
        try:
            return i
        finally:
            continue
    return 'end'
print(f())
# === prints without an end of line | 3..40
for i in range(3):
    print(i, end=' ')
# === reads what it is given | 5..90
n = int(input())
a = list(map(int, input().split()))
print(n, a, sum(a), max(a), sorted(a)[::-1])
for i in range(n): pass
# === reads until the end | 3..60
import sys
for line in sys.stdin:
    print(line.strip())
for i in range(3): pass
# === reads too much | 0..40
while True:
    input()
# === objects that tell when they go | 3..60
class T:
    def __init__(self, n): self.n = n
    def __del__(self): print('gone', self.n)
def f():
    for i in range(3):
        t = T(i)
        u = [t]
    print('end of f')
f()
last = T('last')
def g():
    for x in range(2): yield T(x)
for t in g(): print(t.n)
del t
print('end')
# === own exit at the end | 2..40
import atexit
@atexit.register
def f():
    for i in range(2):
        print('at exit', i)
for i in range(2): pass
# === weak references | 2..60
import weakref
class A: pass
def make():
    kept = A()
    def inner(): return 1
    return weakref.ref(kept), inner
r, f = make()
for i in range(2): pass
print(r() is None, f())
# === exception groups and notes | 2..50
for i in range(2):
    try:
        raise ValueError('a') from KeyError('b')
    except (ValueError, TypeError) as e:
        print(repr(e), repr(e.__cause__))
try:
    e
except NameError as f:
    print(f)
# === asserts | 1..30
for i in range(1):
    assert i == 0, 'no'
assert [1, 2][5:], sorted('ba')
# === context managers | 2..60
from contextlib import contextmanager
@contextmanager
def m(n):
    print('in')
    try:
        yield n[1:]
    except ValueError:
        print('swallowed')
    finally:
        print('out')
for i in range(2):
    with m([1, 2]) as x, m([3]) as y:
        print(x, y)
        raise ValueError
