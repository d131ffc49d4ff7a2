//! The command line against a running service: output, exit codes, and what is said to a person or a program.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::{Value, json};

use crate::harness::{Service, command, executable, status_of};

const ENDLESS: &str = "import time\nprint('in', flush=True)\nwhile True: time.sleep(60)";

/// A command for this service, in its data directory.
fn code_remote(service: &Service, words: &[&str]) -> Command {
    let mut command = Command::new(executable());
    command.args(words).current_dir(service.data_dir());
    command.env("CODE_REMOTE_URL", service.url()).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn output(service: &Service, words: &[&str]) -> Output {
    code_remote(service, words).output().expect("the executable runs")
}

/// Exit code, standard output and standard error.
fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("one JSON document: {:?}", told(output)))
}

fn write(service: &Service, name: &str, content: &str) {
    std::fs::write(service.data_dir().join(name), content).expect("a file can be written");
}

#[tokio::test]
async fn a_program_is_run_like_a_local_one() {
    let service = Service::for_any_program(&[("CODE_REMOTE_MEMORY_MIB", "96"), ("CODE_REMOTE_OUTPUT_KIB", "4")]).await;
    output_input_and_exit_code_pass_through(&service);
    a_program_from_standard_input(&service);
    limits_have_exit_codes_of_their_own(&service);
    cut_output_is_said(&service);
    json_is_one_document(&service);
    ctrl_c_stops_the_job(&service).await;
    refused_requests_are_explained(&service);
}

fn output_input_and_exit_code_pass_through(service: &Service) {
    write(
        service,
        "program.py",
        "import sys\nprint(sys.argv[1:], input(), open('extra').read())\nsys.stdout.buffer.write(b'\\xff\\x00')\nprint('oops', file=sys.stderr)\nsys.exit(7)\n",
    );
    write(service, "input", "from the file\n");
    write(service, "extra", "more");
    let words = ["run", "program.py", "--stdin", "input", "--file", "extra", "--", "a", "b c", "--json"];
    let output = output(service, &words);
    assert_eq!(output.stdout, b"['a', 'b c', '--json'] from the file more\n\xff\x00");
    assert_eq!(told(&output).2, "oops\n", "nothing of our own between");
    assert_eq!(output.status.code(), Some(7));
}

fn a_program_from_standard_input(service: &Service) {
    let mut child = code_remote(service, &["run", "-"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the executable runs");
    child.stdin.take().expect("a pipe").write_all(b"print('piped')").expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(told(&output), (Some(0), "piped\n".into(), String::new()));
    let both = code_remote(service, &["run", "-", "--stdin", "-"]).output().expect("the executable runs");
    assert_eq!(both.status.code(), Some(2));
}

fn limits_have_exit_codes_of_their_own(service: &Service) {
    write(service, "endless.py", ENDLESS);
    let late = told(&output(service, &["run", "endless.py", "--timeout", "2.5"]));
    assert_eq!((late.0, late.1.as_str()), (Some(124), "in\n"));
    assert!(late.2.contains("Execution timed out after 2.5 seconds (job "), "{}", late.2);
    write(service, "hoard.py", "hoard = []\nwhile True: hoard.append(bytearray(b'x') * (1 << 20))");
    let full = told(&output(service, &["run", "hoard.py"]));
    assert_eq!(full.0, Some(137));
    assert!(full.2.contains("Memory limit of 96 MiB exceeded"), "{}", full.2);
    write(service, "crash.py", "import ctypes\nctypes.string_at(0)");
    let crash = told(&output(service, &["run", "crash.py"]));
    assert_eq!(crash.0, Some(139));
    assert!(crash.2.contains("Ended by signal 11 (SIGSEGV)"), "{}", crash.2);
}

fn cut_output_is_said(service: &Service) {
    write(service, "flood.py", "print('x' * 5000)");
    let (code, stdout, stderr) = told(&output(service, &["run", "flood.py"]));
    assert_eq!((code, stdout.len()), (Some(0), 4096));
    assert!(stderr.contains("stdout was cut"), "{stderr}");
}

fn json_is_one_document(service: &Service) {
    let run = output(service, &["run", "program.py", "--stdin", "input", "--file", "extra", "--json"]);
    let result = json_of(&run);
    assert_eq!((run.status.code(), &result["exit_code"], &result["stderr"]), (Some(7), &json!(7), &json!("oops\n")));
    let id = result["job_id"].as_str().expect("an id");
    assert_eq!(json_of(&output(service, &["job", id, "--json"])), result);
    assert_eq!(json_of(&output(service, &["cancel", id, "--json"])), result, "it has ended");
    assert_eq!(json_of(&output(service, &["logs", id, "--json"]))["stdout"], result["stdout"]);
    let list = json_of(&output(service, &["jobs", "--json", "--limit", "1", "--status", "failed"]));
    assert_eq!((&list["jobs"][0]["job_id"], list["jobs"].as_array().map(Vec::len)), (&json!(id), Some(1)));
    let logs = output(service, &["logs", id]);
    assert_eq!(
        (&logs.stdout, &logs.stderr),
        (&run_stdout(&result), &b"oops\n".to_vec()),
        "logs come as they were written"
    );
    let followed = output(service, &["logs", id, "-f"]);
    assert_eq!((followed.stdout, followed.stderr), (logs.stdout, logs.stderr));
}

fn run_stdout(result: &Value) -> Vec<u8> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.decode(result["stdout_base64"].as_str().expect("it is no text")).expect("it is base64")
}

async fn ctrl_c_stops_the_job(service: &Service) {
    let mut run = code_remote(service, &["run", "endless.py"]);
    let mut run = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the executable runs");
    let mut line = String::new();
    BufReader::new(run.stdout.take().expect("a pipe")).read_line(&mut line).expect("it prints");
    assert_eq!(line, "in\n", "output comes while the program runs");
    kill(Pid::from_raw(i32::try_from(run.id()).expect("a pid fits")), Signal::SIGINT).expect("it runs");
    let output = run.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    let list = service.get("/v1/jobs?limit=1").await;
    assert_eq!(status_of(&list["jobs"][0]), "cancelled", "{}", told(&output).2);
}

fn refused_requests_are_explained(service: &Service) {
    let (code, stdout, stderr) = told(&output(service, &["run", "program.py", "--timeout", "99"]));
    assert_eq!((code, stdout.as_str()), (Some(125), ""));
    assert!(stderr.contains("timeout_seconds: must be at most 30"), "{stderr}");
    let absent = told(&output(service, &["job", "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11"]));
    assert_eq!(absent.0, Some(125));
    assert!(absent.2.contains("JOB_NOT_FOUND"), "{}", absent.2);
    let missing = told(&output(service, &["run", "missing.py"]));
    assert_ne!(missing.0, Some(0));
    assert!(missing.2.contains("missing.py"), "{}", missing.2);
}

#[tokio::test]
async fn a_refused_program_is_shown_place_by_place() {
    let service = Service::start_for(&["ann"], &[]).await;
    write(&service, "bad.py", "x = 1\nimport os\n");
    write(&service, "good.py", "print(1)");
    write(&service, "token", "the key of ann\n");
    let with_key = |words: &[&str]| output(&service, &[words, &["--token-file", "token"]].concat());

    let (code, stdout, stderr) = told(&with_key(&["run", "bad.py"]));
    assert_eq!((code, stdout.as_str()), (Some(126), ""));
    assert!(stderr.contains("refused at 2:8: ") || stderr.contains("refused at 2:1: "), "{stderr}");
    let (code, stdout, _) = told(&with_key(&["validate", "bad.py"]));
    assert_eq!(code, Some(126));
    assert!(stdout.starts_with("bad.py:2:"), "{stdout}");
    assert_eq!(told(&with_key(&["validate", "good.py"])), (Some(0), String::new(), String::new()));
    let document = json_of(&with_key(&["validate", "bad.py", "--json"]));
    assert_eq!((&document["safe"], &document["security_violations"][0]["line"]), (&json!(false), &json!(2)));
    assert_eq!(told(&with_key(&["run", "good.py"])), (Some(0), "1\n".into(), String::new()));

    let (code, _, stderr) = told(&output(&service, &["run", "good.py"]));
    assert_eq!(code, Some(125));
    assert!(stderr.contains("UNAUTHENTICATED"), "{stderr}");
    let jobs = told(&with_key(&["jobs"])).1;
    let lines: Vec<_> = jobs.lines().collect();
    assert_eq!(lines.len(), 2, "{jobs}");
    assert!(lines[0].contains("success") && lines[0].ends_with("print(1)"), "newest first: {jobs}");
    assert!(lines[1].contains("failed") && lines[1].ends_with("x = 1"), "{jobs}");
}

#[test]
fn without_a_service_it_says_how_to_start_one() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    drop(listener);
    let output = Command::new(executable()).args(["jobs", "--url", &url]).output().expect("the executable runs");
    assert_eq!(output.status.code(), Some(125));
    let stderr = told(&output).2;
    assert!(stderr.contains("is not reachable") && stderr.contains("code-remote up"), "{stderr}");
}

#[test]
fn settings_that_are_unsafe_or_wrong_are_refused_by_name() {
    let refusals = [
        ("CODE_REMOTE_LISTEN", "0.0.0.0:0", "CODE_REMOTE_AUTH"),
        ("CODE_REMOTE_AUTH", "api-key", "CODE_REMOTE_API_KEYS_FILE"),
        ("CODE_REMOTE_MEMORY_MIB", "1", "CODE_REMOTE_MEMORY_MIB"),
        ("CODE_REMOTE_TIMEOUT_SECONDS_MAX", "0", "CODE_REMOTE_TIMEOUT_SECONDS_MAX"),
        ("CODE_REMOTE_PYTHON_IMPORTS", "all", "--python-imports"),
        ("CODE_REMOTE_PYTHON_IMPORTS", "all", "environment variable CODE_REMOTE_PYTHON_IMPORTS"),
        ("CODE_REMOTE_QUEUE_MAX", "many", "environment variable CODE_REMOTE_QUEUE_MAX"),
    ];
    let directory = tempfile::tempdir().expect("a directory can be made");
    let path = directory.path().join("data");
    for (variable, value, named) in refusals {
        let (code, stdout, stderr) = told(&up(&path, variable, value));
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{variable}={value}: {stderr}");
        assert!(stderr.contains(named), "{variable}={value}: {stderr}");
        assert!(!path.exists(), "nothing is opened before: {variable}={value}");
    }
}

fn up(data_dir: &Path, variable: &str, value: &str) -> Output {
    let mut up = command(data_dir, &[(variable, value)]);
    if variable == "CODE_REMOTE_LISTEN" {
        up = Command::new(executable());
        up.arg("up").arg("--data-dir").arg(data_dir).env(variable, value);
    }
    up.output().expect("the executable runs")
}
