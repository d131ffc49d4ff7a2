# === class from elsewhere | pattern
def f(P, g):
    match g:
        case P(x):
            return x
# === class made by a call | pattern
def make(): return object
P = make()
match 1:
    case P(x):
        pass
# === together with computed attributes | pattern
class A:
    __match_args__ = ("x",)
    def put(self, n, v):
        setattr(self, n, v)
match 1:
    case A(x):
        pass
# === with names of frames | text
class M(type):
    def __instancecheck__(cls, o): return True
class P(metaclass=M):
    __match_args__ = ("gi_frame",)
# === reference of an annotation, evaluated | annotation
import typing
typing.List["open"].__args__[0]._evaluate({}, {}, frozenset())
# === reference of an annotation, evaluated as a method of one's own | annotation
from typing import get_args, List
class A:
    def _evaluate(self): pass
get_args(List["open"])[0]._evaluate({}, {}, recursive_guard=frozenset())
# === computed annotation | annotation
from functools import singledispatch
s = "pri" + "nt(1)"
@singledispatch
def f(x): pass
@f.register
def _(x: s): pass
# === parameter as an annotation | annotation
from functools import *
def g(s):
    @singledispatch
    def f(x): pass
    def h(x: s): pass
    f.register(h)
# === question to a forwarder | reflection
class P:
    def __init__(self, m): self.m = m
    def __getattr__(self, n):
        v = getattr(self.m, n)
        L.append(v)
        return v
L = []
hasattr(P(print), "__se" + input())
# === unknown format of a forwarder | format
class P:
    def __init__(self, m): self.m = m
    def __getattr__(self, n): return getattr(self.m, n)
def f(a, b, c): return a + b + c
f("{0.", "__glo", "bals__}").format(P(f))
# === call in an annotation | annotation
from functools import singledispatch
@singledispatch
def f(x): pass
@f.register
def _(x: "print(1) or int"): pass
# === comprehension in an annotation | annotation
import functools
@functools.singledispatch
def f(x): pass
@f.register
def _(x: "[y for y in z]"): pass
