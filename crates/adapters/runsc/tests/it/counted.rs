//! Programs that count their own steps, and what they hold, do so in a sandbox, under the language's guard.

use complexity::measure::{Instrumented, Schedule, instrument};
use complexity::{Class, Fit};
use domain::{ByteString, ExecutionSpec, Exit, Imports};

use crate::support::{run, spec, with_driver};

const SIZES: [u64; 4] = [16, 32, 64, 128];

/// What a program's counts say, with its size on standard input.
fn measured(source: &str) -> Fit {
    let program = instrument(source, "countedsteps").expect("it is counted");
    let mut schedule = Schedule::default();
    for size in SIZES {
        let stdout = ran(&program, size);
        assert!(schedule.record_run(&program, size, Some(&stdout)), "{stdout}");
    }
    schedule.finish()
}

fn ran(program: &Instrumented, size: u64) -> String {
    let spec = ExecutionSpec {
        stdin: ByteString(format!("{size}\n").into_bytes()),
        imports: Imports::Whitelist,
        ..spec(&program.source)
    };
    let ran = with_driver(async |driver| run(driver, &spec).await);
    assert_eq!(ran.evidence.exit, Exit::Code(0), "{ran:?}");
    ran.out().to_owned()
}

fn held(source: &str) -> Class {
    measured(source).space.expect("what is held is counted").class
}

#[test]
fn a_list_that_grows_is_held() {
    let fit = measured("n = int(input())\na = []\nfor i in range(n):\n    a.append(i)\n");
    assert_eq!((fit.class, fit.space.expect("counted").class), (Class::Linear, Class::Linear));
}

#[test]
fn what_is_taken_out_again_was_held() {
    let drained =
        "from collections import deque\nn = int(input())\nqueue = deque(range(n))\nwhile queue:\n    queue.popleft()\n";
    assert_eq!(held(drained), Class::Linear);
    assert_eq!(held("n = int(input())\ntotal = 0\nfor i in range(n):\n    total += i\n"), Class::Constant);
}

#[test]
fn rows_objects_and_calls_are_held() {
    let table = "def main():\n    n = int(input())\n    rows = [[0] * n for _ in range(n)]\n    for row in rows:\n        row[0] = 1\n\n\nmain()\n";
    assert_eq!(held(table), Class::Quadratic);
    let chain = "class Node:\n    def __init__(self, next):\n        self.next = next\n\n\nhead = None\nfor i in range(int(input())):\n    head = Node(head)\n";
    assert_eq!(held(chain), Class::Linear);
    let slices =
        "def total(a):\n    return a[0] + total(a[1:]) if a else 0\n\n\nprint(total(list(range(int(input())))))\n";
    assert_eq!(held(slices), Class::Quadratic);
}

#[test]
fn names_of_built_ins_may_be_the_programs_own() {
    let fit = measured(
        "n = int(input())\nsum = len = list = max = str = 0\na = {}\nfor i in range(n):\n    sum += i\n    a[i] = sum\nprint = a\n",
    );
    assert_eq!((fit.class, fit.space.expect("counted").class), (Class::Linear, Class::Linear));
}

#[test]
fn texts_that_grow_are_held_and_what_built_ins_go_over_is_counted() {
    let text = "def main():\n    text = ''\n    for i in range(int(input())):\n        text += 'x'\n    print(len(text))\n\n\nmain()\n";
    assert_eq!(held(text), Class::Linear);
    let pairs = "from itertools import combinations\na = range(int(input()))\nprint(len(list(combinations(a, 2))))\n";
    assert_eq!(measured(pairs).class, Class::Quadratic);
    let front = "a = list(range(int(input())))\nwhile a:\n    a.pop(0)\n";
    assert_eq!(measured(front).class, Class::Quadratic);
    assert_eq!(measured(&front.replace("pop(0)", "pop(-1)")).class, Class::Linear);
}

#[test]
fn the_counting_asks_nothing_of_the_programs_objects() {
    let program = "class Proxy:\n    def __getattr__(self, name):\n        raise KeyError(name)\n    def sort(self):\n        return 1\n\n\nn = int(input())\nproxies = []\nfor i in range(n):\n    proxies.append(Proxy())\n    proxies[-1].sort()\n";
    let fit = measured(program);
    assert_eq!((fit.class, fit.space.expect("counted").class), (Class::Linear, Class::Linear));
}
