# === classes
class Shape:
    registry = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Shape.registry.append(cls)
    def area(self): raise NotImplementedError
    def __repr__(self): return f"{type(self).__name__}({self.area():.2f})"
class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3.14159 * self.r ** 2
print(Shape.__subclasses__(), [c.__name__ for c in Shape.registry], Circle(2))
# === subclasses in a class method
class Plugin:
    @classmethod
    def all(cls): return cls.__subclasses__()
# === operators
class V:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y)
    __radd__ = __add__
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __eq__(self, o): return isinstance(o, V) and all(getattr(self, s) == getattr(o, s) for s in self.__slots__)
    __hash__ = None
    def __bool__(self): return bool(self.x or self.y)
    def __iter__(self): yield from (self.x, self.y)
    def __format__(self, spec): return f"<{self.x:{spec}}, {self.y:{spec}}>"
    def __reduce__(self): return V, (self.x, self.y)
print(format(V(1, 2) + V(3, 4), "03d"), V(1, 2) @ V(3, 4))
# === fields
from dataclasses import dataclass, fields, asdict
@dataclass
class P:
    x: int
    y: int = 0
    def __str__(self): return ", ".join(f"{f.name}={getattr(self, f.name)}" for f in fields(self))
    def update(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)
print(P(1), asdict(P(2)))
# === fields of a class
import dataclasses
def to_dict(obj):
    return {f.name: getattr(obj, f.name) for f in dataclasses.fields(obj)}
def same(a, b):
    return type(a) is type(b) and all(getattr(a, f.name) == getattr(b, f.name) for f in dataclasses.fields(a))
def names(cls):
    return [name for name in cls.__annotations__]
# === test discovery
def test_a(): assert 1
def test_b(): assert 1
for name, fn in list(globals().items()):
    if name.startswith("test_") and callable(fn):
        fn(); print(name)
# === test discovery by comprehension
tests = [v for k, v in sorted(globals().items()) if k.startswith("test_")]
for t in tests: t()
# === test discovery by names
def test_a(): pass
for name in sorted(globals()):
    if not name.startswith("test_"):
        continue
    globals()[name]()
# === test discovery by a list of names
def test_a(): pass
names = [n for n in dir() if n.startswith("test_")]
for n in names:
    globals()[n]()
# === test discovery in a class
class Suite:
    def test_x(self): pass
    def run(self):
        for name in dir(self):
            if name.startswith("test_"):
                getattr(self, name)()
        for method in [m for m in dir(self) if m.startswith("test")]:
            getattr(self, method)()
Suite().run()
# === globals by known names
count = 0
def bump(): globals()["count"] += 1
print("count" in globals(), globals().get("count"), len(globals()))
# === locals
def f(a, b):
    print("{a} {b}".format(**locals()), "%(a)s" % locals())
    return locals()
# === dispatch
class Calculator:
    def do_add(self, a, b): return a + b
    def default(self, *a): return None
    def run(self, name, *a): return getattr(self, "do_" + name, self.default)(*a)
    def visit(self, node): return getattr(self, f"visit_{type(node).__name__}")(node)
    def other(self, node): return getattr(self, "visit_%s" % node)(node)
    def third(self, node):
        method = "visit_{}".format(node)
        return getattr(self, method, None)
print(Calculator().run("add", 1, 2))
# === dispatch by a table
OPS = {"+": "__add__", "-": "__sub__"}
def calc(a, op, b): return getattr(a, OPS[op])(b)
for attr in ("real", "imag"):
    print(attr, getattr(1j, attr))
for attr, label in [("real", "Re"), ("imag", "Im")]:
    print(label, getattr(1j, attr))
# === functions of math by name
import math
for name in ("sin", "cos"):
    print(getattr(math, name)(1), hasattr(math, name))
print([n for n in dir(math) if n.startswith("is")], math.__name__)
# === forwarding proxy
class Logged:
    def __init__(self, inner): self._inner = inner
    def __getattr__(self, name):
        print("get", name)
        value = getattr(self._inner, name)
        return value
    def __setattr__(self, name, value):
        super().__setattr__(name, value)
print(Logged([3, 1]).count(3))
# === frozen
from dataclasses import dataclass
@dataclass(frozen=True)
class F:
    x: int
    def __post_init__(self): object.__setattr__(self, "x", abs(self.x))
class Immutable:
    def __setattr__(self, name, value): raise AttributeError(name)
    def __init__(self, x): object.__setattr__(self, "x", x)
    def __getattribute__(self, name): return object.__getattribute__(self, name)
# === decorators
import functools
def logged(level="info"):
    def outer(f):
        @functools.wraps(f)
        def inner(*a, **k):
            inner.calls += 1
            return f(*a, **k)
        inner.calls = 0
        return inner
    return outer
class Memo:
    def __init__(self, f):
        self.f = f
        functools.update_wrapper(self, f)
    def __call__(self, *a): return self.f(*a)
    def __get__(self, obj, kind=None): return functools.partial(self, obj) if obj else self
@logged("x")
def hello(): "Says hello."; return hello.__doc__
print(hello(), hello.__wrapped__.__name__)
# === currying
def curry(f, *a):
    return f(*a) if len(a) >= f.__code__.co_argcount else lambda *b: curry(f, *a, *b)
print(curry(lambda a, b: a + b)(1)(2), curry.__defaults__)
# === exceptions
class E(Exception):
    def __init__(self, message, *, code): super().__init__(message); self.code = code
try:
    try: int("x")
    except ValueError as error: raise E("bad", code=1) from error
except E as e: print(e, e.args, e.code, e.__cause__, e.__context__ is e.__cause__, e.__traceback__.tb_lineno)
# === context manager
class Suppress:
    def __enter__(self): return self
    def __exit__(self, exc_type, exc_value, traceback): return exc_type is KeyError
with Suppress(): {}["x"]
# === own names that look dangerous
class Door:
    def open(self): return "open"
    def eval(self): return 1
    def compile(self): return self.open()
def compile(x): return x
def help(): print("usage")
help(); compile(Door().eval())
def f(open, input, license=None): return open(input)
print(f(str, 1))
license = "MIT"; print(license)
# === own module names as parameters and variables
def load(json, math=0): return json["a"] + math
os = "linux"; sys = [1]; path = "/x"; re = 2
print(load({"a": 1}), os, sys)
# === own attributes that look dangerous
class C:
    def __init__(self): self.f_name = "x"; self.co_name = "y"; self.obj = 1; self.system = 2; self.globals = 3
c = C(); print(c.f_name, c.co_name, c.obj, c.system, c.globals)
# === formats
class Q: x = 1
w = 10
print("{:>{}}".format("a", w), ("{:<" + str(w) + "}|").format("b"), "{0.x} {q.x}".format(Q(), q=Q()))
print(("{:5}" * 3).format(1, 2, 3), " | ".join(["{:>4}"] * 3).format(*"abc"), ("-" * w + "{}").format(1))
row = "{:<10}{:>5}"
print(row.format("a", 1), "{{}} {}".format(1), "{!r:>5}".format("x"), '{"a": 1.5}', "body { margin: 0.5em }")
templates = {"a": "Hello {name}"}
print(templates["a"].format(name="x"), "%s-%d" % ("a", 1), "%(k)s" % {"k": 1})
for t in ["{} a", "{} b"]: print(t.format(1))
# === patterns
from dataclasses import dataclass
from collections import namedtuple
@dataclass
class Num: value: int
@dataclass
class Add: left: object; right: object
class Leaf:
    __match_args__ = ("value",)
    def __init__(self, value): self.value = value
Pair = namedtuple("Pair", "a b")
def ev(e):
    match e:
        case Num(v) | Leaf(v): return v
        case Add(Num(0), r): return ev(r)
        case Add(left=l, right=r): return ev(l) + ev(r)
        case Pair(a, b): return a * b
        case int(x) | float(x): return x
        case str(s) if s.isdigit(): return int(s)
        case [first, *rest]: return ev(first)
        case {"k": v, **others}: return v
        case None | True: return 0
        case _: raise ValueError(e)
print(ev(Add(Num(1), 2)))
# === typing
from __future__ import annotations
from typing import *
import typing as t
from collections import abc
import collections.abc as cabc
T = TypeVar("T", bound="Node[int]")
class Node(Generic[T]):
    kids: list[Node[T]]
    def walk(self) -> Iterator["Node[T]"]: yield self
class P(Protocol):
    def size(self) -> int: ...
class M(TypedDict, total=False):
    name: Literal["a b", "f()"]
def f(x: t.Optional[int] = None, *, g: "Callable[..., int]" = len) -> t.Union[int, abc.Sized]: return x
print(List[int].__origin__, isinstance([], cabc.Sequence), f.__annotations__["x"], Node.__mro__)
# === single dispatch
from functools import singledispatch
@singledispatch
def show(x): return "?"
@show.register
def _(x: "int"): return "int"
@show.register(list)
def _(x): return "list"
print(show(1), show.registry.keys())
# === json
import json
from json.decoder import JSONDecodeError
class Encoder(json.JSONEncoder):
    def default(self, o): return o.__dict__ if hasattr(o, "__dict__") else super().default(o)
try: json.loads("{")
except (json.JSONDecodeError, json.decoder.JSONDecodeError) as e: print(e.msg, e.doc)
print(json.dumps({"a": object}, cls=Encoder, default=str))
# === classes made by calls
Dog = type("Dog", (object,), {"speak": lambda self: "woof", "legs": 4})
class Meta(type):
    def __new__(mcs, name, bases, namespace, **kw):
        namespace["created"] = True
        return super().__new__(mcs, name, bases, namespace)
    def __call__(cls, *a, **k): return super().__call__(*a, **k)
class A(metaclass=Meta): pass
print(Dog().speak(), A.created, type(A), type(3))
# === namespaces of objects
class A:
    def __init__(self, **kw): self.__dict__.update(kw)
    def __eq__(self, o): return self.__dict__ == o.__dict__ and vars(self) == vars(o)
    def __repr__(self): return f"{self.__class__.__name__}({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"
print(A(x=1), list(map(vars, [A(y=2)])), A.__dict__.keys(), [k for k in type(A()).__name__])
# === descriptors
class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return obj.__dict__.get(self.name)
    def __set__(self, obj, value): obj.__dict__[self.name] = value
    def __delete__(self, obj): del obj.__dict__[self.name]
class Lazy:
    def __init__(self, f): self.f = f
    def __get__(self, obj, owner): return self.f.__get__(obj, owner)()
# === docstring
def f():
    """Never call __import__ or read __globals__ or {0.gi_frame}."""
    return 1
# === types and generated code
from dataclasses import dataclass
from functools import partial
frozen = dataclass(frozen=True)
@frozen
class A: x: int
class B: y: int = 1
B = dataclass(B)
kinds = list(map(type, [1, "a"])); print(sorted([1, "a"], key=lambda v: type(v).__name__), isinstance(A, type), type(1) is int)
def f(cls: type) -> type: return cls
# === own evaluation
from typing import Optional
class Node:
    left: "Optional[Node]" = None
    def _evaluate(self, env): return self.left._evaluate(env) if self.left else 1
print(Node()._evaluate({}))
# === coroutines
async def ticker(n):
    for i in range(n): yield i
async def main(): return [x async for x in ticker(3)]
c = main()
try: c.send(None)
except StopIteration as stop: print(stop.value)
# === everything at once
import math, json, collections, itertools, functools, typing, dataclasses
from math import *
from itertools import *
from functools import *
from collections import *
from dataclasses import *
print(sqrt(4), list(chain([1], [2])), reduce(max, [1, 2]), Counter("aab"), math.tau, collections.OrderedDict())
def main(argv=None):
    n = int(input()) if argv else 3
    data = list(map(int, "1 2 3".split()))
    print(*sorted(data, key=lambda x: -x), sep=", ", end="\n", flush=True)
    exit(0)
if __name__ == "__main__":
    main()
# === dunder metadata
__author__ = "me"; __version__ = "1.0"; __all__ = ["main"]; __license__ = "MIT"
# === strings
print("__main__", "__init__", "__name__", "__TITLE__", "_" * 20, "a__b", "f_code is a column", "os.system", "import os")
# === encoding
# -*- coding: utf-8 -*-
print("é", "日本", "\u2028")
# === names of other scripts
größe = 1; π = 3.14; print(größe, π)
# === old code
try:
    input = raw_input
except NameError:
    pass
print(input)
# === base initialisers that set attributes
from dataclasses import make_dataclass
class Base:
    def __init__(self, **kw):
        for k, v in kw.items(): setattr(self, k, v)
    def put(self, k, v): setattr(self, k, v)
class Child(Base):
    def __init__(self, **kw):
        Base.__init__(self, **kw)
        Base.put(self, "x", 1)
        self.put("y", 2)
c = Child(a=1); c.put("b", 2)
Point = make_dataclass("Point", ["x", ("y", int), ("z", int, 3)], namespace={"size": lambda self: 1})
print(c.a, c.b, Point(1, 2).size(), make_dataclass("Q", "a b".split())(1, 2))
# === queues have such methods too
class Queue:
    def put(self, a, b, c): return a, b, c
class Bag:
    def put(self, k, v): setattr(self, k, v)
print(Queue().put(1, 2, 3))
# === namespaces and formats of parameters
def show(o): return sorted(vars(o).items())
def render(template, **kw): return template.format(**kw)
class A:
    def __init__(self): self.x = 1
print(show(A()), render("{a}", a=input()))
# === prepared namespaces
import collections
class M(type):
    @classmethod
    def __prepare__(mcs, name, bases): return collections.OrderedDict()
class N(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw): return super().__prepare__(name, bases, **kw)
class O(type):
    @classmethod
    def __prepare__(mcs, name, bases): return {"helper": len}
class A(metaclass=M): x = 1
class B(metaclass=O): n = helper("abc")
print(A.x, B.n)
# === words that are only printed
print("gi_frame", "reads __globals__", f"{1}")
