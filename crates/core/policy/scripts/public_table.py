"""Turns the lines of `public_names.py` on standard input into the Rust table on standard output."""

import sys

HEAD = """\
//! Public names of the modules that programs may import. Written by `scripts/public_names.py`; do not edit.

/// Module and its public names, both in byte order.
pub(super) const PUBLIC: &[(&str, &[&str])] = &["""

modules = {}
for line in sys.stdin:
    module, name = line.split()
    modules.setdefault(module, set()).add(name)

print(HEAD)
for module in sorted(modules):
    print(f'    (\n        "{module}",\n        &[')
    row = ""
    for name in sorted(modules[module]):
        print(f'            "{name}",')
    print("        ],\n    ),")
print("];")
