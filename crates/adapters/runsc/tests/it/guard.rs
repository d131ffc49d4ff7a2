//! The run-time half of the language check, by its own tests.

use std::{path::Path, process::Command};

#[test]
fn the_guard_stops_what_reaches_out_and_nothing_else() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/test_guard.py");
    let run = Command::new("/usr/bin/python3").arg("-I").arg(script).output().expect("python3 starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}
