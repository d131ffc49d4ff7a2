# === denied word | text
x = "__globals__"
# === denied word in code | text
x = "().__class__.__subclasses__()"
# === in bytes | text
x = b"__import__('os')"
# === joined | text
x = "__glo" + "bals__"
# === implicitly joined | text
x = "__glo" "bals__"
# === in an f-string | text
x = f"__globals__ {1}"
# === annotations as a key | text
x = {"__annotations__": 1}
# === a frame's attribute alone | text
x = ("gi_frame",)
# === in an annotation | text
def f(x: "__import__('os')"): pass
# === named tuple | text
from collections import namedtuple
namedtuple("T", ["a=__import__('os')"])
# === field of a format | text
"{0.gi_frame.f_builtins}".format((x for x in ()))
# === field of a format with a key in brackets | text
"{0[}].gi_frame}".format([1])
# === field of a format, split | text
f = "{0.gi_fr" + "ame}"
# === field of a format, broken off | text
a = "{0.gi_fr"
# === field of a format, reversed | text
w = "}emarf_ig.0{"[::-1]
# === field in a spec | text
"{:{0.f_globals}}".format(1)
# === joined from a list | text
x = "".join(["__", "globals", "__"])
# === multiplied | text
x = "_" * 2 + "globals" + "_" * 2
# === word printed to an object of the program | text
class W:
    def write(self, s): self.s = s
print("gi_frame", file=W())
# === word printed by a function of the program | text
def print(s): return s
print("gi_frame")
