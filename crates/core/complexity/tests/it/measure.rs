//! Counting written into programs, and inputs for them.

use code_remote_complexity::measure::{SIZES, SMALL_SIZES, STEPS_MAX, Schedule, derive_inputs, growing, instrument};
use code_remote_complexity::{Class, Point, fit};

const MARK: &str = "stepcount";

#[test]
fn counting_stays_in_its_line_where_that_may_be() {
    let counted = instrument("for i in range(3):\n    print(i)\nfor i in 'ab': print(i)\n", MARK).expect("counted");
    let look = "stepcountb() and stepcounth()";
    let body = format!(" for i in range(3):\n     {look};print(i)\n for i in 'ab': {look};print(i)\n\nfinally:\n");
    assert!(counted.source.contains(&body), "{}", counted.source);
}

#[test]
fn calls_within_each_other_are_counted() {
    let source =
        "import functools\n@functools.cache\ndef deep(n):\n    return n and deep(n - 1)\n\ndef flat():\n    pass\n";
    let counted = instrument(source, MARK).expect("counted");
    let body = " def deep(n):\n     stepcounte(n)\n     try:\n      stepcountb() and stepcounth(lambda: n);return n and deep(n - 1)\n     finally: stepcountx()\n";
    assert!(counted.source.contains(body), "{}", counted.source);
    assert_eq!(counted.source.matches("stepcountx()\n").count(), 1, "{}", counted.source);
}

#[test]
fn texts_over_lines_keep_their_lines() {
    let counted = instrument("x = '''a\nb'''\ny = [1,\n2]\nprint(x[1:])\n", MARK).expect("counted");
    assert!(
        counted.source.contains(" x = '''a\nb'''\n y = [1,\n2]\n print(stepcountk(x[1:]))\n"),
        "{}",
        counted.source
    );
}

#[test]
fn work_of_built_ins_is_counted() {
    let counted = instrument("a = [0] * n\nb = ' '.join(a)\nif x in a:\n    a.sort()\n", MARK).expect("counted");
    let lines =
        " a = stepcountk([0] * n)\n b = stepcountk(' '.join(a))\n if x in stepcountk(a):\n     stepcounto(a).sort()\n";
    assert!(counted.source.contains(lines), "{}", counted.source);
}

#[test]
fn points_are_read_from_the_last_mark() {
    let counted = instrument("print(1)\n", MARK).expect("counted");
    assert_eq!(counted.point(8, "1\n\nstepcount 12\n"), Some(Point { size: 8, steps: 12 }));
    assert_eq!(counted.point(8, "1\n"), None);
    assert_eq!(counted.space_point(8, "1\n\nstepcount 12 30\n"), Some(Point { size: 8, steps: 30 }));
    assert_eq!(counted.space_point(8, "1\n\nstepcount 12 \n"), None);
    assert_eq!(counted.point(8, "stepcount many\n"), None);
    assert_eq!(counted.point(8, &format!("stepcount {}\n", STEPS_MAX + 1)), None);
}

fn input(source: &str, size: u64) -> Vec<Vec<String>> {
    let inputs = derive_inputs(source).expect("it reads");
    assert_eq!(inputs.of_size(size), inputs.of_size(size), "the same size gives the same input");
    let text = inputs.of_size(size);
    text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

#[test]
fn a_size_and_a_list() {
    let lines = input("n = int(input())\na = list(map(int, input().split()))\nprint(sum(a))\n", 16);
    assert_eq!((lines[0].as_slice(), lines[1].len(), lines.len()), (["16".to_owned()].as_slice(), 16, 2));
}

#[test]
fn test_cases_are_one() {
    let source = "for _ in range(int(input())):\n    n = int(input())\n    a = input().split()\n    print(a[0], n)\n";
    let lines = input(source, 8);
    assert_eq!((lines[0][0].as_str(), lines[1][0].as_str(), lines[2].len()), ("1", "8", 8));
}

#[test]
fn queries_are_as_many_as_the_size() {
    let source = "n, q = map(int, input().split())\na = list(map(int, input().split()))\nfor _ in range(q):\n    l, r = map(int, input().split())\n    print(a[l - 1])\n";
    assert_eq!(input(source, 16).len(), 18);
}

#[test]
fn edges_name_places_that_exist() {
    let source = "n, m = map(int, input().split())\ng = [[] for _ in range(n)]\nfor _ in range(m):\n    u, v = map(int, input().split())\n    g[u - 1].append(v - 1)\n";
    let lines = input(source, 32);
    assert_eq!(lines.len(), 33);
    for edge in &lines[1..] {
        let ends: Vec<u64> = edge.iter().map(|end| end.parse().expect("a number")).collect();
        assert!(ends.len() == 2 && ends.iter().all(|end| (1..=32).contains(end)), "{edge:?}");
    }
}

#[test]
fn lines_that_are_taken_as_a_whole_stay_short() {
    for rounds in [
        "if sum(map(int, input().split())) >= 2:\n        c += 1",
        "p = list(map(int, input().split()))\n    if p[0] != p[1]:\n        c += 1",
        "s = input()\n    if '+' in s:\n        c += 1",
        "t = input().split()\n    if t[0] == 'push' and len(t) > 1:\n        c += int(t[1])",
        "c += max(map(int, input().split()))",
    ] {
        let source = format!("n = int(input())\nc = 0\nfor _ in range(n):\n    {rounds}\nprint(c)\n");
        let lines = derive_inputs(&source).expect("it reads").of_size(64);
        let longest = lines.lines().skip(1).map(str::len).max();
        assert!(lines.lines().count() == 65 && longest.is_some_and(|len| len < 12), "{source}{lines}");
    }
    let place = "n = int(input())\nc = 0\nfor i in range(n):\n    p = input().split()\n    c += len(p[4]) + len(p[-2])\nprint(c)\n";
    assert!(input(place, 64)[1..].iter().all(|line| line.len() == 5));
}

#[test]
fn lines_that_are_gone_through_or_kept_grow() {
    for rounds in [
        "for x in input().split():\n        c += int(x)",
        "p = list(map(int, input().split()))\n    for j in range(len(p)):\n        c += p[j]",
        "p = input()\n    c += sum(1 for x in p if x == 'a')",
        "rows.append(list(map(int, input().split())))",
        "p = list(map(int, input().split()))\n    rows.append(p)",
        "m = int(input())\n    p = list(map(int, input().split()))\n    c += max(p)",
        "c += len([x for x in input().split() if x != '1'])",
    ] {
        let source = format!("n = int(input())\nc = 0\nrows = []\nfor _ in range(n):\n    {rounds}\nprint(c)\n");
        let lines = derive_inputs(&source).expect("it reads").of_size(64);
        assert!(lines.lines().skip(1).any(|line| line.len() >= 64), "{source}{lines}");
    }
}

#[test]
fn rounds_that_keep_something_are_no_test_cases() {
    let apart = "def solve(x):\n    print(x * 2)\nt = int(input())\nfor _ in range(t):\n    solve(int(input()))\n";
    assert_eq!(input(apart, 64).len(), 2, "one case shows what a case costs");
    for kept in [
        "seen = {}\ndef add(x):\n    seen[x] = 1\nn = int(input())\nfor _ in range(n):\n    add(int(input()))\nprint(len(seen))\n",
        "class Bag:\n    def __init__(self):\n        self.all = []\n    def push(self, x):\n        self.all.append(x)\nbag = Bag()\nn = int(input())\nfor _ in range(n):\n    bag.push(int(input()))\nprint(len(bag.all))\n",
    ] {
        assert_eq!(input(kept, 64).len(), 65, "{kept}");
    }
}

#[test]
fn methods_and_nested_expressions_read() {
    let class = "class S:\n    def __init__(self):\n        self.n = int(input())\n    def run(self):\n        a = list(map(int, input().split()))\n        return sum(a) + self.n\ns = S()\nprint(s.run())\n";
    let lines = input(class, 16);
    assert_eq!((lines.len(), lines[0].as_slice(), lines[1].len()), (2, ["16".to_owned()].as_slice(), 16));
    for nested in [
        "print(['odd', 'even'][len(set(input())) % 2 == 0])\n",
        "print('a' if 1 < 2 and not input() else 'b')\n",
        "print(f'{input()}')\n",
        "print(*input(), sep=' ')\n",
        "print({'k': input()})\n",
    ] {
        assert_eq!(input(nested, 16)[0][0].len(), 16, "{nested}");
    }
}

#[test]
fn matrices_texts_and_helpers() {
    let matrix = input("n = int(input())\nrows = [list(map(int, input().split())) for _ in range(n)]\n", 4);
    assert!(matrix.len() == 5 && matrix[1..].iter().all(|row| row.len() == 4), "{matrix:?}");
    let text = input("s = input()\nprint(sum(1 for c in s if c == \"x\"))\n", 10);
    assert_eq!(text, [["x".repeat(10)]]);
    let helper = "import sys\nread = sys.stdin.readline\ndef ints():\n    return list(map(int, read().split()))\nn, k = ints()\na = ints()\n";
    let lines = input(helper, 8);
    assert_eq!((lines[0].len(), lines[1].len()), (2, 8));
    assert!(derive_inputs("print(1)\n").is_none());
}

#[test]
fn constants_grow_where_nothing_is_read() {
    for (source, reads, lines) in [
        (
            "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(10))\n",
            "print(fib(int(input())))",
            3,
        ),
        (
            "def f(a, k): return a\nitems = [5, 3, 1]\nprint(f(items, 4))\n",
            "items = list(map(int, input().split()))\nprint(f(items, int(input())))",
            2,
        ),
        ("N = 1000\nfor i in range(N):\n    pass\n", "N = int(input())", 1),
        (
            "class S:\n    def ok(self, s): return s\nif __name__ == '__main__':\n    print(S().ok('abba'))\n",
            "S().ok(input())",
            4,
        ),
    ] {
        let grown = growing(source).expect("it has a constant");
        assert!(grown.source.contains(reads) && grown.constants[0] == lines, "{grown:?}");
        assert!(!grown.inputs.of_size(9).is_empty());
    }
    let reading = growing("n = int(input())\nm = 10\nfor i in range(m): print(n)\n").expect("it reads");
    assert!(reading.constants.is_empty() && reading.source.contains("m = 10"), "{reading:?}");
    // What changes is no constant, and what nothing is counted up to is no size.
    for source in
        ["n = 5\nn += 1\nfor i in range(n): pass\n", "MOD = 1000000007\nprint(MOD)\n", "x = 1\n", "print('hello')\n"]
    {
        assert!(growing(source).is_none(), "{source}");
    }
}

#[test]
fn sizes_are_no_kind_numbers() {
    for size in SIZES {
        assert!((2..size).all(|part| size % part != 0), "{size}");
    }
    // Dividing by what divides: over a prime, the loop runs up to its root.
    let steps = |size: u64| (2..=size).take_while(|part| part * part <= size).count();
    let points = SIZES.map(|size| Point { size, steps: steps(size).try_into().expect("few") });
    let fit = fit(&points);
    assert!(fit.class == Class::Root && fit.quality >= 0.95, "{fit:?}");
}

#[test]
fn a_slow_program_gets_small_sizes() {
    let mut schedule = Schedule::default();
    let mut ran = Vec::new();
    while let Some(size) = schedule.next_size() {
        ran.push(size);
        let steps = 1_u64.checked_shl(u32::try_from(size).expect("small")).filter(|steps| *steps < 100_000);
        schedule.record(steps.map(|steps| Point { size, steps }));
    }
    assert_eq!(ran[..3], SIZES[..3]);
    assert_eq!(ran[3..], SMALL_SIZES);
    assert_eq!(schedule.finish().class, Class::Exponential);
    assert_eq!(fit(&[]).class, Class::Unknown);
}
