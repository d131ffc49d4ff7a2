"""Prints the public names of the modules that Python programs may import, one `module name` pair a line.

Run it with each Python that a sandbox may have and merge the answers into `src/tables/public.rs`:

    for python in python3.9 python3.10 python3.11 python3.12 python3.13; do $python scripts/public_names.py; done |
        LC_ALL=C sort -u | python3 scripts/public_table.py > src/tables/public.rs

The table is a union over versions: a name that one version lacks ends in that version's own ImportError.
"""

import importlib
import types

MODULES = [
    "__future__", "collections", "collections.abc", "dataclasses", "functools", "itertools", "json", "json.decoder",
    "json.encoder", "math", "typing",
]

# Public by documentation, but not listed in `__all__`.
ALSO = {"json": ["detect_encoding"], "__future__": ["all_feature_names"]}

# Public, but they evaluate strings as code.
NOT = {"typing": {"get_type_hints", "ForwardRef", "evaluate_forward_ref"}}

# Modules without `__all__` whose other globals are not meant for users.
ONLY = {"json.encoder": ["JSONEncoder"]}


def public_names(module):
    """Names a program may use, without modules that the standard library happens to re-export."""
    path = module.__name__
    names = ONLY.get(path) or getattr(module, "__all__", None) or [n for n in dir(module) if not n.startswith("_")]
    for name in [*names, *ALSO.get(path, ())]:
        if name not in NOT.get(path, ()) and not isinstance(getattr(module, name, None), types.ModuleType):
            yield name


if __name__ == "__main__":
    for path in MODULES:
        for name in sorted(set(public_names(importlib.import_module(path)))):
            print(path, name)
