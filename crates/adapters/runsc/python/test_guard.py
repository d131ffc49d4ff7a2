"""Checks guard.py with this Python: `python3 -I test_guard.py`.

Each program runs in a process of its own, as the runner would run it. Programs that stay within the rules must do the same
with and without the guard; programs that reach out must be stopped by the guard alone, without the check of their source.
"""

import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))

# A runner in small: what is told apart here is only whether the guard is on.
RUNNER = """
import linecache, os, sys, traceback, types
armed, path = sys.argv[1] == "armed", sys.argv[2]
sys.path.insert(0, sys.argv[3])
import guard
sys.path.pop(0)
del sys.modules["guard"]
guard.prepare()
with open(path, encoding="utf-8") as file:
    source = file.read()
linecache.cache["main.py"] = (lambda: source,)
module = sys.modules["__main__"] = types.ModuleType("__main__")
vars(module).update(__builtins__=__builtins__, __file__="main.py")
code = compile(source, "main.py", "exec", dont_inherit=True)
status, execute = 0, exec
gifts = {"real_exec": exec, "real_compile": compile, "real_open": open, "real_sys": sys, "real_os": types.ModuleType("os")}
vars(gifts["real_os"]).update(vars(os))
try:
    if armed:
        guard.arm(vars(module))
    if sys.argv[1] == "armed" and sys.argv[4] == "gifts":
        try:
            os.listdir("/")
        except PermissionError as refusal:
            trace = refusal.__traceback__
            while trace.tb_next is not None:
                trace = trace.tb_next
            gifts["hook_frame"] = trace.tb_frame
        vars(module).update(gifts)
    execute(code, vars(module))
except SystemExit as error:
    status = error.code or 0
except BaseException as error:
    error.__traceback__ = error.__traceback__.tb_next
    sys.stderr.write("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    status = 1
sys.stdout.flush()
del module
sys.modules.pop("__main__")
os._exit(status)
"""


def run(source, armed, gifts=False):
    """What a program prints, and its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("runner.py", "program.py")]
        for path, text in zip(paths, (RUNNER, textwrap.dedent(source))):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        command = [sys.executable, "-I", "-X", "utf8", paths[0], "armed" if armed else "free", paths[1], HERE, "gifts" if gifts else ""]
        done = subprocess.run(command, input="one\ntwo\n", capture_output=True, encoding="utf-8", env={}, timeout=60)
        errors = re.sub("0x[0-9a-f]+", "0x", done.stderr.replace(folder, ""))
        return done.stdout, errors, done.returncode


# What a program must not get. Each ends by printing `reached` if it did.
ESCAPES = {
    "imports": "import os; print('reached')",
    "imports by name": "print('reached', __import__('subprocess'))",
    "imports from a package": "from json import scanner; print('reached')",
    "imports by list": "m = __import__('os', None, None, []); m.getcwd(); print('reached')",
    "re-exported modules": "import typing; typing.sys; print('reached')",
    "modules under private names": "import collections; collections._sys; print('reached')",
    "files": "open('/etc/hostname'); print('reached')",
    "eval": "eval('1'); print('reached')",
    "the builtins module": "print.__self__.open('/etc/hostname'); print('reached')",
    "its import": "print.__self__.__import__('os').listdir('/'); print('reached')",
    "its import, with a lie": "g = {'__name__': 'linecache'}; print.__self__.__import__('os', g).listdir('/'); print('reached')",
    "modules of functions": "import json; json.dumps.__globals__['codecs'].sys.modules['posix'].listdir('/'); print('reached')",
    "file openers of functions": "import json; json.dumps.__globals__['codecs'].open('/etc/hostname'); print('reached')",
    "classes of os": """
        found = [c for c in object.__subclasses__() if c.__name__ == '_wrap_close'][0]
        found.__init__.__globals__['system']('true'); print('reached')
        """,
    "file classes": """
        def named(of, name): return [c for c in of.__subclasses__() if c.__name__ == name][0]
        named(named(named(object, '_IOBase'), '_RawIOBase'), 'FileIO')('/etc/hostname'); print('reached')
        """,
    "the importer of builtin modules": """
        found = [c for c in object.__subclasses__() if c.__name__ == 'BuiltinImporter'][0]
        found.load_module('posix').listdir('/'); print('reached')
        """,
    "the importer's own sys": """
        found = [c for c in object.__subclasses__() if c.__name__ == 'BuiltinImporter'][0]
        found.load_module.__func__.__globals__['sys'].modules['posix'].listdir('/'); print('reached')
        """,
    "frames of generators": "g = (x for x in ()); g.gi_frame; print('reached')",
    "frames of coroutines": "async def f(): pass\nc = f(); c.cr_frame; print('reached')",
    "frames of tracebacks": """
        try:
            1 / 0
        except ZeroDivisionError as error:
            error.__traceback__.tb_frame; print('reached')
        """,
    "frames by copying attributes": """
        import functools
        class Box: pass
        box = Box(); functools.update_wrapper(box, (x for x in ()), ('gi_frame',), ()); vars(box)['gi_frame']; print('reached')
        """,
    "frames of the hook": """
        try:
            print.__self__.__import__('typing').sys._getframe(0)
        except BaseException as error:
            error.__traceback__.tb_next.tb_frame; print('reached')
        """,
    "new functions": "f = lambda: 0; type(f)(f.__code__, {}); print('reached')",
    "new code": "f = lambda: 0; f.__code__.replace(co_consts=(1,)); print('reached')",
    "annotations": """
        import functools
        out = []
        @functools.singledispatch
        def show(x): pass
        @show.register
        def _(x: "out.append(__import__('os')) or int"): pass
        out[0].listdir('/'); print('reached')
        """,
    "generated source": r"""
        import dataclasses
        out = []
        name = "x{out.append(__import__('os'))}\"#"
        repr(dataclasses.dataclass(init=False, eq=False)(type('C', (), {'__annotations__': {name: int}}))())
        out[0].listdir('/'); print('reached')
        """,
    "the runner's functions": """
        import json
        files = json.dumps.__globals__['codecs'].sys.stdout
        type(files.buffer.raw)('/etc/hostname'); print('reached')
        """,
    "lying field names": r"""
        import dataclasses
        class S(str):
            def isidentifier(self): return True
        def pay(): print('reached')
        name = S('a"+str(pay())+"')
        space = {'__module__': '__main__'}
        repr(dataclasses.make_dataclass('C', [(name, int)], namespace=space, init=False, eq=False)())
        """,
    "lying names in annotations": r"""
        import dataclasses
        class S(str):
            def isidentifier(self): return True
        class M(type):
            def __prepare__(name, bases): return {'__annotations__': {S('a"+str(print("reached"))+"'): int}}
        repr(dataclasses.dataclass(init=False, eq=False)(M('C', (), M.__prepare__('', ())))())
        """,
    "names of inherited fields": r"""
        import dataclasses
        def pay(): print('reached')
        @dataclasses.dataclass
        class A:
            x: int = 0
        vars(A)['__dataclass_fields__']['x'].name = 'x+pay().y'
        @dataclasses.dataclass(init=False, eq=False)
        class B(A): pass
        repr(B())
        raise TypeError('nothing happened')
        """,
    "names of inherited fields, to builtins": r"""
        import dataclasses
        @dataclasses.dataclass
        class A:
            x: int = 0
        vars(A)['__dataclass_fields__']['x'].name = 'x!r}{super.__init__.__objclass__}{self.x'
        @dataclasses.dataclass(init=False, eq=False)
        class B(A): pass
        repr(B()); print('reached')
        """,
    "lying names of tuples": r"""
        import collections
        class S(str):
            def isidentifier(self): return True
            def __str__(self): return self
        collections.namedtuple('C', [S("a, b=print('reached')")])
        """,
    "exec of dataclasses": "import dataclasses; dataclasses.dataclass.__globals__['exec'](\"print('reached')\", globals(), {})",
    "eval of collections": "import collections; collections.namedtuple.__globals__['eval']('().__class__', {}); print('reached')",
    "compile of typing": "import typing; typing.cast.__globals__['compile']('print(1)', '', 'exec'); print('reached')",
    "compile of ast": "print.__self__.__import__('ast').parse.__globals__['compile']('1', '', 'eval', 0); print('reached')",
    "flags that lie": """
        class I(int):
            def __and__(self, other): return 1
        print.__self__.__import__('ast').parse.__globals__['compile']('1', '', 'eval', I(0)); print('reached')
        """,
    "what the substitutes hide": """
        import dataclasses
        dataclasses.dataclass.__globals__['exec'].__kwdefaults__['own']; print('reached')
        """,
    "what the substitutes hide, by descriptor": """
        import dataclasses
        def f(): pass
        vars(type(f))['__kwdefaults__'].__get__(dataclasses.dataclass.__globals__['exec'])['own']; print('reached')
        """,
    "what the substitutes hide, by change": """
        import dataclasses
        dataclasses.dataclass.__globals__['exec'].__kwdefaults__ = {}; print('reached')
        """,
    "code of functions by others": """
        import json
        def f(*a, **k): pass
        json.dumps.__code__ = f.__code__; print('reached')
        """,
    "the hook's state by its frame": """
        def state(): print.__self__.__import__('typing').sys._getframe(0)
        try:
            state()
        except BaseException as error:
            trace = error.__traceback__
            while trace is not None:
                trace.tb_frame.f_globals['harmless'] = trace; trace = trace.tb_next
            print('reached')
        """,
    "processes of the runner": """
        import json
        sys = print.__self__.__import__('typing').sys
        sys.stdout.buffer.raw.__class__('/tmp/x', 'w'); print('reached')
        """,
    "tracing": "print.__self__.__import__('typing').sys.settrace(print); print('reached')",
    "threads": """
        scope = print.__self__.__import__('reprlib').__dict__
        scope['get_ident'].__self__.start_new_thread(print, ()); print('reached')
        """,
}

# What a program must not get even with what it should never have got: the real functions, and the frame of the hook.
GIFTED = {
    "files to read": "real_open('/etc/hostname'); print('reached')",
    "files to write": "real_open('/tmp/guard-test', 'w'); print('reached')",
    "files by descriptor": "real_os.open('/etc/hostname', 0); print('reached')",
    "processes": "real_os.fork() or real_os._exit(0); print('reached')",
    "commands": "real_os.system('true'); print('reached')",
    "other programs": "real_os.posix_spawn('/bin/true', ['true'], {}); print('reached')",
    "imports": "real_exec('import subprocess'); print('reached')",
    "exec": "real_exec('1'); print('reached')",
    "compile": "real_compile('1', '', 'exec'); print('reached')",
    "code in the runner's name": """
        import json
        real_exec(real_compile('import ctypes', json.dumps.__code__.co_filename, 'exec'), {}); print('reached')
        """,
    "other code": "(lambda: 0).__code__.replace(co_filename='x'); print('reached')",
    "frames": "real_sys._getframe(0); print('reached')",
    "all frames": "real_sys._current_frames(); print('reached')",
    "tracing": "real_sys.settrace(print); print('reached')",
    "profiling": "real_sys.setprofile(print); print('reached')",
    "threads": """
        start = print.__self__.__import__('reprlib').__dict__['get_ident'].__self__
        real_sys.modules['_thread'].RLock; start.start_new_thread(print, ()); print('reached')
        """,
    "the hook's names": """
        class All:
            def __contains__(self, x): return True
            __eq__ = lambda *a: True
            __hash__ = object.__hash__
        scope, everything = hook_frame.f_globals, All()
        for name in {*scope, *hook_frame.f_locals}:
            scope['__builtins__'][name] = hook_frame.f_locals[name] = everything
        scope.update(scope['__builtins__'])
        real_os.listdir('/'); print('reached')
        """,
    "the hook's constants": """
        known = hook_frame.f_locals['known']
        known |= {id((lambda: 0).__code__)}
        hook_frame.f_locals['hidden'][-1].__kwdefaults__['own'] = (); print('reached')
        """,
    "the hook's code": "hook_frame.f_locals['hidden'][-1].__code__ = (lambda *a, **k: None).__code__; print('reached')",
    "the hook's defaults": "del hook_frame.f_locals['hidden'][-1].__kwdefaults__; print('reached')",
    "the hook's referrers": "import json; real_sys.modules['gc'].get_referrers(hook_frame); print('reached')",
    "a hook for garbage": "real_os.register_at_fork(before=print); real_os.forkpty(); print('reached')",
}

# What stays as it is.
PROGRAMS = {
    "streams": "print(input(), input(), sep='|')\ntry:\n    input()\nexcept EOFError as e:\n    print(repr(e))",
    "library": """
        import collections, functools, itertools, json, math, typing, collections.abc as abc
        from dataclasses import *
        from typing import *
        from collections import abc as also, Counter
        import json.decoder
        print(Counter('hello').most_common(1), math.__name__, json.__version__, abc is also)
        print(collections.namedtuple('P', 'x y')(1, 2), list(itertools.accumulate([1, 2])), functools.reduce(max, [3, 4]))
        try:
            json.loads('{bad')
        except json.decoder.JSONDecodeError as error:
            print(error)
        class Point(NamedTuple):
            x: int = 0
        class Movie(TypedDict):
            name: str
        @runtime_checkable
        class Sized(Protocol):
            def size(self): ...
        T = TypeVar('T')
        class Stack(Generic[T]): pass
        print(Point(), Movie(name='x'), isinstance(3, Sized), Stack[int], Optional['Stack'], Point.__module__)
        """,
    "data classes": """
        from dataclasses import dataclass, field, fields, asdict, replace, make_dataclass
        from functools import total_ordering, singledispatch, cached_property, lru_cache, wraps, partial
        @dataclass(order=True, frozen=True)
        class Node:
            name: str
            kids: list = field(default_factory=list, compare=False)
        node = Node('a', [Node('b')])
        print(node, asdict(node), replace(node, name='c'), [f.name for f in fields(node)], Node.__doc__)
        print(make_dataclass('X', ['a', ('b', int)])(1, 2))
        @dataclass
        class Loop:
            next: object = None
        loop = Loop(); loop.next = loop; print(loop)
        @singledispatch
        def show(x): return 'other'
        @show.register
        def _(x: int): return 'int'
        print(show(1), show('a'))
        """,
    "generators and coroutines": """
        def numbers():
            try:
                yield 1
            finally:
                print('closed')
        g = numbers(); print(next(g)); g.close()
        async def three(): return 3
        try:
            three().send(None)
        except StopIteration as stop:
            print(stop.value)
        """,
    "texts": """
        for name in ('ascii', 'latin-1', 'utf-16', 'cp1252', 'utf-7', 'cp1251', 'shift_jis', 'sjis', 'iso-8859-2', 'BIG5', 'koi8-r'):
            print('x\\u20ac'.encode(name, 'replace'))
        print('\\N{BULLET}', 'ﬁ'.casefold(), len(str(3 ** 4000)), 10 ** 3000 % 97)
        ｎａｍｅ = 1; print(name)
        """,
    "big numbers": "x = 7 ** 20000\nprint(x // 3 ** 9000 % 10 ** 9, math.isqrt(x) % 97 if 0 else hash(x))",
    "uncaught": "def f(n):\n    return [1][n]\n\nprint('before')\nf(3)",
    "uncaught in the library": "import json\njson.loads('[1, 2')",
    "uncaught chain": """
        class Mine(Exception):
            def __str__(self): return 'mine'
        try:
            {}['k']
        except KeyError as error:
            raise Mine from error
        """,
    "syntax at run time": "raise SyntaxError('bad', ('main.py', 1, 2, 'text', 1, 3))",
    "deep recursion": "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as error:\n    print(error)",
    "finalizers that fail": "class A:\n    def __del__(self): 1 / 0\nA()\nprint('after')",
    "warnings": "print(~True if 0 else 'x' is 'x')",
    "exit": "print('a')\nexit(3)",
    "quit": "print('a')\nquit()",
    "missing names": "print(hasattr(print, 'x'))\nundefined_name",
    "introspection": """
        class A:
            \"\"\"Doc.\"\"\"
            def f(self, a, b=1): pass
        print(A.__doc__, A.f.__code__.co_varnames, A.f.__defaults__, vars(A()), dir(A())[-1], A.__mro__, type(A).__name__, id(A) > 0)
        print(sorted(n for n in globals() if not n.startswith('__')))
        """,
    "main": "if __name__ == '__main__':\n    print(__name__, __file__)",
}


class Guard(unittest.TestCase):
    def test_programs_that_reach_out_are_stopped(self):
        for name, source in ESCAPES.items():
            with self.subTest(name):
                output, errors, _ = run(source, True)
                self.assertNotIn("reached", output)
                self.assertIn("Error", errors)

    def test_what_a_program_should_not_have_is_of_no_use_to_it(self):
        for name, source in GIFTED.items():
            with self.subTest(name):
                output, errors, _ = run(source, True, True)
                self.assertNotIn("reached", output)
                self.assertRegex(errors, "is not available here|has no attribute|KeyError: 'gc'")

    def test_the_escapes_are_real_without_the_guard(self):
        # These are no escapes without it: they need what only the guard or the runner makes.
        unreal = {
            "imports by list", "its import, with a lie", "annotations", "frames of the hook", "generated source", "compile of ast",
            "compile of typing", "eval of collections", "exec of dataclasses", "flags that lie", "lying names of tuples",
            "names of inherited fields, to builtins", "the hook's state by its frame", "what the substitutes hide",
            "what the substitutes hide, by change", "what the substitutes hide, by descriptor",
        }
        for name in sorted(ESCAPES.keys() - unreal):
            with self.subTest(name):
                self.assertIn("reached", run(ESCAPES[name], False)[0])

    def test_other_programs_stay_as_they_are(self):
        for name, source in PROGRAMS.items():
            with self.subTest(name):
                self.assertEqual(run(source, False), run(source, True))


if __name__ == "__main__":
    unittest.main()
