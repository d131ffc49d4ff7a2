//! Labelled programs: how many of them get the right class.

use code_remote_complexity::{Class, Confidence, analyze};

/// Files of labelled programs. Each program starts with `# === name | time=class space=class`; ` sure=confidence` after it
/// says that part of it cannot be followed, or only by a rule of thumb, so that an answer may be no surer than that.
const FILES: [&str; 33] = [
    include_str!("../programs/caps.py"),
    include_str!("../programs/constant.py"),
    include_str!("../programs/logarithmic.py"),
    include_str!("../programs/root.py"),
    include_str!("../programs/linear.py"),
    include_str!("../programs/linearithmic.py"),
    include_str!("../programs/mixed.py"),
    include_str!("../programs/quadratic.py"),
    include_str!("../programs/cubic.py"),
    include_str!("../programs/polynomial.py"),
    include_str!("../programs/exponential.py"),
    include_str!("../programs/factorial.py"),
    include_str!("../programs/contest_loops.py"),
    include_str!("../programs/contest_arrays.py"),
    include_str!("../programs/contest_structures.py"),
    include_str!("../programs/contest_cubes.py"),
    include_str!("../programs/contest_quick.py"),
    include_str!("../programs/contest_searches.py"),
    include_str!("../programs/contest_sorting.py"),
    include_str!("../programs/contest_tables.py"),
    include_str!("../programs/contest_walks.py"),
    include_str!("../programs/unbound.py"),
    include_str!("../programs/reading.py"),
    include_str!("../programs/classes.py"),
    include_str!("../programs/functions.py"),
    include_str!("../programs/counting.py"),
    include_str!("../programs/copies.py"),
    include_str!("../programs/remembered.py"),
    include_str!("../programs/drains.py"),
    include_str!("../programs/in_place.py"),
    include_str!("../programs/state.py"),
    include_str!("../programs/division.py"),
    include_str!("../programs/partitions.py"),
];
/// In hundredths, of all programs.
const TIME_EXACT_MIN: usize = 90;
const TIME_NEAR_MIN: usize = 95;
const SPACE_EXACT_MIN: usize = 80;
const SURE_AND_WRONG_MAX: usize = 5;

/// A program with its labels.
pub struct Labelled {
    pub name: &'static str,
    pub source: &'static str,
    pub time: Class,
    pub space: Class,
    /// The most that an answer may be sure of.
    pub sure: Confidence,
}

/// All labelled programs.
pub fn labelled() -> Vec<Labelled> {
    FILES.iter().flat_map(|file| file.split("# === ").skip(1)).map(parse).collect()
}

fn parse(part: &'static str) -> Labelled {
    let (head, source) = part.split_once('\n').expect("a program follows its name");
    let (name, labels) = head.split_once(" | ").expect("labels follow the name");
    let value = |key: &str| labels.split(' ').find_map(|label| label.strip_prefix(key)).map(str::to_owned);
    let class = |key: &str| {
        let word = value(key).expect("it has this label");
        serde_json::from_value(serde_json::Value::String(word)).expect("the label is a class")
    };
    let sure = value("sure=").map_or(Confidence::High, |word| {
        serde_json::from_value(serde_json::Value::String(word)).expect("the label is a confidence")
    });
    Labelled { name, source, time: class("time="), space: class("space="), sure }
}

fn near(left: Class, right: Class) -> bool {
    (left as i32 - right as i32).abs() <= 1
}

#[test]
fn programs_get_the_right_class() {
    let programs = labelled();
    let (mut time, mut close, mut space, mut sure_and_wrong) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for program in &programs {
        let result = analyze(program.source);
        let right = result.time.class == program.time;
        time += usize::from(right);
        close += usize::from(near(result.time.class, program.time));
        space += usize::from(result.space.class == program.space);
        sure_and_wrong += usize::from(!right && result.confidence == Confidence::High);
        if !right || result.space.class != program.space {
            let (time, space) = (&result.time.expression, &result.space.expression);
            wrong.push(format!("{}: {:?} {:?}, got {time} and {space}", program.name, program.time, program.space));
        }
    }
    let part = |count: usize| 100 * count / programs.len();
    let figures = format!("time {time}, near {close}, space {space}, sure and wrong {sure_and_wrong}");
    let report = format!("{figures}, of {}:\n{}", programs.len(), wrong.join("\n"));
    assert!(programs.len() >= 150, "{report}");
    assert!(part(time) >= TIME_EXACT_MIN && part(close) >= TIME_NEAR_MIN, "{report}");
    assert!(part(space) >= SPACE_EXACT_MIN, "{report}");
    assert!(part(sure_and_wrong) <= SURE_AND_WRONG_MAX, "{report}");
}

#[test]
fn nothing_is_surer_than_it_can_be() {
    for program in labelled() {
        let result = analyze(program.source);
        assert!(result.confidence <= program.sure, "{}: {result:?}", program.name);
    }
}

#[test]
fn what_is_not_followed_is_never_sure() {
    let unfollowed = [
        "for x in somewhere:\n    print(x)\n",
        "import library\nlibrary.work(1)\n",
        "from library import work\nwork(1)\n",
        "from library import Base\nclass Own(Base):\n    pass\nOwn().work()\n",
        "from library import wrap\n@wrap\ndef work():\n    return 1\nwork()\n",
        "def work():\n    return 1\ngetattr(work, input())()\n",
        "exec(input())\n",
        "print(eval(input()))\n",
        "__import__(input()).work()\n",
        "nothing[0]()\n",
    ];
    for (program, part) in labelled().iter().zip(unfollowed.iter().cycle()) {
        let source = format!("{}\n{part}", program.source);
        let result = analyze(&source);
        assert!(result.confidence < Confidence::High, "{source}:\n{result:?}");
    }
    for part in unfollowed {
        let result = analyze(part);
        assert!(result.confidence == Confidence::Low, "{part}:\n{result:?}");
        assert!(result.reasons.iter().any(|reason| !reason.text.contains("no step")), "{part}:\n{result:?}");
    }
}

/// Followed one by one, these ways would be 20,000³: the test would not end.
#[test]
fn names_that_hand_each_other_on_are_followed_within_bounds() {
    let rounds = [" x = y\n", " y = z\n", " z = w\n"].map(|line| line.repeat(20_000)).concat();
    let result = analyze(&format!("n = int(input())\nx = y = z = w = 0\nwhile x < n:\n{rounds}"));
    assert_eq!(result.confidence, Confidence::Low);
}

#[test]
fn what_nothing_ends_is_unknown() {
    let endless = [
        "turn = 0\nwhile True:\n    turn += 1\n    print(turn)\n",
        "while 1:\n    pass\n",
        "def down(n):\n    print(n)\n    return down(n - 1) + 1\nprint(down(int(input())))\n",
        "def down(n):\n    return down(n - 1)\n",
    ];
    for source in endless {
        let result = analyze(source);
        assert_eq!((result.time.class, result.confidence), (Class::Unknown, Confidence::Low), "{source}:\n{result:?}");
        assert!(result.reasons.iter().any(|reason| reason.text.contains("nothing ends")), "{source}:\n{result:?}");
    }
    let ended = [
        "n = int(input())\nturn = 0\nwhile True:\n    turn += 1\n    if turn > n:\n        break\nprint(turn)\n",
        "def down(n):\n    return n and down(n - 1)\nprint(down(int(input())))\n",
        "def down(n):\n    if n == 0:\n        return 0\n    return down(n - 1)\nprint(down(int(input())))\n",
        "def forever():\n    while True:\n        print(1)\nfor i in range(int(input())):\n    print(i)\n",
    ];
    for source in ended {
        let result = analyze(source);
        assert!(result.time.class != Class::Unknown, "{source}:\n{result:?}");
    }
}

#[test]
fn cases_that_count_as_one_are_named() {
    for head in ["for case in range(t):", "while t:\n    t -= 1"] {
        let result = analyze(&format!("t = int(input())\n{head}\n    n = int(input())\n    print(n * n)\n"));
        assert_eq!(result.time.class, Class::Constant);
        assert!(result.reasons.iter().any(|reason| reason.text.contains("test cases")), "{result:?}");
    }
}

#[test]
fn names_that_nothing_binds_are_sizes() {
    let result = analyze("for x in arr:\n    for y in arr:\n        print(x, y)\n");
    assert_eq!((result.time.expression.as_str(), result.confidence), ("O(arr²)", Confidence::Low));
    assert!(result.reasons.iter().any(|reason| reason.text.contains("nothing binds `arr`")), "{result:?}");
    let other = analyze("from library import *\nprint(sqrt(2))\n");
    assert!(other.reasons.iter().all(|reason| !reason.text.contains("nothing binds")), "{other:?}");
}

#[test]
fn expressions_are_short() {
    let expression = |source: &str| analyze(source).time.expression;
    let pairs = "a = input().split()\nb = input().split()\nfor x in a:\n    for y in b:\n        print(x, y)\n";
    assert_eq!(expression(&format!("{pairs}for x in a:\n    print(x)\n")), "O(n²)");
    let lists = "n, m = map(int, input().split())\nfor i in range(n):\n    for j in range(m):\n        print(i, j)\n";
    assert_eq!(expression(&format!("{lists}for i in range(n):\n    print(i)\n")), "O(n·m)");
    for program in labelled() {
        let expression = analyze(program.source).time.expression;
        let inner = expression.trim_start_matches("O(").trim_end_matches(')');
        let terms: Vec<&str> = inner.split(" + ").collect();
        let distinct: std::collections::HashSet<&&str> = terms.iter().collect();
        assert_eq!(distinct.len(), terms.len(), "{}: {expression}", program.name);
        for term in terms {
            let factors: Vec<&str> = term.split('·').collect();
            let distinct: std::collections::HashSet<&&str> = factors.iter().collect();
            assert_eq!(distinct.len(), factors.len(), "{}: {expression}", program.name);
        }
    }
}

#[test]
fn reasons_point_at_lines_of_the_source() {
    for program in labelled() {
        let lines = u32::try_from(program.source.lines().count()).expect("programs are short");
        for reason in analyze(program.source).reasons {
            assert!((1..=lines).contains(&reason.line), "{}: {reason:?}", program.name);
        }
    }
}

#[test]
fn functions_are_told_apart() {
    let source = "def scan(items):\n    for item in items:\n        print(item)\n\n\ndef first(items):\n    return items[0]\n\n\n\
                  values = list(map(int, input().split()))\nscan(values)\nprint(first(values))\n";
    let functions = analyze(source).functions;
    let classes: Vec<_> = functions.iter().map(|function| (function.name.as_str(), function.time.class)).collect();
    assert_eq!(classes, [("scan", Class::Linear), ("first", Class::Constant)]);
    assert_eq!(functions[1].line, 6);
}

#[test]
fn what_is_no_program_is_unknown() {
    assert_eq!(analyze("def (:\n").time.class, Class::Unknown);
    assert_eq!(analyze(&"(".repeat(5_000)).time.class, Class::Unknown);
    assert_eq!(analyze(&format!("x = {}1", "-".repeat(5_000))).time.class, Class::Unknown);
    assert_eq!(analyze("").time.class, Class::Constant);
}
