//! Counting written into programs, and inputs for them.

use code_remote_complexity::measure::{SIZES, SMALL_SIZES, STEPS_MAX, Schedule, derive_inputs, instrument};
use code_remote_complexity::{Class, Point, analyze, fit};

use crate::programs::labelled;

const MARK: &str = "stepcount";

#[test]
fn counted_programs_are_still_programs() {
    for program in labelled() {
        let counted = instrument(program.source, MARK).unwrap_or_else(|| panic!("{} is counted", program.name));
        assert_ne!(analyze(&counted.source).time.class, Class::Unknown, "{}:\n{}", program.name, counted.source);
    }
}

#[test]
fn each_round_is_counted() {
    let counted = instrument("for i in range(3):\n    print(i)\nfor i in 'ab': print(i)\n", MARK).expect("counted");
    let look = "stepcountb() and stepcounth(lambda: i)";
    let body = format!(" for i in range(3):\n     {look}\n     print(i)\n for i in 'ab': {look};print(i)\n");
    assert!(counted.source.contains(&body), "{}", counted.source);
}

#[test]
fn calls_within_each_other_are_counted() {
    let source =
        "import functools\n@functools.cache\ndef deep(n):\n    return n and deep(n - 1)\n\ndef flat():\n    pass\n";
    let counted = instrument(source, MARK).expect("counted");
    assert!(counted.source.contains(" @functools.cache\n @stepcountd\n def deep(n):\n"), "{}", counted.source);
    assert!(!counted.source.contains("@stepcountd\n def flat"), "{}", counted.source);
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
    let lines = " a = stepcountk([0] * n)\n b = stepcountk(' '.join(a))\n if stepcountl(x in a, a):\n     stepcounts(a.sort(), a)\n";
    assert!(counted.source.contains(lines), "{}", counted.source);
}

#[test]
fn a_mark_that_the_program_knows_is_refused() {
    assert!(instrument("stepcount = 1\n", MARK).is_none());
    assert!(instrument("print(1)\n", "not a word").is_none());
    assert!(instrument("def (:", MARK).is_none());
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
