//! Programs that count do what they did before: real Python runs both.

use std::io::Write as _;
use std::process::{Command, Stdio};

use code_remote_complexity::measure::{Counts, STEPS_MAX, Uncounted, instrument};
use serde_json::{Value, json};

use crate::programs::labelled;

/// Odd programs. Each starts with `# === name | fewest..most`, the steps that are plausible.
const FILES: [&str; 5] = [
    include_str!("../odd/shadowed.py"),
    include_str!("../odd/scopes.py"),
    include_str!("../odd/layout.py"),
    include_str!("../odd/endings.py"),
    include_str!("../odd/costs.py"),
];
const MARK: &str = "qjxvkwzpsteps";
const STDIN: &str = "5\n5 3 1 4 2\n";

/// Runs each program in a process of its own, and tells what it printed and how it ended.
const DRIVER: &str = r"
import json, os, resource, sys, tempfile, types

def child(source, out, stdin):
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    os.dup2(stdin.fileno(), 0)
    os.dup2(out.fileno(), 1)
    sys.stdin, sys.stdout = open(0), open(1, 'w')
    module = sys.modules['__main__'] = types.ModuleType('__main__')
    try:
        exec(compile(source.removeprefix('\ufeff'), 'main.py', 'exec', dont_inherit=True), module.__dict__)
    except SystemExit as error:
        print('leaves with', repr(error.code), file=sys.stderr)
        return error.code
    except BaseException as error:
        chain = []
        while error is not None:
            chain.append(f'{type(error).__name__}: {error}')
            error = error.__cause__ or error.__context__
        print(chain, file=sys.stderr)
        return 1

def run(source, given):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as stdin:
        stdin.write(given.encode()); stdin.seek(0)
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            os.dup2(err.fileno(), 2)
            sys.exit(child(source, out, stdin))
        status = os.waitpid(pid, 0)[1]
        out.seek(0); err.seek(0)
        return [out.read().decode(), err.read().decode(), status]

programs = json.load(sys.stdin)
json.dump([[run(source, given) for source in pair] for pair, given in programs], sys.stdout)
";

struct Odd {
    name: String,
    source: String,
    fewest: u64,
    most: u64,
}

fn odd(name: &str, source: &str, fewest: u64, most: u64) -> Odd {
    Odd { name: name.to_owned(), source: source.to_owned(), fewest, most }
}

fn parse(part: &str) -> Odd {
    let (head, source) = part.split_once('\n').expect("a program follows its name");
    let (name, steps) = head.split_once(" | ").expect("steps follow the name");
    let (fewest, most) = steps.split_once("..").expect("two bounds");
    odd(name, source, fewest.parse().expect("a number"), most.trim().parse().expect("a number"))
}

/// What files cannot hold.
fn written() -> Vec<Odd> {
    let long =
        (0..6_000).map(|line| format!("x{line} = [{line}, 1][1:] # {}\n", "y".repeat(20))).collect::<Vec<_>>().concat();
    let blocks =
        (0..11).map(|depth| format!("{}for i{depth} in [0]:\n", " ".repeat(depth))).collect::<Vec<_>>().concat();
    vec![
        odd("a mark of byte order", "\u{feff}\"\"\"doc\"\"\"\nfor i in range(3): print(__doc__)\n", 3, 20),
        odd("lone carriage returns", "for i in range(3):\r    print(i)\r    print('''a\rb''')\rprint('end')", 3, 20),
        odd(
            "carriage returns and line feeds",
            "for i in range(3):\r\n    x = '''a\r\nb'''\r\nprint(len(x))\r\n",
            3,
            20,
        ),
        odd(
            "form feeds",
            "import math\n\x0cfor i in range(3):\n\x0c    print(i)\n\x0c\n    print(2)\nx = 1 \x0c+ 2\n",
            3,
            20,
        ),
        odd(
            "form feeds that begin the indentation again",
            "if 1:\n  \x0c  for i in range(2):\n    \x0c      print(i)\n",
            2,
            20,
        ),
        odd(
            "tabs and spaces",
            "for i in range(2):\n\tprint(i)\n\tif i:\n\t    print('deep')\n\t    for j in 'a':\n\t    \tprint(j)\nif 1:\n        for k in 'b':\n        \tprint(k)\n",
            4,
            40,
        ),
        odd("tabs as eight spaces", "if 1:\n\tprint(1)\n\tif 2:\n\t\tfor i in 'ab':\n\t\t\tprint(i)\n", 2, 20),
        odd(
            "tabs in a recursion",
            "def f(n):\n\t'''doc\n\t'''\n\tif n:\n\t\tfor i in 'a':\n\t\t\treturn f(n - 1)\n\telse:\n\t\treturn 0\nprint(f(3))\n",
            7,
            60,
        ),
        odd("no end of line", "for i in range(3): print(i)", 3, 20),
        odd("a comment without an end of line", "for i in range(3):\n    print(i) # end", 3, 20),
        odd("only a recursion without an end of line", "def f(n): return f(n - 1) if n else 0 # c", 0, 20),
        odd("a quarter of a megabyte", &long, 6_000, 30_000),
        odd("many blocks", &format!("{blocks}{}print(1)\n", " ".repeat(11)), 11, 80),
        odd("defaults and annotations", "def f(a, b: 'T' = [1, 2][1:]): return b\nprint(f(1))\n", 1, 20),
        odd("as many steps as there may be", "n = 0\nwhile n < 100000: n += 1\nprint(n)\n", 100_000, 100_100),
    ]
}

fn corpus() -> Vec<Odd> {
    let mut all: Vec<Odd> = FILES.iter().flat_map(|file| file.split("# === ").skip(1)).map(parse).collect();
    all.extend(written());
    all
}

/// What became of each pair of programs.
fn ran(pairs: &[Value]) -> Vec<[(String, String, i64); 2]> {
    let mut python = Command::new("python3");
    python.args(["-I", "-c", DRIVER]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = python.spawn().expect("Python is here");
    let mut stdin = python.stdin.take().expect("it is piped");
    let programs = Value::from(pairs.to_vec()).to_string();
    let writer = std::thread::spawn(move || stdin.write_all(programs.as_bytes()));
    let output = python.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it reads everything");
    serde_json::from_slice(&output.stdout).expect("the driver answers")
}

/// Stops with everything that differs.
fn assert_same(programs: &[Odd], stdin: &str) {
    let mut wrong = Vec::new();
    let mut counted = Vec::new();
    for program in programs {
        match instrument(&program.source, MARK) {
            Ok(made) => counted.push((program, made)),
            Err(refused) => wrong.push(format!("{}: {refused}", program.name)),
        }
    }
    let pairs = counted.iter().map(|(program, counted)| json!([[program.source, counted.source], stdin]));
    for ((program, counted), [before, after]) in counted.iter().zip(ran(&pairs.collect::<Vec<_>>())) {
        let (printed, told) = without_counts(&after.0);
        if (&before.0, &before.1, before.2) != (&printed, &after.1, after.2) {
            wrong.push(format!("{}: {before:?} became {after:?}", program.name));
        }
        match counted.counts(&told) {
            Counts::Steps(steps, Some(_)) if (program.fewest..=program.most).contains(&steps) => {}
            other => wrong.push(format!("{}: {other:?} instead of {}..{}", program.name, program.fewest, program.most)),
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), programs.len(), wrong.join("\n"));
}

/// What the program itself printed, and the line of the counts.
fn without_counts(stdout: &str) -> (String, String) {
    let Some(at) = stdout.rfind(&format!("\n{MARK}")) else { return (stdout.to_owned(), String::new()) };
    let (before, line) = stdout.split_at(at);
    let (line, after) = line[1..].split_once('\n').unwrap_or((&line[1..], ""));
    // Objects may still tell that they are gone.
    (format!("{before}{after}"), line.to_owned())
}

#[test]
fn odd_programs_do_what_they_did() {
    let corpus = corpus();
    assert!(corpus.len() >= 130, "{}", corpus.len());
    assert_same(&corpus, STDIN);
}

#[test]
fn ordinary_programs_do_what_they_did() {
    let all = labelled().into_iter().map(|program| odd(program.name, program.source, 0, STEPS_MAX - 1));
    let (programs, refused): (Vec<Odd>, Vec<Odd>) = all.partition(|program| instrument(&program.source, MARK).is_ok());
    // It has Python run a text, which nobody can count.
    assert_eq!(refused.iter().map(|program| &*program.name).collect::<Vec<_>>(), ["program in a text"]);
    assert_same(&programs, "6\n3 1 2 6 5 4\n3 1 2 6 5 4\n2 2\n1 2\n1 2\n2 3\n3 4\n4 5\n5 6\n1 3\n2 4\n");
}

#[test]
fn parameters_of_types_stay_as_they_are() {
    let source = "def f[T: sorted([1])](x: T) -> T:\n    return x\ntype A[T] = list[T][1:]\nclass C[T]: pass\n";
    let counted = instrument(source, MARK).expect("counted").source;
    assert!(
        counted.contains("def f[T: sorted([1])](x: T) -> T:") && counted.contains("type A[T] = list[T][1:]\n"),
        "{counted}"
    );
}

#[test]
fn what_cannot_be_exact_is_refused_with_the_reason() {
    let looks = [
        "print(sorted(globals()))",
        "x = 1\nprint(dir())",
        "print(locals())",
        "f = vars\nprint(vars())",
        "print(open(__file__).read())",
        "import sys\nprint(sys._getframe().f_lineno)",
        "import inspect",
        "from traceback import print_exc",
        "def f(): pass\nprint(f.__code__.co_firstlineno)",
        "def f(): pass\nprint(getattr(f, '__globals__'))",
        "try:\n    1 / 0\nexcept Exception as e:\n    print(e.__traceback__.tb_lineno)",
        "exec('for i in range(9): pass')",
        "import sys\nsys.settrace(None)",
        "import __main__",
        "__builtins__.print = 1",
        "import gc",
    ];
    for source in looks {
        let refused = instrument(source, MARK).map(drop);
        assert!(matches!(refused, Err(Uncounted::LooksAtItself { .. })), "{source}: {refused:?}");
    }
    let said = instrument("x = 1\nprint(globals())\n", MARK).map(drop).map_err(|refused| refused.to_string());
    assert_eq!(said, Err("it uses `globals` in line 2, with which it can see or escape the counting".to_owned()));
    assert!(instrument("if 1:\n    x = 1\n  \\\n  y = 1\n", MARK).map(drop).is_err());
    assert_eq!(instrument("x = 1\n\\\ny = 2\n", MARK).map(drop), Err(Uncounted::Layout { line: 3 }));
    for empty in ["", "# only a comment", "'doc'", "from __future__ import annotations\n"] {
        assert_eq!(instrument(empty, MARK).map(drop), Err(Uncounted::Empty), "{empty}");
    }
    let deep = (0..15).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect::<Vec<_>>().concat();
    assert_eq!(instrument(&format!("{deep}{}x = 1\n", " ".repeat(15)), MARK).map(drop), Err(Uncounted::TooDeep));
    assert_eq!(instrument("def (:", MARK).map(drop), Err(Uncounted::Unreadable));
}

#[test]
fn names_that_python_reads_as_the_marks_are_seen() {
    let fullwidth: String =
        MARK.chars().map(|letter| char::from_u32(u32::from(letter) + 0xFEE0).expect("a letter")).collect();
    for source in
        [format!("{fullwidth}n = [0]\n"), format!("def {fullwidth}t(v): return v\n"), format!("{MARK}n = 1\n")]
    {
        assert_eq!(instrument(&source, MARK).map(drop), Err(Uncounted::Mark), "{source}");
    }
    for word in ["", "not a word", "Upper", "ünicode", "with1"] {
        assert_eq!(instrument("print(1)\n", word).map(drop), Err(Uncounted::Mark), "{word}");
    }
}
