//! What programs are given.

use super::{run, run_source, spec};
use crate::{ByteString, ExecutionSpec, Exit, InputFile, SandboxDriver};

pub async fn arguments_and_files_arrive(driver: &dyn SandboxDriver) {
    let source = "import sys, helper\nprint(sys.argv, open('data/a.bin', 'rb').read(), helper.x)";
    let file = |path: &str, content: &[u8]| InputFile { path: path.into(), content: ByteString(content.to_vec()) };
    let spec = ExecutionSpec {
        args: vec!["one".into(), "zwei ü".into()],
        files: vec![file("data/a.bin", b"\x00\xff"), file("helper.py", b"x = 7")],
        ..spec(source)
    };
    let ran = run(driver, &spec).await;
    assert_eq!(ran.out(), "['main.py', 'one', 'zwei ü'] b'\\x00\\xff' 7\n", "{ran:?}");
}

pub async fn stdin_arrives_and_ends(driver: &dyn SandboxDriver) {
    let stdin = ByteString("a\nü\nc".into());
    let ran = run(driver, &ExecutionSpec { stdin, ..spec("import sys\nprint(input())\nprint(list(sys.stdin))") }).await;
    assert_eq!(ran.out(), "a\n['ü\\n', 'c']\n", "{ran:?}");
}

pub async fn an_empty_stdin_is_at_its_end(driver: &dyn SandboxDriver) {
    let ran = run_source(driver, "import sys\nprint(repr(sys.stdin.read()))").await;
    assert_eq!(ran.out(), "''\n", "{ran:?}");
}

pub async fn a_large_stdin_comes_back_complete(driver: &dyn SandboxDriver) {
    let input: Vec<u8> = (0..3_000_000u32).map(|i| (i % 251) as u8).collect();
    // While it is still being written, as much is to be read.
    let source = "import os, sys\nwhile part := os.read(0, 65536): sys.stdout.buffer.write(part)";
    let ran = run(driver, &ExecutionSpec { stdin: ByteString(input.clone()), ..spec(source) }).await;
    assert!(ran.stdout == input, "{} bytes came back: {}", ran.stdout.len(), ran.err());
    assert_eq!(ran.evidence.exit, Exit::Code(0));
}

pub async fn a_stdin_that_nobody_reads_disturbs_nobody(driver: &dyn SandboxDriver) {
    let ran = run(driver, &ExecutionSpec { stdin: ByteString(vec![b'x'; 3_000_000]), ..spec("print('done')") }).await;
    assert_eq!((ran.out().as_str(), ran.evidence.exit), ("done\n", Exit::Code(0)));
}
