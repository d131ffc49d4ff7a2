# === import function | dunder
__import__("os")
# === as a default | dunder
def f(i=__import__): pass
# === in a decorator | dunder
@__import__
def os(): pass
# === fullwidth | dunder
__ｉmport__("os")
# === exec | builtin
exec("1")
# === eval alias | builtin
e = eval
# === eval as an argument | builtin
list(map(eval, ["1"]))
# === eval as a sort key | builtin
sorted(["1"], key=eval)
# === eval in a class body | builtin
class A:
    __getitem__ = staticmethod(eval)
# === eval by fullwidth letters | builtin
ｅval("1")
# === eval below a binding that never happens | builtin
if 0:
    eval = None
eval("1")
# === eval before its binding | builtin
eval("1")
eval = 1
# === eval in a function above the binding | builtin
def f():
    return eval("1")
f()
def eval(x): return x
# === eval bound by an empty loop | builtin
for eval in []:
    pass
eval("1")
# === eval after its binding is deleted | builtin
eval = 1
del eval
eval("1")
# === eval after a handler deleted its binding | builtin
eval = 1
try:
    1 / 0
except ZeroDivisionError as eval:
    pass
eval("1")
# === eval bound in a class | builtin
class A:
    if 0:
        eval = 1
    x = eval("1")
# === eval through global | builtin
def f():
    global eval
    if 0:
        eval = 1
    return eval("1")
# === open | builtin
open("/etc/passwd").read()
# === open in a with | builtin
with open("x") as f:
    pass
# === compile | builtin
compile("1", "", "eval")
# === breakpoint | builtin
breakpoint()
# === help | builtin
help()
# === license | builtin
license._Printer__filenames
# === decorator | builtin
@exec
@str
class X: pass
# === default factory | builtin
from dataclasses import field
field(default_factory=open)
# === in an annotation | dunder
def f(x: __import__("os")): pass
# === in a match guard | dunder
match 1:
    case 1 if __import__("os"):
        pass
# === in a dict comprehension | builtin
{k: eval(k) for k in "ab"}
# === in an f-string | builtin
f"{eval('1')}"
# === in a walrus | builtin
(x := exec)
# === builtins | dunder
__builtins__
# === loader | dunder
__loader__.load_module("posix")
# === spec | dunder
__spec__.loader
# === build class | dunder
__build_class__.__self__
# === getattr as a value | builtin
g = getattr
# === getattr as an argument | builtin
import functools
functools.reduce(getattr, ["a"], 1)
# === setattr mapped | builtin
list(map(setattr, [1], ["a"], [2]))
# === globals | namespace
globals()["__builtins__"]
# === globals as a value | namespace
g = globals
# === globals stored | namespace
g = globals()
# === globals of a module's name | namespace
import json
globals()["json"].codecs
# === globals with get | namespace
globals().get("__builtins__")
# === globals with a computed key | namespace
globals()["__buil" + "tins__"]
# === globals values | namespace
list(globals().values())
# === globals items without a check | namespace
for k, v in globals().items():
    v
# === globals items with a check of dunders | namespace
for k, v in globals().items():
    if k.startswith("__"):
        v
# === globals items with a prefix that fits a module | namespace
import json
for k, v in list(globals().items()):
    if k.startswith("js"):
        v.codecs
# === globals items, used in the else branch | namespace
for k, v in list(globals().items()):
    if k.startswith("test"):
        pass
    else:
        v
# === globals items, used after the check | namespace
for k, v in list(globals().items()):
    if k.startswith("test"):
        pass
    v
# === globals items, used in the check | namespace
[v for k, v in globals().items() if v.x and k.startswith("test")]
# === globals items, no check in a comprehension | namespace
[v for k, v in globals().items() if k]
# === globals with a name that was changed after the check | namespace
for k in list(globals()):
    if k.startswith("test"):
        k = input()
        globals()[k]
# === globals passed on | namespace
print(globals())
# === vars without argument | namespace
vars()["__builtins__"]
# === vars as a value | namespace
v = vars
# === locals at module level | namespace
locals()["__builtins__"]
# === locals with an imported module | namespace
def f():
    import typing
    return locals()
# === locals with an outer function's module | namespace
def f():
    import typing
    def g():
        typing.Any
        return locals()
    return g
# === locals in a class body | namespace
class A:
    locals()["__annotations__"] = {"x": 1}
# === dir and a scan | reflection
[getattr(print, n) for n in dir(print) if n.endswith("self__")]
