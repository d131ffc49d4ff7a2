//! What a person sees: place, message and advice.

use code_remote_policy::Verdict;
use insta::assert_snapshot;

use crate::policy;

/// Violations as lines of text.
fn shown(source: &str) -> String {
    let verdict = policy().check(source.as_bytes());
    let lines = verdict.violations().iter().map(|at| {
        format!(
            "{}:{}-{}:{} {} {} {}\n",
            at.line, at.column, at.end_line, at.end_column, at.rule, at.message, at.allowed
        )
    });
    lines.collect()
}

#[test]
fn every_violation_says_what_to_do_instead() {
    assert_snapshot!(shown(
        "import sys, numpy\nfrom typing import re\nimport json\nx = json.codecs\ny = json\neval('1')\nprint.__self__\n\
         (x for x in ()).gi_frame\ngetattr(x, y)\n'__globals__'.x\n(x + y).format(1)\nglobals()\n"
    ), @r#"
    1:8-1:11 import `sys` is not available. Read input with `input()`, end with `exit()`. Available modules: math, json, collections, itertools, functools, typing, dataclasses.
    1:13-1:18 import `numpy` is not available. Available modules: math, json, collections, itertools, functools, typing, dataclasses.
    2:20-2:22 import `re` is not a public name of `typing`. The documented names of `typing`, such as `typing.List`.
    4:10-4:16 module `codecs` is not a public name of `json`. The documented names of `json`, such as `json.dumps`.
    5:5-5:9 module The module `json` may not be stored, passed or returned. Use it in place, as in `json.dumps`.
    6:1-6:5 builtin `eval` is not available. Read numbers with `int()` or `float()` and data with `json.loads()`.
    7:7-7:15 dunder `__self__` is not available. Ordinary names, and special methods such as `__init__`, `__repr__` or `__eq__`.
    8:17-8:25 frame `gi_frame` leads to Python's own frames and namespaces. Keep what you need in variables of your own.
    9:1-9:14 reflection Which attribute this reads or writes is not known. Write the name as a string, start it with one, as in `"visit_" + kind`, or use a dictionary.
    10:1-10:14 text This string names `__globals__`, which is not available. Describe it in other words, or in a comment.
    11:1-11:15 format The fields of this format string are not known. Write the format out, or use an f-string.
    12:1-12:8 namespace `globals()` may not be used like this. Keep what you look up by name in a dictionary of your own.
    "#);
}

#[test]
fn columns_count_characters() {
    assert_snapshot!(shown("s = '\u{1f600}\u{e9}'; import os\n"), @"1:18-1:20 import `os` is not available. There are no files, processes or environment to reach. Available modules: math, json, collections, itertools, functools, typing, dataclasses.");
    assert_snapshot!(shown("\u{feff}import os"), @"1:8-1:10 import `os` is not available. There are no files, processes or environment to reach. Available modules: math, json, collections, itertools, functools, typing, dataclasses.");
}

#[test]
fn syntax_errors_have_a_place() {
    assert_snapshot!(shown("x = 1\nif x\n    pass"), @"2:5-3:1 syntax Syntax error: Expected `:`, found newline. Valid Python 3.11.");
    assert_snapshot!(shown("x = (1,\n"), @"2:1-2:1 syntax Syntax error: unexpected EOF while parsing. Valid Python 3.11.");
}

#[test]
fn at_most_twenty_violations_are_listed_from_the_top() {
    let verdict = policy().check("import os\n".repeat(50).as_bytes());
    let Verdict::Refused { violations, .. } = verdict else { panic!("refused") };
    assert_eq!(violations.iter().map(|at| at.line).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
}
