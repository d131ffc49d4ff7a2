//! The command line against a running service.

use std::process::{Command, Output};

use crate::harness::{Service, executable};

fn code_remote(service: &Service, words: &[&str]) -> Output {
    let mut command = Command::new(executable());
    command.args(words).env("CODE_REMOTE_URL", &service.url).env("NO_COLOR", "1");
    command.output().expect("the executable runs")
}

#[tokio::test]
async fn run_passes_output_and_exit_code_through() {
    let service = Service::start(&[("CODE_REMOTE_PYTHON_IMPORTS", "any")]).await;
    let program = service.data_dir().join("program.py");
    std::fs::write(&program, "import sys\nprint(sys.argv[1:], input())\nprint('oops', file=sys.stderr)\nsys.exit(7)\n")
        .expect("the program can be written");
    let input = service.data_dir().join("input");
    std::fs::write(&input, "from the file\n").expect("the input can be written");
    let (program, input) = (program.display().to_string(), input.display().to_string());
    let output = code_remote(&service, &["run", &program, "--stdin", &input, "--", "a", "b c"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "['a', 'b c'] from the file\n");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "oops\n");
    assert_eq!(output.status.code(), Some(7));
}
