# === continued before the body | 3..40
for x in range(3): \
    print(x)
if True: \
    print('yes')
def f(n): \
    return f(n - 1) if n \
        else 0
print(f(2))
# === continued in the middle | 3..40
total = 1 + \
    2 + \
3
for x in \
        range(3):
    total += \
        x
print(total)
# === one-line suites | 6..60
a = [1, 2, 3]
for x in a: print(x); print(x + 1)
while a: a.pop(); print(len(a))
if a: print('no')
else: print('empty')
class C: x = 1; y = [1, 2][1:]
def f(): return 1; pass
try: 1 / 0
except ZeroDivisionError: print('zero')
finally: print('fin')
with open('/dev/null') as f: pass
print(C.y)
# === semicolons | 2..30
x = 1; y = 2; print(x, y);
for i in range(2): pass;
print('end'); 
# === docstring that is read | 2..30
"""What this is."""
print(__doc__)
for i in range(2): pass
# === docstring and code in one line | 2..30
"doc"; print(__doc__)
for i in range(2): pass
# === future first | 2..40
"""Doc."""
from __future__ import annotations
from __future__ import division
def f(x: undefined[1:]) -> 'a' * 2: return x
for i in range(2): print(f(i), f.__annotations__)
# === future and code in one line | 2..30
from __future__ import annotations; x: int = 1; print(x, __annotations__)
for i in range(2): pass
# === comments first | 2..30
#!/usr/bin/env python3
# -*- coding: utf-8 -*-

# a comment
"""Still the docstring."""
# another
print(__doc__)
for i in range(2): pass # last
# === strings over lines | 3..40
a = """one
two \
three
    four
"""
for i in range(3):
    b = f'''{i}
  {a[:3]}
'''
    print(b, end='')
print(a)
# === brackets over lines | 6..60
a = [
1,
   2,
 3
]
for i in (x
   for x in a
 if x > 1
):
    print(
i
)
print({
    k: v for k, v in
enumerate(a)})
# === nested quotes in formatted texts | 4..60
d = {'a': [1, 2, 3]}
for i in range(2):
    print(f"{d['a'][i:]} {', '.join(str(x) for x in d['a'])} {i!r:>5} {{}} {sum(d['a'])}")
print(f'{"x" * 3:{"<" + "5"}}|', f"{(lambda x: x)(3)}", f"{ {k: k for k in 'ab'} }")
# === formatted texts that show their source | 2..40
a = [1, 2, 3]
for i in range(2):
    print(f"{a[1:]=} {sum(a)=!r} {sorted(a) = }")
# === words without spaces | 5..60
a=[3,1,2]
for x in[1,2]:print(x)
print(1 in a[1:]if a else[0],not[1][1:],[*a[1:]],*a)
f=lambda:[1][:1]
def g():return[1,2][1:]
def h():
    yield[1][0:]
print(f(),g(),next(h()),(2)in a,3 not in(a))
assert[1][0:]
# === annotated | 2..40
x: list[int] = [1, 2][1:]
def f(a: 'int' * 2, *, b: [1][0:] = 3) -> sum([1]):
    y: int
    return a
class C:
    z: int = 1
    w: 'str'
print(f(1), f.__annotations__, C.__annotations__, __annotations__)
for i in range(2): pass
# === match | 6..80
def kind(x):
    match x:
        case 1 | 2: return 'small'
        case -1: return 'minus'
        case 'a' 'b': return 'text'
        case [a, *rest] if a in rest: return rest[1:]
        case {'k': v, **more}: return v, more
        case complex(real=r, imag=0.0): return r
        case None: return 'none'
        case _: return 'other'
for x in (1, -1, 'ab', [1, 2, 1], {'k': 1, 'j': 2}, 3 + 0j, None, 9):
    print(kind(x))
match = case = type = 5
print(match, case, type)
# === non-ASCII names | 4..60
größe = 3
λ = lambda ñ: ñ * 2
class Ünïcode:
    данные = [1, 2]
for ж in range(größe):
    print(λ(ж), Ünïcode.данные[1:], 'ｘ', '日本' * 2)
# === nested blocks | 6..80
for a in range(1):
 for b in range(1):
  for c in range(1):
   if True:
    while True:
     try:
      with open('/dev/null'):
       if a == 0:
        for d in range(2):
         print(d)
      break
     finally:
      print('fin')
# === else of loops | 4..60
for i in range(2):
    continue
else:
    print('else')
while False:
    pass
else:
    print('other')
for i in range(2):
    if i: break
else: print('never')
# === empty loops and functions | 4..60
for i in range(3): ...
while 0: pass
def f(): ...
def g():
    "only a docstring"
def h(): "only one"
def k(): 'one'; return 2
def m():
    """Doc
    over lines."""  # comment
class A: ...
class B:
    "doc"
print(f(), g(), h(), k(), m(), g.__doc__, h.__doc__, k.__doc__, m.__doc__, B.__doc__)
# === deep brackets | 1..40
print(((((((((((((((((((((((1)))))))))))))))))))))))
print([[[[[[[[[1]]]]]]]]][0:])
for i in range(1): pass
# === chained slices | 6..300
a = list(range(10))
print(a[1:][1:][1:][1:][1:][::-1])
# === starred | 4..80
def f(*a, **k): return a, k
a = [1, 2]
print(f(*a, *map(int, '34'), **{'x': 1}), [*a, *a], {**{'a': 1}}, (*a,), {*a})
b, *c = a + [3]
for d, *e in [(1, 2, 3)]:
    print(b, c, d, e)
x = *a, 3
a += *a, 5
print(x, a)
# === long sums | 3..90
s = 'a' + 'b' + 'c' + 'd' + 'e' + 'f' + 'g' + str(1) + 'h' * 3 + ('i' + 'j')
for i in range(3):
    s += 'k' + 'l' if i else 'm'
print(s, [1] + [2] + [3] * 2, [0] * 3 + [1])
# === augmented | 6..90
class N:
    pass
n = N()
n.t = 'a'
n.l = [1]
d = {'k': [1], 's': 'x'}
i = 0
for x in 'abc':
    n.t += x
    n.l += [x]
    d['k'] += [x]
    d['s'] += x
    i += 1
    i -= 1; i += len(x)
t = (1,); t += 2, 3
print(n.t, n.l, d, i, t)
def g():
    y = 0
    y += yield 1
    print(y)
h = g(); next(h)
try: h.send(4)
except StopIteration: pass
