# === re-export | module
import json
json.codecs.sys
# === re-export through another name | module
import dataclasses as d
d.sys
# === private | module
import typing
typing._eval_type
# === builtins | module
import dataclasses
dataclasses.builtins
# === assigned | module
import typing
t = typing
# === assigned in a tuple | module
import typing, json
a, b = typing, json
# === walrus | module
import typing
(t := typing).sys
# === loop | module
import typing
for t in (typing,):
    t.sys
# === comprehension | module
import typing
[t.sys for t in [typing]]
# === default | module
import typing
def f(t=typing):
    return t.sys
# === argument | module
import typing
print(typing)
# === keyword argument | module
import typing
dict(t=typing)
# === starred | module
import typing
print(*[typing])
# === returned | module
import json
def f():
    return json
# === yielded | module
import json
def f():
    yield json
# === lambda | module
import json
f = lambda: json
# === class attribute | module
import json
class A:
    m = json
# === class attribute shadows in a conditional way | module
import typing
class A:
    if 0:
        typing = None
    x = typing.sys
# === class scope is not seen by comprehensions | module
import typing
class A:
    typing = None
    x = [typing.sys for _ in [1]]
# === match subject | module
import typing
match typing:
    case object(sys=s):
        pass
# === f-string | module
import typing
f"{typing.sys.argv}"
# === f-string format spec | module
import typing
f"{1:{typing.sys.maxsize}}"
# === subscript | module
import typing
[typing][0].sys
# === conditional | module
import typing
(typing if 1 else 0).sys
# === decorator | module
import functools
@functools._lru_cache_wrapper
def f(): pass
# === base class | module
import collections
class A(collections._OrderedDictKeysView): pass
# === annotation | module
import typing
x: typing.sys = 1
# === rebinding | module
import json
json = json.codecs
# === global in a function | module
def f():
    global j
    import json as j
f()
j.codecs
# === nested function | module
import json
def f():
    def g():
        return json.codecs
    return g
# === nonlocal | module
def f():
    import json
    def g():
        nonlocal json
        return json.codecs
    return g
# === deleted local of the same name elsewhere | module
import json
def f():
    json = 1
f()
json.codecs
# === abc | module
import collections.abc
x = collections.abc
# === abc, re-export | module
import collections.abc
collections.abc.sys
# === from abc | module
from collections import abc
abc.sys
# === decoder | module
import json.decoder
json.decoder.scanner
# === import into a class | module
class A:
    import typing
A.typing.sys
# === import of a submodule into a class | module
class A:
    from collections import abc
A.abc.sys
# === dunder dict | module
import typing
typing.__dict__
# === dunder spec | module
import math
math.__spec__
# === vars | module
import typing
vars(typing)
# === setting | module
import json
json.loads = print
# === deleting | module
import json
del json.loads
# === augmented | module
import math
math.pi += 1
# === two imports of one name | module
from typing import List as x
import typing as x
x.sys
# === isinstance | module
import json
isinstance(json, object)
# === await | module
import json
async def f():
    await json
# === dictionary | module
import json
{"m": json}["m"].codecs
# === raise | module
import json
raise Exception(json)
# === del then import again | module
import json
del json
import json
x = json
