//! A program sees what `python3 main.py` would show it.

use domain::{ByteString, ExecutionSpec, Exit, Imports, InputFile};

use crate::support::{Ran, run, run_source, spec, with_driver};

fn run_text(source: &str) -> Ran {
    with_driver(async |driver| run_source(driver, source).await)
}

fn succeeds(spec: &ExecutionSpec) -> Ran {
    let ran = with_driver(async |driver| run(driver, spec).await);
    assert_eq!(ran.evidence.exit, Exit::Code(0), "{ran:?}");
    ran
}

#[test]
fn hello() {
    let ran = run_text("print('hello')");
    assert_eq!((ran.out(), ran.err(), ran.evidence.exit), ("hello\n", "", Exit::Code(0)));
    assert!(!ran.evidence.out_of_memory && !ran.evidence.out_of_processes, "{ran:?}");
    assert_eq!(ran.evidence.runtime_died, None);
    assert!(ran.evidence.usage.cpu_us.is_some_and(|used| used > 0));
}

#[test]
fn output_is_exact() {
    let source = "import sys, os\nsys.stdout.buffer.write(bytes(range(256)) * 1000)\nos.write(2, b'\\xff\\x00')";
    let ran = run_text(source);
    let expected: Vec<u8> = (0..=255).cycle().take(256_000).collect();
    assert_eq!(ran.stdout, expected);
    assert_eq!(ran.stderr, b"\xff\x00");
}

#[test]
fn many_small_writes_arrive_in_order_and_complete() {
    let ran = run_text("for i in range(200000): print(i)");
    let lines: Vec<_> = (0..200_000).map(|i| i.to_string()).collect();
    let expected = lines.join("\n") + "\n";
    assert!(ran.out() == expected, "{} bytes of {}", ran.out().len(), expected.len());
}

#[test]
fn stdin_is_read_as_lines_as_text_and_as_bytes() {
    let text = ExecutionSpec {
        stdin: ByteString("a\nü\nc".into()),
        ..spec("import sys\nprint(input())\nprint(list(sys.stdin))")
    };
    assert_eq!(succeeds(&text).out(), "a\n['ü\\n', 'c']\n");
    let bytes = ExecutionSpec {
        stdin: ByteString(b"\xff\x00z".to_vec()),
        ..spec("import sys\nprint(sys.stdin.buffer.read())")
    };
    assert_eq!(succeeds(&bytes).out(), "b'\\xff\\x00z'\n");
}

#[test]
fn an_empty_stdin_is_at_its_end() {
    let ran = run_text("import sys\nprint(repr(sys.stdin.read()))\ninput()");
    assert_eq!((ran.out(), ran.evidence.exit), ("''\n", Exit::Code(1)));
    assert!(ran.err().ends_with("EOFError: EOF when reading a line\n"), "{ran:?}");
}

#[test]
fn a_large_stdin_arrives_complete() {
    let input: Vec<u8> = (0..3_000_000u32).map(|i| (i % 251) as u8).collect();
    let source = "import sys, zlib\nb = sys.stdin.buffer.read()\nprint(len(b), zlib.adler32(b))";
    let spec = ExecutionSpec { stdin: ByteString(input.clone()), ..spec(source) };
    let (mut a, mut b) = (1u32, 0u32);
    for byte in &input {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    assert_eq!(succeeds(&spec).out(), format!("{} {}\n", input.len(), b << 16 | a));
}

#[test]
fn arguments_files_and_working_directory() {
    let source = "import sys, os, helper\nprint(sys.argv, open('data/a.bin', 'rb').read(), helper.x, os.getcwd())";
    let file = |path: &str, content: &[u8]| InputFile { path: path.into(), content: ByteString(content.to_vec()) };
    let spec = ExecutionSpec {
        args: vec!["one".into(), "zwei ü".into()],
        files: vec![file("data/a.bin", b"\x00\xff"), file("helper.py", b"x = 7")],
        ..spec(source)
    };
    assert_eq!(succeeds(&spec).out(), "['main.py', 'one', 'zwei ü'] b'\\x00\\xff' 7 /tmp/work\n");
}

#[test]
fn main_is_clean() {
    let source = "print(__name__, __file__, sorted(globals()))\nimport __main__, sys\nprint(__main__.__dict__ is globals(), \
                  'guard' in sys.modules, sys.path[0])";
    let expected = "__main__ main.py ['__annotations__', '__builtins__', '__cached__', '__doc__', '__file__', '__loader__', \
                    '__name__', '__package__', '__spec__']\nTrue False /tmp/work\n";
    assert_eq!(run_text(source).out(), expected);
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_program() {
    assert_eq!(run_text("\u{feff}print(1)").out(), "1\n");
}

#[test]
fn a_traceback_shows_the_programs_frames_and_lines_only() {
    let ran = run_text(
        "def f():\n    return 1 / 0\n\ntry:\n    f()\nexcept ZeroDivisionError as e:\n    raise ValueError('x') from e\n",
    );
    let err = ran.err();
    for expected in ["    return 1 / 0\n", "in f\n", "main.py\", line 7, in <module>\n", "ValueError: x\n"] {
        assert!(err.contains(expected), "{err}");
    }
    assert!(!err.contains("code-remote") && !err.contains("runner"), "{err}");
    assert_eq!(ran.evidence.exit, Exit::Code(1));
}

#[test]
fn a_syntax_error_shows_its_line() {
    let ran = run_text("x = 1\ny = = 2\n");
    assert!(ran.err().contains("  File \"main.py\", line 2\n    y = = 2\n"), "{}", ran.err());
    assert!(ran.err().ends_with("SyntaxError: invalid syntax\n"), "{}", ran.err());
    assert_eq!(ran.evidence.exit, Exit::Code(1));
}

#[test]
fn the_guard_is_armed_for_the_whitelist_only() {
    // What the guard forbids is its own tests' matter; here, that the program runs with it and without it.
    let guarded = ExecutionSpec { imports: Imports::Whitelist, ..spec("import math\nprint(math.floor(2.5))") };
    assert_eq!(succeeds(&guarded).out(), "2\n");
    assert_eq!(succeeds(&spec("import subprocess, ctypes\nprint(ctypes.sizeof(ctypes.c_int))")).out(), "4\n");
}

#[test]
fn the_standard_library_works_with_any_import() {
    let source = r#"
import asyncio, bz2, ctypes, curses, decimal, hashlib, lzma, multiprocessing, os, socket, sqlite3, ssl, tempfile, threading, zlib
results = []
thread = threading.Thread(target=results.append, args=(1,)); thread.start(); thread.join()
def child(queue): queue.put(os.getpid() != 1)
context = multiprocessing.get_context("fork")
queue = context.Queue(); process = context.Process(target=child, args=(queue,)); process.start()
results.append(queue.get()); process.join()
a, b = socket.socketpair(); a.send(b"x"); results.append(b.recv(1))
results.append(sqlite3.connect(":memory:").execute("select 1 + 1").fetchone()[0])
results.append(ctypes.CDLL(None).abs(-3))
with tempfile.TemporaryFile() as file: results.append(file.write(b"abc"))
async def main(): await asyncio.sleep(0); return 5
results.append(asyncio.run(main()))
results.append(hashlib.sha256(lzma.compress(bz2.compress(zlib.compress(b"")))).digest_size)
print(results)
"#;
    assert_eq!(succeeds(&spec(source)).out(), "[1, True, b'x', 2, 3, 3, 5, 32]\n");
}

#[test]
fn randomness_differs_between_sandboxes() {
    let source = "import random, os, uuid\nprint(random.random(), os.urandom(8), uuid.uuid4())";
    let (one, other) = (run_text(source), run_text(source));
    let parts = |ran: &Ran| ran.out().split(' ').map(str::to_owned).collect::<Vec<_>>();
    for (left, right) in parts(&one).iter().zip(parts(&other)) {
        assert_ne!(*left, right);
    }
}

#[test]
fn the_clock_is_the_hosts() {
    let before = std::time::UNIX_EPOCH.elapsed().expect("after 1970").as_secs_f64();
    let seen: f64 = run_text("import time\nprint(time.time())").out().trim().parse().expect("a number");
    let after = std::time::UNIX_EPOCH.elapsed().expect("after 1970").as_secs_f64();
    assert!((before..=after).contains(&seen), "{before} {seen} {after}");
}
