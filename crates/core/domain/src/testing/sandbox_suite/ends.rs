//! How programs end, and what they print.

use super::{run, run_source, spec};
use crate::{Exit, SandboxDriver};

pub async fn a_program_prints_and_ends(driver: &dyn SandboxDriver) {
    let ran = run_source(driver, "print(6 * 7)").await;
    assert_eq!((ran.out().as_str(), ran.err().as_str()), ("42\n", ""));
    assert_eq!(ran.evidence.exit, Exit::Code(0));
    assert!(!ran.evidence.out_of_memory && !ran.evidence.out_of_processes, "{ran:?}");
    assert_eq!(ran.evidence.runtime_died, None);
}

pub async fn exit_codes_are_the_programs_own(driver: &dyn SandboxDriver) {
    for code in [1, 3, 128, 255] {
        let ran = run_source(driver, &format!("import os\nos._exit({code})")).await;
        assert_eq!(ran.evidence.exit, Exit::Code(code), "{ran:?}");
        assert_eq!((ran.evidence.out_of_memory, ran.evidence.runtime_died), (false, None));
    }
}

pub async fn an_uncaught_exception_is_a_traceback_and_a_one(driver: &dyn SandboxDriver) {
    let ran = run_source(driver, "raise ValueError('x')").await;
    assert!(ran.err().ends_with("ValueError: x\n"), "{ran:?}");
    assert_eq!(ran.evidence.exit, Exit::Code(1));
}

pub async fn a_program_that_kills_itself_is_not_lost(driver: &dyn SandboxDriver) {
    let ran =
        run_source(driver, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nimport time\ntime.sleep(9)").await;
    // The first process of a namespace may be immune to itself; then it sleeps and ends.
    assert!(matches!(ran.evidence.exit, Exit::Code(137 | 0)), "{ran:?}");
    assert_eq!((ran.evidence.out_of_memory, ran.evidence.runtime_died), (false, None));
}

pub async fn output_is_exact(driver: &dyn SandboxDriver) {
    let source = "import sys, os\nsys.stdout.buffer.write(bytes(range(256)) * 1000)\nos.write(2, b'\\xff\\x00')";
    let ran = run(driver, &spec(source)).await;
    let expected: Vec<u8> = (0..=255).cycle().take(256_000).collect();
    assert!(ran.stdout == expected, "{} bytes came", ran.stdout.len());
    assert_eq!(ran.stderr, b"\xff\x00");
}

pub async fn much_output_is_complete(driver: &dyn SandboxDriver) {
    let source = "import sys\nfor _ in range(50):\n    sys.stdout.buffer.write(b'o' * 65536)\n    sys.stderr.buffer.write(b'e' * 65536)";
    let ran = run_source(driver, source).await;
    assert_eq!((ran.stdout.len(), ran.stderr.len()), (50 << 16, 50 << 16));
    assert_eq!(ran.evidence.exit, Exit::Code(0));
}
