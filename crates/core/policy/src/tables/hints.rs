//! What to write instead of an import that is not allowed.

/// Top-level module and the advice for it.
const HINTS: &[(&str, &str)] = &[
    ("abc", "raise `NotImplementedError` in the methods that subclasses must write"),
    ("argparse", "read input with `input()`"),
    ("array", "use a list"),
    ("asyncio", "drive coroutines with `send(None)`, or write a plain loop"),
    ("bisect", "write the binary search; it takes eight lines"),
    ("builtins", "the builtin functions are there without an import"),
    ("contextlib", "write a class with `__enter__` and `__exit__`"),
    ("copy", "copy with `list(x)`, `dict(x)`, slices, or `dataclasses.replace`"),
    ("datetime", "calculate with integers; there is no clock"),
    ("decimal", "use integers, or `round()`"),
    ("enum", "use class attributes as constants"),
    ("fileinput", "read input with `input()`"),
    ("fractions", "use integers and `math.gcd`"),
    ("heapq", "use `sorted()`, `min()`, or write the heap"),
    ("inspect", "introspection is not available; `vars(obj)` and `dir(obj)` are"),
    ("importlib", "write the import as a statement at the top"),
    ("io", "use strings and lists; there are no files"),
    ("operator", "use a `lambda`"),
    ("os", "there are no files, processes or environment to reach"),
    ("pathlib", "there are no files to reach"),
    ("pprint", "use `json.dumps(value, indent=2)`"),
    ("random", "write a small generator, such as `x = (1103515245 * x + 12345) % 2**31`"),
    ("re", "use the methods of `str`"),
    ("requests", "there is no network"),
    ("socket", "there is no network"),
    ("statistics", "use `sum(x) / len(x)` and `sorted(x)`"),
    ("string", "write the alphabet as a string"),
    ("subprocess", "there are no other processes to start"),
    ("sys", "read input with `input()`, end with `exit()`"),
    ("threading", "write a plain loop"),
    ("time", "the run's time is measured for you"),
    ("timeit", "the run's time is measured for you"),
    ("traceback", "print the exception itself, as in `except ValueError as e: print(e)`"),
    ("unittest", "use `assert`"),
    ("urllib", "there is no network"),
];

/// Advice for the top-level module `name`.
pub fn instead_of(name: &str) -> Option<&'static str> {
    HINTS.iter().find(|(module, _)| *module == name).map(|(_, advice)| *advice)
}
