"""The run-time half of the import whitelist. A second line and a helpful answer, not a boundary: the sandbox is that.

    prepare()          before a checkpoint: import everything early, build what programs will see, plan the changes
    arm(main_globals)  just before the program: make the changes, then set the hook that cannot be taken back

A program sees facades (modules with public names only) and builtins without those that run text or open files. The modules
behind the facades lose their ways to `sys`, `os` and the like, and an audit hook refuses what is left.

`arm` is called from the file that runs the program, and leaves that file as it was: it gets private copies of what is
emptied. The program's globals must be those of `sys.modules["__main__"]`. A check of this file: `test_guard.py`.

Works with Python 3.9 to 3.13.
"""

import builtins
import importlib
import sys
import types

# What programs may import.
MODULES = (
    "__future__", "collections", "collections.abc", "dataclasses", "functools", "itertools", "json", "json.decoder",
    "json.encoder", "math", "typing",
)

# Public, but it evaluates strings as code.
NOT_PUBLIC = {"typing": ("ForwardRef", "evaluate_forward_ref", "get_type_hints")}

# What those modules, the interpreter and its messages import late.
LATE = (
    "_collections_abc", "_colorize", "_pylong", "_weakrefset", "abc", "annotationlib", "ast", "builtins", "codecs", "contextlib",
    "copy", "copyreg", "enum", "heapq", "inspect", "io", "keyword", "linecache", "numbers", "operator", "re", "reprlib",
    "string", "textwrap", "token", "tokenize", "traceback", "types", "unicodedata", "warnings", "weakref",
)

# Looking a codec up imports its module.
CODECS = (
    "ascii", "base64", "cp1252", "cp437", "hex", "idna", "iso8859-15", "latin-1", "punycode", "quopri", "raw_unicode_escape",
    "rot13", "unicode_escape", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le", "utf-7", "utf-8",
    "utf-8-sig",
)

# Builtins that programs do not get.
NOT_BUILTINS = ("breakpoint", "compile", "copyright", "credits", "eval", "exec", "help", "license", "open")

# Library modules that need some of them, as names of their own.
NEEDS = {"ast": ("compile",), "collections": ("eval",), "dataclasses": ("exec",), "typing": ("compile", "eval"), "annotationlib": ("compile", "eval")}

# Modules to which the library keeps no way, but for what the tables below leave.
CLOSED = frozenset((
    "_frozen_importlib", "_frozen_importlib_external", "_imp", "_posixsubprocess", "_signal", "_socket", "_thread", "atexit",
    "ctypes", "fcntl", "gc", "imp", "importlib", "marshal", "os", "pathlib", "pkgutil", "posix", "posixpath", "genericpath", "pwd",
    "resource", "runpy", "select", "shutil", "signal", "site", "socket", "subprocess", "sys", "tempfile", "threading", "time",
    "zipfile", "zipimport", "_ctypes", "mmap", "multiprocessing", "selectors", "grp", "random",
))

# What the library may go on asking them for.
LEFT = {
    "sys": (
        "__stderr__", "__stdin__", "__stdout__", "_getframe", "_getframemodulename", "argv", "builtin_module_names", "byteorder",
        "exc_info", "exception", "flags", "float_info", "get_int_max_str_digits", "getdefaultencoding",
        "getfilesystemencodeerrors", "getfilesystemencoding", "getrecursionlimit", "getrefcount", "getsizeof", "hash_info",
        "hexversion", "implementation", "intern", "is_finalizing", "maxsize", "maxunicode", "modules", "platform", "stderr",
        "stdin", "stdlib_module_names", "stdout", "version", "version_info", "warnoptions",
    ),
    "os": ("PathLike", "curdir", "extsep", "fspath", "linesep", "name", "pardir", "sep", "stat"),
    "_thread": ("RLock", "allocate_lock", "get_ident", "LockType"),
}

# Modules whose own names go too, but for the above, so that no function of theirs leads to them.
EMPTIED = ("_imp", "_posixsubprocess", "_signal", "_thread", "gc", "marshal", "os", "posix")

# Audit events of harmless things. All others are refused, those of versions to come as well.
HARMLESS = frozenset((
    "array.__new__", "builtins.id", "builtins.input", "builtins.input/result", "compile", "cpython.PyInterpreterState_Clear",
    "cpython._PySys_ClearAuditHooks", "exec", "object.__delattr__", "object.__setattr__", "sys._getframemodulename",
    "sys.excepthook", "sys.unraisablehook",
))
# Attributes that hand out frames.
FRAMES = frozenset(("ag_frame", "cr_frame", "gi_frame", "tb_frame"))
# Events that are fine while no code of the program is on the stack, and so is reading files: the runner shows with which
# exception the program ended, and the lines of source that led to it.
AROUND = frozenset(("object.__getattr__", "sys._getframe", "time.sleep"))
# Events that the runner's own functions may cause at any time: its output stream has a thread.
RUNNER = frozenset(("_thread.start_joinable_thread", "_thread.start_new_thread"))

plan = None


# === Before the checkpoint ===


def prepare():
    """Imports and plans. Changes nothing that a program without the guard would notice."""
    global plan
    real = import_all()
    shown = made_facades(real)
    substitutes = made_substitutes()
    plan = {
        "builtins": program_builtins(shown),
        "library import": library_import(),
        "changes": [*changed_builtins(), *changed_library(substitutes)],
        # Where the accelerator of `json` looks for its exception.
        "modules": {**substitutes, "json.decoder": shown["json.decoder"]},
        "purged": [name for name in sys.modules if is_closed(name) or name.startswith(("collections.", "json.", "typing."))],
        "files": {file for module in sys.modules.values() for file in files_of(module)},
        "naming": {file for name in ("collections", "typing", "enum") for file in files_of(sys.modules[name])},
        # What is taken out of tables may still be in use.
        "kept": list(sys.modules.values()),
    }


def import_all():
    for name in LATE:
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # Not in this version.
    codecs = sys.modules["codecs"]
    for name in CODECS:
        try:
            codecs.lookup(name)
        except LookupError:
            pass  # Not in this build.
    return {name: importlib.import_module(name) for name in MODULES}


def files_of(module):
    """The file names that tracebacks show for a module's functions; one has them all."""
    if module.__name__ == "__main__":
        return
    for value in list(vars(module).values()):
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
            yield value.__code__.co_filename
            return


def made_in(namespace, source, *builtin_names):
    """Functions that a program may get hold of: their namespace holds what they need and nothing else. They count as this
    file's, so that a runner can leave its own folder out of tracebacks."""
    namespace["__builtins__"] = {name: getattr(builtins, name) for name in builtin_names}
    exec(compile(source, __file__, "exec"), namespace)
    return namespace


# === What programs see ===

PROGRAM_FUNCTIONS = """
def __import__(name, globals=None, locals=None, fromlist=None, level=0):
    if type(fromlist) is list:
        return None  # It is the interpreter, which then looks the module up itself.
    if level or name not in shown:
        raise ImportError(f"`{name}` is not available here; available are {available}", name=name)
    return shown[name if fromlist else name.partition(".")[0]]

def exit(code=None):
    raise SystemExit(code)
"""


def made_facades(real):
    """Modules with public names only."""
    shown = {}
    for path, module in real.items():
        facade = shown[path] = types.ModuleType(path, module.__doc__)
        names = dict(public_names(module))
        vars(facade).update(names, __all__=list(names))
        if hasattr(module, "__version__"):
            facade.__version__ = module.__version__
        parent, _, name = path.rpartition(".")
        if parent:
            setattr(shown[parent], name, facade)
    shown["json"].detect_encoding = real["json"].detect_encoding
    return shown


def public_names(module):
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    hidden = NOT_PUBLIC.get(module.__name__, ())
    for name in names:
        value = getattr(module, name, None)
        if name not in hidden and not isinstance(value, types.ModuleType):
            yield name, value


def program_builtins(shown):
    available = "math, json, collections, itertools, functools, typing, dataclasses"
    namespace = {"__name__": "builtins", "shown": shown, "available": available}
    functions = made_in(namespace, PROGRAM_FUNCTIONS, "ImportError", "SystemExit", "list", "type")
    given = {name: value for name, value in vars(builtins).items() if name not in NOT_BUILTINS}
    given.update(__import__=functions["__import__"], __loader__=None, __spec__=None)
    for name in ("exit", "quit"):
        given.setdefault(name, functions["exit"])
    return given


# === What the library sees ===

LIBRARY_FUNCTIONS = """
def __import__(name, globals=None, locals=None, fromlist=None, level=0):
    if type(fromlist) is list:
        return None
    top = name.partition(".")[0]
    # Where lines of source are read, these two are imported late.
    reader = globals is not None and globals.get("__name__") == "linecache" and name in ("os", "sys")
    if level or not (top in late or reader) or name not in modules:
        raise ImportError(f"`{name}` is not available here", name=name)
    return modules[name if fromlist else top]
"""


def library_import():
    namespace = {"__name__": "builtins", "late": frozenset(LATE + MODULES), "modules": sys.modules}
    return made_in(namespace, LIBRARY_FUNCTIONS, "ImportError", "list", "type")["__import__"]


def made_substitutes():
    """Modules with the few names that the library needs of those it loses."""
    made = {}
    for path, names in LEFT.items():
        module, made[path] = sys.modules[path], types.ModuleType(path)
        vars(made[path]).update((name, getattr(module, name)) for name in names if hasattr(module, name))
    vars(made["sys"]).update(meta_path=[], path=[], path_hooks=[], path_importer_cache={})
    made["os"].environ = {}
    made["os"].path = made["os.path"] = made["posixpath"] = types.ModuleType("posixpath")
    for name in ("basename", "dirname", "isabs", "join", "normcase", "split", "splitext"):
        setattr(made["os"].path, name, getattr(sys.modules["os.path"], name))
    return made


def is_closed(path):
    return path.partition(".")[0] in CLOSED


def changed_builtins():
    """`(namespace, name, value)` of each change; without value the name goes."""
    yield from ((vars(builtins), name) for name in NOT_BUILTINS if hasattr(builtins, name))
    yield from ((vars(builtins), name, None) for name in ("__loader__", "__spec__"))
    for path, names in NEEDS.items():
        if path in sys.modules:
            yield from ((vars(sys.modules[path]), name, getattr(builtins, name)) for name in names)


def changed_library(substitutes):
    for path, module in list(sys.modules.items()):
        if path != "__main__" and module.__name__ != __name__:
            for name, value in list(vars(module).items()):
                if isinstance(value, types.ModuleType) and is_closed(value.__name__):
                    yield vars(module), name, substitutes.get(value.__name__)
    kept = {*LEFT["os"], "path", "sys", "abc", "st", "fsencode", "fsdecode"}
    for path in EMPTIED:
        namespace = vars(sys.modules.get(path, types))
        if path in sys.modules:
            yield from ((namespace, name) for name in list(namespace) if not name.startswith("__") and name not in kept)


# === Just before the program ===

HOOK = """
def hook(event, arguments):
    if event in harmless or event == "object.__getattr__" and arguments[1] not in frames:
        return
    # The frame that is asked for here is this one only when this function asks.
    if event == "sys._getframe" and arguments[0].f_code is code:
        return
    frame = getframe().f_back
    file = frame.f_code.co_filename if frame else None
    if event == "sys._getframe" and file in naming or event in runner and file in runners:
        return
    if event in around or event == "open" and arguments[1] in ("r", "rb"):
        while frame is not None and frame.f_code.co_filename in files:
            frame = frame.f_back
        if frame is None:
            return
    what = arguments[1] if event == "object.__getattr__" else event
    raise PermissionError(f"`{what}` is not available here")
"""


def arm(main_globals):
    """Closes what can be closed. Nothing opens it again."""
    caller = sys._getframe(1)
    runner = caller.f_code.co_filename
    add_hook, hook = sys.addaudithook, made_hook(runner)
    keep_for(caller.f_globals)
    for namespace, name, *value in plan["changes"]:
        if value:
            namespace[name] = value[0]
        else:
            namespace.pop(name, None)
    builtins.__import__ = plan["library import"]
    for name in plan["purged"]:
        sys.modules.pop(name, None)
    sys.modules.update(plan["modules"])
    for table in (sys.meta_path, sys.path, sys.path_hooks, sys.path_importer_cache):
        table.clear()
    main_globals.update(__builtins__=dict(plan["builtins"]), __loader__=None, __spec__=None)
    add_hook(hook)


def made_hook(runner):
    namespace = {
        "harmless": HARMLESS, "frames": FRAMES, "around": AROUND, "runner": RUNNER, "runners": frozenset((runner,)),
        "naming": frozenset(plan["naming"]), "files": frozenset((*plan["files"], runner)), "getframe": sys._getframe,
    }
    hook = made_in(namespace, HOOK, "PermissionError")["hook"]
    namespace["code"] = hook.__code__
    return hook


def keep_for(namespace):
    """Gives the runner copies of its own of what is emptied."""
    for name, value in list(namespace.items()):
        if isinstance(value, types.ModuleType) and value.__name__ in EMPTIED:
            copy = namespace[name] = types.ModuleType(value.__name__)
            vars(copy).update(vars(value))
    for name in NOT_BUILTINS:
        if hasattr(builtins, name):
            namespace.setdefault(name, getattr(builtins, name))
