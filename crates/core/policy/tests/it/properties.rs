//! No input panics, and what is reported lies within the source.

use code_remote_policy::{Policy, Settings};
use proptest::prelude::*;

use crate::corpus::programs;

/// Pieces that programs are made of, dangerous ones included.
const PIECES: &[&str] = &[
    "import ",
    "from ",
    "os",
    "json",
    "typing",
    " as ",
    ".",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "\n",
    "\n    ",
    "=",
    "+",
    "*",
    "%",
    "'",
    "\"",
    "'''",
    "f'",
    "rb'",
    "\\",
    "#",
    "lambda ",
    "def f",
    "class A",
    "match x:\n case ",
    "if ",
    "else",
    "for x in ",
    "async ",
    "await ",
    "yield ",
    "eval",
    "getattr",
    "globals()",
    "__import__",
    "__globals__",
    ".format",
    "'{0.x}'",
    "@",
    "->",
    ":=",
    "**",
    "x",
    "self",
    "0x1",
    "1e9",
    "\u{e9}",
    "\u{ff4f}",
    "\u{feff}",
    "\r",
    "\t",
    "\0",
    "\x0c",
    "\u{2028}",
    "\u{10ffff}",
    "join",
    "[::-1]",
    "chr(95)",
];

fn check(source: &[u8]) {
    let policy = Policy::new(Settings::default());
    let verdict = policy.check(source);
    let lines = String::from_utf8_lossy(source).split(['\n', '\r']).count();
    for at in verdict.violations() {
        assert!(at.line >= 1 && at.column >= 1 && (at.line, at.column) <= (at.end_line, at.end_column));
        assert!(at.line as usize <= lines && !at.message.is_empty() && !at.allowed.is_empty());
    }
    assert!(verdict.violations().len() <= 20 && verdict.is_accepted() == verdict.violations().is_empty());
}

/// A corpus program with a part replaced.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let sources: Vec<String> =
        ["escape", "legit"].into_iter().flat_map(programs).map(|program| program.source).collect();
    (prop::sample::select(sources), any::<prop::sample::Index>(), 0..12_usize, prop::sample::select(PIECES)).prop_map(
        |(source, at, length, piece)| {
            let mut bytes = source.into_bytes();
            let start = at.index(bytes.len());
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, piece.bytes());
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes(source in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&source);
    }

    #[test]
    fn pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check(pieces.concat().as_bytes());
    }

    #[test]
    fn mutations(source in mutated()) {
        check(&source);
    }
}
