# === generator | frame
g = (x for x in ())
g.gi_frame
# === generator code | frame
(x for x in ()).gi_code
# === coroutine | frame
async def f(): pass
f().cr_frame
# === asynchronous generator | frame
async def f():
    yield 1
f().ag_frame
# === traceback in exit | frame
class C:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb):
        self.f = tb.tb_frame
# === next traceback | frame
class C:
    def __exit__(self, kind, value, tb):
        self.f = tb.tb_next
# === back | frame
def f(x):
    return x.f_back
# === pattern | frame
match (x for x in ()):
    case object(gi_frame=object(f_builtins=b)):
        pass
# === delegation | frame
def f(g):
    return g.gi_yieldfrom
# === object of an exception | frame
try:
    "{0.x}".format(1)
except AttributeError as e:
    e.obj
# === object of an exception, handed on | frame
def h(e):
    return e.obj
try:
    (1).x
except AttributeError as e:
    h(e)
# === object of an exception, in a program with such an attribute | frame
class A:
    def __init__(self):
        self.obj = 1
try:
    A().x
except AttributeError as e:
    e.obj
# === object of an exception, by another name | frame
class A:
    obj = 1
try:
    A().x
except AttributeError as e:
    f = e
    f.obj
# === object of an exception, in exit | frame
class A:
    obj = 1
    def __exit__(self, kind, value, tb):
        return value.obj
# === object of an exception, by pattern | frame
try:
    (1).x
except AttributeError as e:
    match e:
        case AttributeError(obj=o):
            pass
# === cell | frame
def f(c):
    return c.cell_contents
