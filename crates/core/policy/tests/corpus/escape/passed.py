# === class passed to a method that sets attributes | reflection
import dataclasses
class A:
    def put(self, n, v): setattr(self, n, v)
class P: pass
A.put(P, input(), {input(): int})
dataclasses.dataclass(init=False, eq=False)(P)
# === class passed to a method that sets attributes, by another name | reflection
class A:
    def put(self, n, v): setattr(self, n, v)
class P: pass
[A][0].put(P, input(), {input(): int})
# === method that sets attributes, taken from its class | reflection
class A:
    def put(self, n, v): setattr(self, n, v)
class P: pass
put = A.put
put(P, input(), {input(): int})
# === method that sets any attributes, unbound | reflection
class A:
    def put(self, *a, **k):
        for n, v in k.items(): setattr(self, n, v)
class P: pass
A.put(P, **{input(): {input(): int}})
# === setattr of a class that is made | reflection
import dataclasses
class B:
    def __init_subclass__(cls, **kw): setattr(cls, input(), {input(): int})
@dataclasses.dataclass(init=False, eq=False)
class P(B): pass
# === setattr of a class in __new__ | reflection
class B:
    def __new__(cls, n, v):
        setattr(cls, n, v)
        return super().__new__(cls)
# === setattr of a class in __class_getitem__ | reflection
class B:
    def __class_getitem__(cls, n): setattr(cls, n, {n: int})
B[input()]
# === setattr of the owner of a descriptor | reflection
class D:
    def __set_name__(self, owner, name): setattr(owner, input(), 1)
# === prepared names | reflection
import dataclasses
class M(type):
    def __prepare__(n, b): return {input(): {input(): int}}
@dataclasses.dataclass(init=False, eq=False)
class P(metaclass=M): pass
# === prepared names, one's own mapping | reflection
import dataclasses
class N(dict): pass
class M(type):
    def __prepare__(n, b): return N({input(): {input(): int}})
@dataclasses.dataclass
class P(metaclass=M): pass
# === prepared names, changed | reflection
class M(type):
    def __prepare__(n, b):
        d = {}
        d[input()] = 1
        return d
# === namespace of the type of a parameter | reflection
def f(o): return vars(o)
g = (x for x in ())
for k in f(type(g)): print(k)
# === namespace of the type of a parameter, by a name | reflection
def f(o): return vars(o)
t = type(print)
v = f(t)[input()]
# === namespace of a builtin by a parameter | reflection
def f(o): return o.__dict__
f(object)[input()](print, input())
# === descriptor of a type, bound | dunder
def f(o): return vars(o)
class W:
    def __init__(self, v): self.v = v
w = W(f(input)[input()])
print(w.v.__get__((x for x in ())))
# === descriptor of a type, bound in a method | dunder
class W:
    def go(self, o): return self.v.__get__(o)
# === descriptor of a type, bound to something else in __get__ | dunder
class W:
    def __get__(self, obj, owner): return self.v.__get__(self.w)
# === typed format | format
print(input().format(print))
# === typed format, stripped | format
print(input().strip().format(print))
# === typed format, by a name | format
t = input()
print(t.format(print))
# === typed format, as a function of str | format
str.format(input(), print)
# === typed format, mapped | format
input().format_map({})
# === typed format, passed | format
def f(s, *a): return s.format(*a)
print(f(input(), f)[:300])
# === typed format of a library class | format
import json
print(input().format(json.JSONEncoder))
# === class made of names that lie | reflection
import dataclasses
class S(str):
    def isidentifier(self): return True
C = dataclasses.make_dataclass("C", [(S("a"), int)], init=False, eq=False)
# === class made with a computed name | reflection
from dataclasses import make_dataclass
C = make_dataclass(input(), ["a"])
# === class made of computed names | reflection
from dataclasses import make_dataclass
C = make_dataclass("C", [n for n in input().split()])
# === class made with a computed namespace | reflection
from dataclasses import make_dataclass
C = make_dataclass("C", ["a"], namespace={input(): 1})
# === class made elsewhere | reflection
from dataclasses import make_dataclass as m
C = list(map(m, [input()], [[input()]]))
# === namespace of a name that means something else there | reflection
k = input()
d = {k: 1}
def f():
    k = "x"
    return type("A", (), d)
# === long chain of names to a format | format
def f(x):
    a = "{0." + x + "}"
    b = a
    c = b
    d = c
    e = d
    g = e
    h = g
    i = h
    j = i
    return j.format(print)
