# === denied name | reflection
getattr(print, "__self__")
# === denied name, joined | reflection
getattr(print, "__se" + "lf__")
# === denied name, characters | reflection
getattr(print, "".join(map(chr, [95, 95, 115, 101, 108, 102, 95, 95])))
# === denied name, reversed | reflection
getattr(print, "__fles__"[::-1])
# === denied name, formatted | reflection
getattr(print, "__%s__" % "self")
# === denied name, format method | reflection
getattr(print, "__{}__".format("self"))
# === denied name, f-string | reflection
n = "self"
getattr(print, f"__{n}__")
# === denied name, replaced | reflection
getattr(print, "**self**".replace("*", "_"))
# === denied name, by a variable | reflection
a = "__se"
b = a + "lf__"
getattr(print, b)
# === denied name, from a list | reflection
for n in ["x", "__self__"]:
    getattr(print, n)
# === denied name, decoded | reflection
getattr(print, bytes([95, 95, 115, 101, 108, 102, 95, 95]).decode())
# === denied name, hexadecimal | reflection
getattr(print, bytes.fromhex("5f5f73656c665f5f").decode())
# === denied name, swapped case | reflection
getattr(print, "__SELF__".swapcase())
# === frame | reflection
getattr((x for x in ()), "gi_frame")
# === unknown name | reflection
def f(o, n):
    return getattr(o, n)
# === unknown name, input | reflection
getattr(print, input())
# === unknown name, on self of a function | reflection
def f(self, n):
    return getattr(self, n)
# === unknown name, in a method | reflection
class A:
    def f(self, n):
        return getattr(self, n)
# === unknown name, in a forwarder that is called otherwise | dunder
class P:
    def __init__(self, m): self.m = m
    def __getattr__(self, n): return getattr(self.m, n)
P.__getattr__(P(print), input())
# === start of a denied name | reflection
getattr((x for x in ()), "gi_" + input())
# === start with underscores | reflection
getattr(print, "__" + input())
# === names changed after they were written out | reflection
names = ["x"]
names.append(input())
for n in names:
    getattr(print, n)
# === module's unknown name | reflection
import math
getattr(math, input())
# === module's denied name | reflection
import typing
getattr(typing, "sys")
# === module's denied start | reflection
import typing
getattr(typing, "s" + input())
# === starred | reflection
getattr(*[print, "__self__"])
# === setattr of an unknown name | reflection
def f(o, n, v):
    setattr(o, n, v)
# === setattr of a class | reflection
class A:
    @classmethod
    def put(cls, n, v):
        setattr(cls, n, v)
# === setattr of a class made by one's own | reflection
class M(type):
    def __init__(cls, name, bases, namespace):
        for k, v in namespace.items():
            setattr(cls, k, v)
# === setattr together with dispatch | reflection
from functools import singledispatch
class A:
    def put(self, n, v):
        setattr(self, n, v)
# === delattr of an unknown name | reflection
def f(o, n):
    delattr(o, n)
# === class with an unknown namespace | reflection
def f(n):
    return type("A", (), {n: 1})
# === class with unknown arguments | reflection
def f(*a):
    return type(*a)
# === class with a namespace that is changed | reflection
ns = {}
ns[input()] = 1
type("A", (), ns)
# === generated code for a made class | reflection
from dataclasses import dataclass
T = type
def f(k, n):
    return dataclass(T("C", (), {k: {n: int}}))
# === generated code for a made class, in two steps | reflection
import dataclasses, itertools
d = dataclasses.dataclass(eq=False)
def f(k, n):
    return d(*itertools.starmap(type, [("C", (), {k: {n: int}})]))
# === fields of a made class | reflection
from dataclasses import make_dataclass, fields
def f(self):
    return [getattr(self, f.name) for f in fields(self)]
# === fields with a frame's name | reflection
from dataclasses import dataclass, fields
@dataclass
class A:
    gi_frame: int = 0
def f(o):
    return [getattr(o, f.name) for f in fields(A)]
# === slots with computed names | reflection
class A:
    __slots__ = tuple(input().split())
    def f(self, o):
        return [getattr(o, name) for name in self.__slots__]
# === namespace of a type | dunder
type(print).__dict__
# === namespace of a builtin | dunder
int.__dict__
# === vars of a type | reflection
vars(type(print))
# === vars of a class of an object | reflection
vars((1).__class__)
# === copying attributes | reflection
import functools
class T: pass
functools.update_wrapper(T(), (x for x in ()), ("gi_" + "frame",), ())
# === copying attributes by keyword | reflection
from functools import wraps
wraps(print, assigned=("__self__",))
# === copying attributes, unknown | reflection
from functools import wraps
wraps(print, updated=input().split())
# === copying as a value | reflection
from functools import update_wrapper
f = update_wrapper
# === copying through partial | reflection
import functools
functools.partial(functools.update_wrapper, 1, 2)
