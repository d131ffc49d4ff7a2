//! Inputs that made parsers hang or overflow their stack. To be run again with every release of the parser.

use std::time::Duration;

use code_remote_policy::{Checker, CheckerBounds, Policy, Settings, Verdict};
use tokio::time::timeout;

/// Far beyond the checker's own deadline, also on a busy machine.
const HANG: Duration = Duration::from_mins(1);

/// Each with a size that grows.
fn inputs(size: usize) -> Vec<(&'static str, String)> {
    let nested = |open: &str, middle: &str, close: &str| open.repeat(size) + middle + &close.repeat(size);
    vec![
        ("brackets", nested("(", "1", ")")),
        ("open brackets", "(".repeat(size)),
        ("lists", nested("[", "", "]")),
        ("dictionaries", nested("{1:", "1", "}")),
        ("calls", nested("f(", "", ")")),
        ("open calls", "f(".repeat(size)),
        ("mixed brackets", "([{".repeat(size)),
        ("minus", "-".repeat(size) + "1"),
        ("not", "not ".repeat(size) + "1"),
        ("tilde", "~".repeat(size)),
        ("power", "2**".repeat(size) + "2"),
        ("sum", "1+".repeat(size) + "1"),
        ("comparison", "1<".repeat(size) + "1"),
        ("attributes", "a".to_owned() + &".b".repeat(size)),
        ("call of call", "a".to_owned() + &"()".repeat(size)),
        ("items of items", "a".to_owned() + &"[0]".repeat(size)),
        ("lambdas", "lambda:".repeat(size) + "1"),
        ("conditions", "1 if 1 else ".repeat(size) + "1"),
        ("await", "await ".repeat(size) + "x"),
        ("yield", "yield ".repeat(size)),
        ("walrus", nested("(x:=", "1", ")")),
        ("stars", "*".repeat(size) + "x"),
        ("assignments", "x=".repeat(size) + "1"),
        ("f-strings", nested("f'{", "1", "}'")),
        ("f-string braces", "f'".to_owned() + &"{".repeat(size)),
        ("f-string specs", "f'".to_owned() + &"{1:".repeat(size)),
        ("strings", "'a' ".repeat(size)),
        ("elif", "if 1: pass\n".to_owned() + &"elif 1: pass\n".repeat(size)),
        ("decorators", "@a\n".repeat(size) + "def f(): pass"),
        ("one-line blocks", "if 1:".repeat(size)),
        ("blocks", lines(size.min(3_000), |depth| " ".repeat(depth) + "if 1:\n")),
        ("else", "try: pass\nfinally:\n ".repeat(size)),
        ("patterns", "match x:\n case ".to_owned() + &"[".repeat(size)),
        ("pattern alternatives", "match x:\n case 1".to_owned() + &"|1".repeat(size) + ": pass"),
        ("class patterns", "match x:\n case ".to_owned() + &"A(".repeat(size)),
        ("line continuations", "\\\n".repeat(size)),
        ("indentation", " ".repeat(size) + "x"),
        ("comments", "#".repeat(size)),
        ("digits", "1".repeat(size)),
        ("backslashes", "'".to_owned() + &"\\".repeat(size)),
        ("type parameters", "class A[".to_owned() + &"T:A[".repeat(size)),
        ("generators", "x = g f(p ".repeat(size)),
        ("comprehensions", nested("[x for x in ", "y", "]")),
        ("keywords", "f(".to_owned() + &"a=1,".repeat(size) + ")"),
        ("annotations", "x:".repeat(size)),
        ("names of names", lines(size, |n| format!("a{}=a{n}+a{n}\n", n + 1))),
        ("long strings", "a0='x'\n".to_owned() + &lines(size, |n| format!("a{}=a{n}*99\n", n + 1))),
        ("formats", "'".to_owned() + &"{".repeat(size) + "'.format(1)"),
        ("format paths", "'{0".to_owned() + &".a[".repeat(size) + "'.format(1)"),
    ]
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

/// What became of an input, on a thread like the services'.
async fn check_all(source_bytes_max: usize, sizes: &[usize]) {
    let policy = Policy::new(Settings { source_bytes_max, ..Settings::default() });
    // Only hangs and overflows count here, not how busy the machine is.
    let bounds = CheckerBounds { deadline: Duration::from_secs(5), ..CheckerBounds::default() };
    let checker = Checker::new(policy, bounds).expect("threads start");
    for (name, mut source) in sizes.iter().flat_map(|size| inputs(*size)) {
        source.truncate(source_bytes_max);
        let answer = timeout(HANG, checker.check(source.into_bytes())).await;
        assert!(answer.is_ok(), "{name} hangs");
    }
}

#[tokio::test]
async fn small_sources_neither_hang_nor_overflow() {
    check_all(10_240, &[12, 60, 199, 1_000, 10_000]).await;
}

#[tokio::test]
async fn large_sources_neither_hang_nor_overflow() {
    check_all(300_000, &[100_000]).await;
}

#[test]
fn nesting_that_python_accepts_is_accepted() {
    let policy = Policy::new(Settings::default());
    for source in [
        format!("x = {}1{}", "(".repeat(90), ")".repeat(90)),
        format!("x = {}", "1 + ".repeat(800) + "1"),
        format!("x = [{}]", "[1, 2], ".repeat(1_000)),
        "x = 1\n".repeat(1_500),
    ] {
        assert_eq!(policy.check(source.as_bytes()), Verdict::Accepted, "{source:.60}");
    }
}
