//! What does not matter to a program does not matter to its verdict; and no text is too much.

use code_remote_complexity::{Confidence, StaticAnalysis, analyze};
use proptest::prelude::*;

use crate::programs::labelled;

/// The parts of a verdict that no name is in.
fn verdict(result: &StaticAnalysis) -> (code_remote_complexity::Class, code_remote_complexity::Class, Confidence) {
    (result.time.class, result.space.class, result.confidence)
}

/// Names that the labelled programs give to things of their own.
const OWN: [&str; 24] = [
    "n", "m", "k", "a", "b", "i", "j", "items", "total", "best", "count", "graph", "queue", "stack", "seen", "grid",
    "table", "low", "high", "middle", "result", "nums", "value", "visit",
];

/// The source with names of its own replaced, outside of attributes, keywords and texts.
fn renamed(source: &str, suffix: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let mut before = ' ';
    let mut quoted = None;
    for character in source.chars().chain(['\n']) {
        if character.is_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            let own = OWN.contains(&word.as_str()) && before != '.' && quoted.is_none() && character != '"';
            let own = own && !word.starts_with(|first: char| first.is_ascii_digit());
            out.push_str(&word);
            if own {
                out.push_str(suffix);
            }
            word.clear();
        }
        if character == '"' {
            quoted = if quoted.is_some() { None } else { Some('"') };
        }
        before = character;
        out.push(character);
    }
    out
}

/// The source with wider indentation, blank lines and comments.
fn reformatted(source: &str, width: usize) -> String {
    let mut out = String::from("# a comment: this is O(1)\n\n");
    for line in source.lines() {
        let trimmed = line.trim_start_matches(' ');
        let depth = (line.len() - trimmed.len()) / 4;
        out.push_str(&" ".repeat(depth * width));
        out.push_str(trimmed);
        out.push_str(if trimmed.is_empty() { "\n" } else { "  # constant time\n\n" });
    }
    out
}

#[test]
fn names_do_not_matter() {
    for program in labelled() {
        for suffix in ["_x", "2"] {
            let other = renamed(program.source, suffix);
            assert_eq!(verdict(&analyze(program.source)), verdict(&analyze(&other)), "{}:\n{other}", program.name);
        }
    }
}

#[test]
fn layout_does_not_matter() {
    for program in labelled() {
        for width in [1, 2, 8] {
            let other = reformatted(program.source, width);
            assert_eq!(verdict(&analyze(program.source)), verdict(&analyze(&other)), "{}:\n{other}", program.name);
        }
    }
}

/// Pieces of which almost-programs are made.
const PIECES: [&str; 28] = [
    "for i in range(n):\n",
    "while x:\n",
    "    ",
    "        ",
    "x = [",
    "]",
    "(",
    ")",
    "f(f(",
    "def f(x):\n",
    "    return f(x - 1) + f(x)\n",
    "n = int(input())\n",
    "x += x\n",
    "x.append(x)\n",
    "lambda: x",
    "**",
    "[x for x in x]",
    "{x: x}",
    "\n",
    "if x:\n",
    "else:\n",
    "class A:\n",
    "    def g(self): return self.g()\n",
    "x[x] = x\n",
    "x, y = y, x % y\n",
    "yield x\n",
    "global x\n",
    "x //= 2\n",
];

#[test]
fn deep_expressions_end() {
    let deep = |part: &str, times: usize, end: &str| format!("x = 1\ny = {}{end}\n", part.repeat(times));
    let sources = [
        deep("-", 1_400, "x"),
        deep("x + ", 1_400, "x"),
        deep("not ", 1_400, "x"),
        deep("lambda: ", 700, "x"),
        deep("x if x else ", 700, "x"),
        format!("x = 1\ny = x{}\n", ".a".repeat(1_400)),
        format!("x = 1\ny = x{}\n", "[0]".repeat(1_400)),
        format!("x = 1\ny = x{}\n", "()".repeat(1_400)),
        deep("(", 150, &format!("x{}", ")".repeat(150))),
    ];
    let table = format!("x = [{}]\n", "[1, 2, -3],\n".repeat(600));
    assert_eq!(analyze(&table).time.class, code_remote_complexity::Class::Constant);
    let shallow = [deep("-", 200, "x"), deep("x + ", 200, "x"), deep("lambda: ", 100, "x")];
    for source in sources.into_iter().chain(shallow) {
        assert!(!analyze(&source).reasons.is_empty());
        let _ = code_remote_complexity::measure::instrument(&source, "stepcount");
        let _ = code_remote_complexity::measure::derive_inputs(&source);
    }
}

#[test]
fn values_that_double_end() {
    for step in ["t = t + t\n", "t = (t, t)\nu = [t]\n", "t = [t, t]\n", "t = t * 2\n", "t += t\n"] {
        analyze(&format!("t = (1, 2)\n{}", step.repeat(200)));
    }
    let own = "class A:\n    def __init__(self):\n        self.__call__ = self\nA()()\n";
    let circle = "class A:\n    pass\nclass B(A):\n    pass\nclass A(B):\n    pass\nA()\nB()\n";
    let inside = "class A:\n    pass\nclass A:\n    one = A()\nA()\nA.two()\n";
    analyze(circle);
    for source in [own, inside, "class A(A):\n    pass\nA().x()\n", "f = lambda: f()\nf()\n"] {
        assert!(analyze(source).confidence < Confidence::High, "{source}");
    }
    analyze(&format!("from functools import partial\np = print\n{}p(1)\n", "p = partial(p, p)\n".repeat(300)));
    analyze("x = -9223372036854775808 // -1\ny = 9223372036854775807 + 1\nz = 2 ** 4000000000\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_is_too_much(pieces in prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..120)) {
        let result = analyze(&pieces.concat());
        prop_assert!(!result.reasons.is_empty());
    }

    #[test]
    fn no_bytes_are_too_much(text in "\\PC{0,400}") {
        analyze(&text);
    }

    #[test]
    fn deep_loops_end(depth in 1_usize..60) {
        let line = |level: usize| format!("{}for i{level} in range(n):\n", " ".repeat(level));
        let loops: String = (0..depth).map(line).collect();
        let source = format!("n = int(input())\n{loops}{}print(n)\n", " ".repeat(depth));
        analyze(&source);
    }
}
