//! Exit statuses are those of `python3`, and what is due at the end happens.

use domain::Exit;

use crate::support::{run_source, with_driver};

/// Runs a program and compares its exit status, standard output and standard error.
#[track_caller]
fn check(source: &str, code: i32, out: &str, err: &str) {
    let ran = with_driver(async |driver| run_source(driver, source).await);
    let seen = (ran.evidence.exit, String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(seen, (Exit::Code(code), out.into(), err.into()));
    assert_eq!(ran.evidence.runtime_died, None);
}

#[test]
fn exit_statuses() {
    check("import sys; sys.exit()", 0, "", "");
    check("raise SystemExit(3)", 3, "", "");
    check("exit(256 + 7)", 7, "", "");
    check("exit(-1)", 255, "", "");
    check("exit(2 ** 80)", 255, "", "");
    check("exit(True)", 1, "", "");
    check("exit('bye')", 1, "", "bye\n");
    check("raise SystemExit((1, 2))", 1, "", "(1, 2)\n");
    check("import os; os._exit(9)", 9, "", "");
}

#[test]
fn a_nonzero_status_keeps_the_output() {
    check("print('out', end=''); import sys; print('err', file=sys.stderr, end=''); exit(4)", 4, "out", "err");
}

#[test]
fn signals_show_as_128_and_their_number() {
    check("import os, signal; print(1, flush=True); os.kill(os.getpid(), signal.SIGKILL)", 137, "1\n", "");
    check("import os, signal; os.kill(os.getpid(), signal.SIGTERM); os.abort()", 143, "", "");
    check("import os; os.abort()", 134, "", "");
    check("import ctypes; ctypes.string_at(0)", 139, "", "");
}

#[test]
fn an_interrupt_ends_like_one() {
    let ran = with_driver(async |driver| run_source(driver, "raise KeyboardInterrupt").await);
    assert_eq!(ran.evidence.exit, Exit::Code(130));
    assert!(ran.err().ends_with("KeyboardInterrupt\n"), "{ran:?}");
}

#[test]
fn threads_exit_handlers_and_finalizers_have_their_turn() {
    let source = "
import atexit, threading, time, weakref
class A:
    def __del__(self): print('deleted')
a = A()
atexit.register(print, 'at exit')
def late(): time.sleep(0.1); print('thread')
threading.Thread(target=late).start()
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
print('main')
";
    check(source, 0, "main\nthread\nat exit\ndeleted\n", "");
}

#[test]
fn an_open_file_is_flushed_at_the_end() {
    check("f = open('/dev/stdout', 'w'); f.write('kept')\ndef g(): return f", 0, "kept", "");
}

#[test]
fn a_programs_own_exception_hook_is_used() {
    check(
        "import sys\nsys.excepthook = lambda kind, value, trace: print(kind.__name__, value)\nraise ValueError(5)",
        1,
        "ValueError 5\n",
        "",
    );
}

#[test]
fn a_child_that_outlives_the_program_dies_with_it() {
    check("import os, time\nif os.fork() == 0: time.sleep(1000)\nprint('parent')", 0, "parent\n", "");
}

#[test]
fn what_gvisor_logs_about_a_program_is_not_its_death() {
    let raw = "
import socket
for family in (socket.AF_PACKET, socket.AF_INET, socket.AF_INET6):
    try: socket.socket(family, socket.SOCK_RAW)
    except OSError: pass
print('hello')
";
    check(raw, 0, "hello\n", "");
    check(&format!("{raw}\nexit(2)"), 2, "hello\n", "");
    check(&format!("{raw}\nimport os; os.abort()"), 134, "hello\n", "");
    check(
        &format!("{raw}\nimport sys\nsys.stderr.write('panic: x\\n\\ngoroutine 1 [running]:\\n')\nexit(2)"),
        2,
        "hello\n",
        "panic: x\n\ngoroutine 1 [running]:\n",
    );
}
