//! Labelled programs: how many of them get the right class.

use code_remote_complexity::{Class, Confidence, analyze};

/// Files of labelled programs. Each program starts with `# === name | time=class space=class`.
const FILES: [&str; 16] = [
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
    include_str!("../programs/contest_more.py"),
    include_str!("../programs/contest_last.py"),
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
}

/// All labelled programs.
pub fn labelled() -> Vec<Labelled> {
    FILES.iter().flat_map(|file| file.split("# === ").skip(1)).map(parse).collect()
}

fn parse(part: &'static str) -> Labelled {
    let (head, source) = part.split_once('\n').expect("a program follows its name");
    let (name, labels) = head.split_once(" | ").expect("labels follow the name");
    let (time, space) = labels.split_once(' ').expect("two labels");
    let class = |label: &str| {
        let word = label.split_once('=').expect("a label has a value").1.to_owned();
        serde_json::from_value(serde_json::Value::String(word)).expect("the label is a class")
    };
    Labelled { name, source, time: class(time), space: class(space) }
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
