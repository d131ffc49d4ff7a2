# === subclasses of object | dunder
().__class__.__base__.__subclasses__()
# === subclasses by mro | dunder
int.mro()[-1].__subclasses__()
# === subclasses of type | dunder
type.__subclasses__(object)
# === subclasses of a metaclass of one's own | dunder
class M(type): pass
M.__subclasses__(object)
# === subclasses of a parameter | dunder
def f(cls):
    return cls.__subclasses__()
# === globals of a function | dunder
def f(): pass
f.__globals__
# === globals of a method | dunder
class A:
    def m(self): pass
A.m.__globals__
# === builtins of a function | dunder
(lambda: 0).__builtins__
# === self of a builtin | dunder
print.__self__
# === self of a method of a literal | dunder
[].append.__self__
# === code | dunder
(lambda: 0).__code__
# === code replaced | dunder
def f(): pass
def g(): pass
f.__code__ = g.__code__
# === code constants | frame
(lambda: 0).__code__.co_consts
# === closure | dunder
(lambda: 0).__closure__
# === traceback | dunder
try:
    1 / 0
except ZeroDivisionError as e:
    e.__traceback__
# === reduce | dunder
object().__reduce_ex__(2)
# === getattribute | dunder
object.__getattribute__(print, "__self__")
# === getattribute with a computed name | dunder
def f(n):
    return object.__getattribute__(print, n)
# === getattribute unbound in a class | dunder
class A:
    def __getattribute__(self, name):
        return object.__getattribute__(print, name)
# === setattr of a type | dunder
type.__setattr__(int, input(), 1)
# === descriptor out of a type's namespace | dunder
type((x for x in ())).__dict__["gi_" + "frame"].__get__((x for x in ()))
# === descriptor by a name | reflection
T = type((x for x in ()))
vars(T)
# === annotations stored | dunder
def f(): pass
f.__annotations__ = {}
# === annotations changed | dunder
def f(): pass
f.__annotations__["x"] = "1"
# === annotations updated | dunder
def f(): pass
f.__annotations__.update(x="1")
# === annotations under another name | dunder
def f(): pass
a = f.__annotations__
# === annotations in a class body | dunder
class A:
    __annotations__ = {}
# === match args computed | dunder
class A:
    __match_args__ = tuple(input())
# === fullwidth | dunder
().__ｃlass__.__ｓubclasses__()
# === class pattern | dunder
match 1:
    case object(__globals__=g):
        pass
# === class pattern, namespace | dunder
match print:
    case object(__dict__=d):
        pass
# === keyword for a namespace | dunder
type("A", (), dict(__annotations__={}))
# === global statement | dunder
def f():
    global __builtins__
    __builtins__ = 1
# === parameter | dunder
def f(__builtins__): pass
# === import with such a name | dunder
import math as __loader__
# === wrapped stored | dunder
def f(): pass
f.__wrapped__ = print
# === loader of a class's module | dunder
class A: pass
A.__loader__
# === weak list | dunder
class A: pass
A.__weakref__
