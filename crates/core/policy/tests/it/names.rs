//! Programs whose names lead to names, in circles and in exponentially many ways: the check ends, and soon.

use std::time::Duration;

use code_remote_policy::{Checker, CheckerBounds, Verdict};

use crate::policy;

/// Expressions that make a value out of the name `B`.
const VALUES: &[&str] = &[
    "B",
    "B+B",
    "B*99",
    "B if B else B",
    "{**B,**B}",
    "dict(B,**B)",
    "{1:B,2:B}",
    "{B:B}",
    "{B:1 for x in B}",
    "[B,B]",
    "[*B,*B]",
    "[B]*1000",
    "(B,B)",
    "{B,B}",
    "B[0]",
    "B[::-1]",
    "B.get(1,B)",
    "B.items()",
    "''.join(B)",
    "B.join(B)",
    "f'{B}{B}'",
    "'%s%s'%(B,B)",
    "'{}{}'.format(B,B)",
    "B.replace('x',B)",
    "B.split()",
    "[x for x in B]",
    "[chr(x) for x in B]",
    "[B for x in B]",
    "(x:=B)",
    "str(B)",
    "list(B)",
    "map(str,B)",
    "lambda:B",
    "B()",
    "B.x",
];

/// Statements that bind the name `A` by an expression `V`.
const BINDERS: &[&str] = &["A=V", "for A in V:0", "for A,y in V:0", "class A(V,V):0", "A:int=V", "A+=V", "import A"];

/// Uses of the name `A` by which a rule asks what it may mean.
const USES: &[&str] = &[
    "getattr(1,A)",
    "hasattr(1,A)",
    "setattr(1,A,1)",
    "getattr(A,A)",
    "A.format(1)",
    "str.format(A,1)",
    "(A+A).format(1)",
    "'{}'.format(**A)",
    "type('T',(),A)",
    "globals()[A]",
    "vars(A)",
    "A.__dict__",
    "A.__get__(1)",
    "A.__subclasses__()",
    "A.obj",
    "object.__getattribute__(1,A)",
    "for n in A:getattr(1,n)",
    "for n,m in A.items():getattr(1,n)",
    "class D(A):\n def f(self,n):setattr(self,n,1)",
    "class D(metaclass=A):__slots__=A;__match_args__=A",
    "match 1:\n case A(x):0",
    "@functools.wraps(A,A)\ndef f():0",
    "dataclasses.dataclass(A)",
    "dataclasses.make_dataclass(A,A)",
    "def f(x:A,y:'A'):0",
    "import math as A\nA.x.y",
];

/// A value that follows `next`.
fn value(value: &str, next: &str) -> String {
    value.replace('B', next)
}

/// A statement that binds `name` by `value`.
fn bind(binder: &str, name: &str, value: &str) -> String {
    binder.replace('A', name).replace('V', value) + "\n"
}

/// Names `v0` to `v{levels}` where each leads to the next in two ways or more.
fn chain(binder: &str, of: &str, levels: usize, last: &str) -> String {
    let level = |at: usize| bind(binder, &format!("v{at}"), &value(of, &format!("v{}", at + 1)));
    (0..levels).map(level).collect::<String>() + &format!("v{levels}={last}\n")
}

/// Levels of many bindings each.
fn wide(of: &str, levels: usize, width: usize) -> String {
    let level = |at: usize| format!("v{at}=").repeat(width) + &value(of, &format!("v{}", at + 1)) + "\n";
    (0..levels).map(level).collect::<String>() + &format!("for v{levels} in():0\n")
}

/// Definitions of `v0` that lead in circles or in very many ways.
fn definitions() -> Vec<String> {
    let mut all = Vec::new();
    for of in VALUES {
        for binder in BINDERS {
            all.push(bind(binder, "v0", &value(of, "v0")));
            all.push(bind(binder, "v0", &value(of, "v1")) + &bind(binder, "v1", &value(of, "v0")));
            all.push(chain(binder, of, 40, "'x'"));
        }
        all.push(chain("A=V", of, 6, "'x'*9999"));
        all.push(wide(of, 4, 60));
        all.push(wide(of, 4, 600));
        all.push(wide(of, 8, 150));
    }
    all
}

/// Everything that asks what a name means, below one definition each.
fn hostile() -> impl Iterator<Item = String> {
    let imports = "import functools,dataclasses\nfrom functools import singledispatch\n";
    definitions().into_iter().enumerate().flat_map(move |(number, definition)| {
        // Each definition meets a third of the uses, and each kind of definition all of them.
        let uses = USES.iter().enumerate().filter(move |(at, _)| at % 3 == number % 3);
        uses.map(move |(_, used)| format!("{imports}{definition}{}\n", used.replace('A', "v0")))
    })
}

#[test]
fn names_lead_nowhere_for_long() {
    // On a thread with the stack that the services' threads have; a hang or an overflow is the failure.
    let check = || {
        for source in hostile() {
            let verdict = policy().check(source.as_bytes());
            let again = policy().check(source.as_bytes());
            assert_eq!(verdict, again, "{source}");
        }
    };
    let thread = std::thread::Builder::new().stack_size(policy().stack_bytes());
    thread.spawn(check).expect("a thread starts").join().expect("every check ends");
}

/// Programs that once took the checker's threads, or the whole service, along.
fn reported() -> Vec<String> {
    let setter = "class D(C0):\n    def f(self, n): setattr(self, n, 1)\n";
    let group = |target: &str, value: &str, count: usize| format!("{target}=").repeat(count) + value + "\n";
    let hang = |count: usize| {
        let groups = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")].map(|(a, b)| group(a, b, count));
        groups.concat() + "for e in():0\ngetattr(1,a)\n"
    };
    let lines = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let letters: Vec<String> = ('a'..='i').map(String::from).collect();
    vec![
        "d = {**d}\ntype('A', (), d)\n".to_owned(),
        "d = dict(d)\ntype('A', (), d)\n".to_owned(),
        "class A(B):\n    def f(self, n): setattr(self, n, 1)\nclass B(A): pass\n".to_owned(),
        lines(40, &|n| format!("class C{n}(C{0},C{0}): pass\n", n + 1)) + "class C40: pass\n" + setter,
        lines(40, &|n| format!("d{n}={{**d{0},**d{0}}}\n", n + 1)) + "d40={}\ntype('A',(),d0)\n",
        letters.windows(2).map(|pair| group(&pair[0], &pair[1], 150)).collect::<String>() + "i=1\na.format(1)\n",
        hang(60),
        hang(180),
        hang(1_200),
        format!("a=a{}\nprint(a+a)\n", "+a".repeat(2_400)),
        format!("a=a{}\nprint(a[0])\n", "+1".repeat(2_400)),
        "x=[[[['a']*1000]*1000]*1000]*1000\ny=[x]*1000\n".to_owned() + &"print(y+y)\n".repeat(100),
        "a='a'*16000\nb='b'*16000\n".to_owned() + &"print(a.replace('a',b)+b.join(a))\n".repeat(200),
        "lambda:".repeat(700) + "(" + &"x,".repeat(2_500) + ")",
        "x=x;".repeat(2_500),
        "from typing import *;".repeat(480),
        "e=f;".repeat(800) + &"f=1;".repeat(800) + &"e.obj;".repeat(500),
    ]
}

#[tokio::test]
async fn a_checker_gets_over_hostile_sources() {
    // Long enough for a busy machine: that every check ends by itself is what counts.
    let bounds = CheckerBounds { deadline: Duration::from_secs(5), ..CheckerBounds::default() };
    let checker = Checker::new(policy(), bounds).expect("threads start");
    for source in reported().into_iter().cycle().take(51) {
        let verdict = checker.check(source.clone().into_bytes()).await.expect("a thread is free");
        let in_time = verdict.violations().iter().all(|violation| !violation.message.contains("in time"));
        assert!(in_time, "{source:.60}");
    }
    assert_eq!(checker.check(b"print(1)".to_vec()).await, Ok(Verdict::Accepted));
}
