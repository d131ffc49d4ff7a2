# === unknown field | format
def f(n):
    return ("{0." + n + "}").format(print)
# === unknown pieces | format
def f(a, b):
    return (a + b).format(print)
# === unknown pieces under a name | format
def f(a, b):
    c = a + b
    return c.format(print)
# === joined from unknown pieces | format
def f(a):
    return "".join(a).format(print)
# === decoded | format
def f(a):
    return a.decode().format(print)
# === replaced | format
def f(a):
    return a.replace("<", "{").format(print)
# === f-string | format
def f(a):
    return f"{{0.{a}}}".format(print)
# === as a function of str | format
def f(a, b):
    return str.format(a + b, print)
# === the function itself | format
f = str.format
# === mapped | format
list(map(str.format, ["{0.x}"], [1]))
# === format_map | format
def f(a, b):
    return (a + b).format_map({})
# === reversed | format
def f(a):
    return a[::-1].format(print)
# === namespace with a path | format
import json
"{json.codecs}".format(**globals())
# === namespace with a dunder | format
"{__name__}".format_map(globals())
