"""The run-time half of the import whitelist.

What it is: a second fence, inside the sandbox, and a helpful answer. What it is not: a boundary. An interpreter cannot be made
tight against the code that it runs, and a program that gets over this fence is where every program is that needs no whitelist:
in a gVisor sandbox without network, files or privileges. That is the boundary.

    prepare()          before a checkpoint: import everything early, build what programs will see, plan the changes
    arm(main_globals)  just before the program: make the changes, then set the hook that cannot be taken back

Several things have to fail before a program is over it:

- It sees facades (modules with public names only) and builtins without those that run text or open files.
- The modules behind the facades lose their ways to `sys`, `os` and the like.
- Where the library runs text that it made itself (`dataclasses`, `collections`, `typing`), it has substitutes for `exec` and the
  like. They run any text, but without a module's names, and without double-underscore names but those that such text has. What
  fields are called is checked before it gets into a text.
- An audit hook refuses what is left. Whom it trusts it tells by the identity of code objects that were there before the program,
  not by file names, which programs choose. What it decides by are constants in its keyword defaults; it looks nothing up by name;
  and it refuses to hand out frames, and its own defaults and those of the substitutes, where the real `exec` is.

Known to be open: whatever the interpreter does without an audit event, on objects that can be reached. Through the functions of its
output stream a program can reach the runner's modules, and with them calls like `os.stat` and `os.dup2`.

`arm` is called from the file that runs the program and leaves that file as it was, except that builtins which programs do not get
are gone there too, and that it gets private copies of modules that are emptied. The program's globals must be those of
`sys.modules["__main__"]`. A check of this file: `test_guard.py`.

Works with Python 3.9 to 3.13.
"""

import builtins
import gc
import importlib
import os
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

# Text encodings that programs get. Looking one up imports its module, which programs cannot cause, so these are there before; and
# each takes memory in every sandbox and time of every job, so these are not all that Python has.
CODECS = (
    "ascii", "base64_codec", "big5", "charmap", "cp1250", "cp1251", "cp1252", "cp437", "cp850", "euc_jp", "euc_kr", "gb18030", "gb2312",
    "gbk", "hex_codec", "iso2022_jp", "iso8859_1", "iso8859_15", "iso8859_2", "koi8_r", "latin_1", "mac_roman", "punycode",
    "quopri_codec", "raw_unicode_escape", "rot_13", "shift_jis", "unicode_escape", "utf_16", "utf_16_be", "utf_16_le", "utf_32",
    "utf_32_be", "utf_32_le", "utf_7", "utf_8", "utf_8_sig",
)

# Builtins that programs do not get.
NOT_BUILTINS = ("breakpoint", "compile", "copyright", "credits", "eval", "exec", "help", "license", "open")

# Where the library runs text that it made, or only parses it: the substitutes for it, by module.
RUN_TEXT = {
    "annotationlib": ("compile_hint", "eval_hint"), "ast": ("parse",), "collections": ("eval_made",), "dataclasses": ("exec_made",),
    "typing": ("compile_hint", "eval_hint"),
}
# Double-underscore names in the text that `dataclasses` makes; parameters are not among the names.
MADE_NAMES = frozenset((
    "__class__", "__create_fn__", "__delattr__", "__eq__", "__ge__", "__gt__", "__hash__", "__init__", "__le__", "__lt__",
    "__post_init__", "__qualname__", "__replace__", "__repr__", "__setattr__",
))
# Builtins that such text needs.
MADE_BUILTINS = ("NotImplemented", "TypeError", "hash", "super", "type")

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

# Audit events of harmless things. All others are refused, those of versions to come as well, but for what the hook looks into.
HARMLESS = frozenset((
    "array.__new__", "builtins.id", "builtins.input", "builtins.input/result", "cpython.PyInterpreterState_Clear",
    "cpython._PySys_ClearAuditHooks", "sys._getframemodulename", "sys.excepthook", "sys.unraisablehook",
))
# Attributes that hand out frames.
FRAMES = frozenset(("ag_frame", "cr_frame", "gi_frame", "tb_frame"))
# Attributes that hand out what this file hides in functions.
HIDING = frozenset(("__code__", "__defaults__", "__kwdefaults__"))
# Events that are fine while no code of the program is on the stack: the runner shows with which exception it ended.
AROUND = frozenset(("object.__getattr__", "sys._getframe", "time.sleep"))
# Events that the runner's own functions may cause for functions of its own at any time: its output stream has a thread.
THREADS = frozenset(("_thread.start_joinable_thread", "_thread.start_new_thread"))

# Events that only the substitutes for `exec` and the like may cause, and the runner when it runs the program.
TEXT = frozenset(("compile", "exec"))

plan = None


# === Before the checkpoint ===


def prepare():
    """Imports and plans. Changes nothing that a program without the guard would notice."""
    global plan
    real = import_all()
    known = known_code()
    shown = made_facades(real)
    hidden = []
    imports = library_import(hidden)
    substitutes = made_substitutes()
    plan = {
        "builtins": program_builtins(shown, hidden),
        "library import": imports,
        "changes": [*changed_builtins(), *changed_text_runners(hidden), *changed_library(substitutes)],
        # Where the accelerator of `json` looks for its exception.
        "modules": {**substitutes, "json.decoder": shown["json.decoder"]},
        "purged": [name for name in sys.modules if is_closed(name) or name.startswith(("collections.", "json.", "typing."))],
        "known": frozenset(known),
        "naming": code_of(known, "collections", "typing", "enum"),
        "readers": code_of(known, "linecache", "tokenize"),
        "hidden": hidden,
        # What is taken out of tables may still be in use, and identities mean something only while what has them exists.
        "kept": (list(sys.modules.values()), known),
    }


def import_all():
    for name in (*LATE, *("encodings." + codec for codec in CODECS)):
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # Not in this version.
    return {name: importlib.import_module(name) for name in MODULES}


def known_code():
    """The code of every function there is: no program has run."""
    found = {}
    for value in gc.get_objects():
        if type(value) is types.FunctionType:
            add_code(value.__code__, found)
    return found


def add_code(code, found):
    """With the code of what is defined in it."""
    if id(code) not in found:
        found[id(code)] = code
        for constant in code.co_consts:
            if type(constant) is types.CodeType:
                add_code(constant, found)


def code_of(known, *names):
    files = set()
    for name in names:
        functions = (value for value in vars(sys.modules[name]).values() if isinstance(value, types.FunctionType))
        files.update(value.__code__.co_filename for value in functions if value.__module__ == name)
    return frozenset(key for key, code in known.items() if code.co_filename in files)


def hiding(source, own, hidden):
    """A function that a program may get hold of, but not of `own`, which is all that it works with. It is one tuple, so that a
    caller who passes another one gets nothing by it."""
    scope = made_in({"__name__": "builtins"}, source)
    made = scope.popitem()[1]
    made.__kwdefaults__ = {**(made.__kwdefaults__ or {}), "own": own}
    hidden.append(made)
    return made


def made_in(namespace, source, *builtin_names):
    """Functions that a program may get hold of: their namespace holds what they need and nothing else. They count as this
    file's, so that a runner can leave its own folder out of tracebacks."""
    namespace["__builtins__"] = {name: getattr(builtins, name) for name in builtin_names}
    exec(compile(source, __file__, "exec"), namespace)
    return namespace


# === What programs see ===

PROGRAM_IMPORT = """
def __import__(name, globals=None, locals=None, fromlist=None, level=0, *, own):
    shown, available, ImportError, list, type = own
    if type(fromlist) is list:
        return None  # It is the interpreter, which then looks the module up itself.
    if level or name not in shown:
        raise ImportError(f"`{name}` is not available here; available are {available}", name=name)
    return shown[name if fromlist else name.partition(".")[0]]
"""

PROGRAM_EXIT = """
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


def program_builtins(shown, hidden):
    available = "math, json, collections, itertools, functools, typing, dataclasses"
    given = {name: value for name, value in vars(builtins).items() if name not in NOT_BUILTINS}
    own = (shown, available, ImportError, list, type)
    given.update(__import__=hiding(PROGRAM_IMPORT, own, hidden), __loader__=None, __spec__=None)
    leave = made_in({"__name__": "builtins"}, PROGRAM_EXIT, "SystemExit")["exit"]
    for name in ("exit", "quit"):
        given.setdefault(name, leave)
    return given


# === What the library sees ===

LIBRARY_IMPORT = """
def __import__(name, globals=None, locals=None, fromlist=None, level=0, *, own):
    late, modules, ImportError, list, type = own
    if type(fromlist) is list and not name.startswith("encodings."):
        return None
    top = name.partition(".")[0]
    # Where lines of source are read, these two are imported late.
    reader = globals is not None and globals.get("__name__") == "linecache" and name in ("os", "sys")
    if level or not (top in late or reader) or name not in modules:
        raise ImportError(f"`{name}` is not available here", name=name)
    return modules[name if fromlist else top]
"""


def library_import(hidden):
    late = frozenset((*LATE, *MODULES, "encodings"))
    return hiding(LIBRARY_IMPORT, (late, sys.modules, ImportError, list, type), hidden)


# Text that the library made. What it is made of comes from the program, so it gets no names but its parameters' and a few builtins;
# and to run it, none of the module in whose name it is made.
TEXT_RUNNERS = {
    "parse": """
def compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1, own):
    real, int, type, refused = own
    if type(flags) is not int or not flags & 0x400:
        raise refused("`compile` is not available here")
    return real(source, filename, mode, flags, _feature_version=_feature_version)
""",
    "exec_made": """
def exec(source, globals=None, locals=None, *, own):
    real, compile, check, given, refused, str, dict, type = own
    if type(source) is not str or type(globals) is not dict or type(locals) is not dict:
        raise refused("`exec` is not available here")
    code = compile(source, "<string>", "exec", 0, True)
    check(code)
    real(code, {"__builtins__": {**given}, "__name__": globals.get("__name__")}, locals)
""",
    "eval_made": """
def eval(source, globals, *, own):
    real, compile, check, refused, str, dict, type = own
    if type(source) is not str or type(globals) is not dict:
        raise refused("`eval` is not available here")
    code = compile(source, "<string>", "eval", 0, True)
    check(code)
    return real(code, globals)
""",
    "compile_hint": """
def compile(source, filename, mode, *, own):
    real, check, refused, str, type = own
    if type(source) is not str or mode != "eval":
        raise refused("`compile` is not available here")
    code = real(source, "<string>", "eval", 0, True)
    check(code)
    return code
""",
    "eval_hint": """
def eval(code, globals=None, locals=None, *, own):
    real, check, refused, code_type, type = own
    if type(code) is not code_type:
        raise refused("`eval` is not available here")
    check(code)
    return real(code, globals, locals)
""",
}

CHECK = """
def check(code, *, own):
    allowed, code_type, refused, type = own
    todo = [code]
    while todo:
        code = todo.pop()
        for name in code.co_names:
            if name[:2] == "__" == name[-2:] and name not in allowed:
                raise refused(f"`{name}` is not available here")
        todo += [constant for constant in code.co_consts if type(constant) is code_type]
"""

GET_FIELD = """
def _get_field(cls, name, *rest, own):
    real, keywords, str, type, refused = own
    if type(name) is not str or not name.isidentifier() or name in keywords:
        raise refused(f"Field names must be valid identifiers: {name!r}")
    return real(cls, name, *rest)
"""


def changed_text_runners(hidden):
    check = hiding(CHECK, (MADE_NAMES, types.CodeType, PermissionError, type), hidden)
    check_plain = hiding(CHECK, (frozenset(), types.CodeType, PermissionError, type), hidden)
    check_hint = hiding(CHECK, (frozenset(), types.CodeType, SyntaxError, type), hidden)
    given = {name: getattr(builtins, name) for name in MADE_BUILTINS}
    own = {
        "parse": (compile, int, type, PermissionError),
        "exec_made": (exec, compile, check, given, PermissionError, str, dict, type),
        "eval_made": (eval, compile, check_plain, PermissionError, str, dict, type),
        "compile_hint": (compile, check_hint, PermissionError, str, type),
        "eval_hint": (eval, check_hint, PermissionError, types.CodeType, type),
    }
    made = {name: hiding(source, own[name], hidden) for name, source in TEXT_RUNNERS.items()}
    for path, names in RUN_TEXT.items():
        if path in sys.modules:
            yield from ((vars(sys.modules[path]), made[name].__name__, made[name]) for name in names)
    fields = sys.modules["dataclasses"]
    own = (fields._get_field, frozenset(sys.modules["keyword"].kwlist), str, type, TypeError)
    yield vars(fields), "_get_field", hiding(GET_FIELD, own, hidden)


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
def hook(event, arguments, *, own):
    (harmless, frames, hiding, around, threads, text, makers, readers, naming, runner, known, hidden, code,
     getframe, id, type, method, function, error) = own
    if event in harmless:
        return
    what = event
    if event in ("object.__getattr__", "object.__setattr__", "object.__delattr__"):
        what = arguments[1]
        secret = event == "object.__setattr__" and what == "__code__"
        if what in hiding:
            for one in hidden:
                if arguments[0] is one:
                    secret = True
        if secret:
            raise error(f"`{what}` is not available here")
        if event != "object.__getattr__" or what not in frames:
            return
    # The frame that is asked for here is this one only when this function asks.
    if event == "sys._getframe" and arguments[0].f_code is code:
        return
    frame = getframe().f_back
    asker = None if frame is None else id(frame.f_code)
    if event == "sys._getframe" and asker in naming or event in text and asker in makers:
        return
    if event in threads and asker in runner and type(arguments[0]) is method and type(arguments[0].__func__) is function:
        if id(arguments[0].__func__.__code__) in runner:
            return
    if event in around or event == "open" and arguments[1] in ("r", "rb") and asker in readers:
        while frame is not None and (id(frame.f_code) in known or id(frame.f_code) in runner):
            frame = frame.f_back
        if frame is None:
            return
    raise error(f"`{what}` is not available here")
"""


def arm(main_globals):
    """Closes what can be closed. Nothing opens it again."""
    caller = sys._getframe(1)
    add_hook, hook = sys.addaudithook, made_hook(caller)
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
    # Nothing of this file is needed any more but what is in use elsewhere.
    globals().clear()
    add_hook(hook)


def made_hook(caller):
    runner, known, hidden = runner_code(caller), plan["known"], plan["hidden"]
    makers = frozenset((id(caller.f_code), *(id(function.__code__) for function in hidden)))
    hook = hiding(HOOK, None, hidden)
    hook.__kwdefaults__["own"] = (
        HARMLESS, FRAMES, HIDING, AROUND, THREADS, TEXT, makers, plan["readers"], plan["naming"], frozenset(runner), known,
        tuple(hidden), hook.__code__, sys._getframe, id, type, types.MethodType, types.FunctionType, PermissionError,
    )
    # Not a parameter: it only has to last.
    hook.__kwdefaults__["kept"] = (plan["kept"], runner)
    return hook


def runner_code(frame):
    """The code of those who are about to run the program."""
    found = {}
    while frame is not None:
        add_code(frame.f_code, found)
        frame = frame.f_back
    return found


def keep_for(namespace):
    """Gives the runner copies of its own of what is emptied."""
    for name, value in list(namespace.items()):
        if isinstance(value, types.ModuleType) and value.__name__ in EMPTIED:
            copy = namespace[name] = types.ModuleType(value.__name__)
            vars(copy).update(vars(value))
