//! Settings of the roles: checked whole before anything is opened, from flags, environment and a file.

use std::{
    fs,
    process::{Command, Output},
};

use crate::harness::{Deployment, executable};

fn run(role: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command = Command::new(executable());
    for name in std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CODE_REMOTE_")) {
        command.env_remove(name);
    }
    let Output { status, stderr, stdout } =
        command.arg(role).envs(variables.iter().copied()).output().expect("the executable starts");
    let said = [stdout, stderr].concat();
    (status.code(), String::from_utf8(said).expect("text"))
}

/// Nobody listens on this port, so whoever tries to connect fails.
const NOWHERE: &str = "postgres://code_remote@127.0.0.1:1/code_remote";

/// A role, its settings, and which one is named.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[test]
fn a_setting_that_is_missing_or_wrong_is_named_before_anything_is_opened() {
    let cases: [Case; 12] = [
        ("gateway", &[], "CODE_REMOTE_DATABASE_URL"),
        ("executor", &[], "CODE_REMOTE_DATABASE_URL"),
        ("analyzer", &[("CODE_REMOTE_DATABASE_URL", "mysql://x/y")], "CODE_REMOTE_DATABASE_URL"),
        (
            "analyzer",
            &[("CODE_REMOTE_GEMINI_API_KEY", "key"), ("CODE_REMOTE_GEMINI_TEMPERATURE", "9")],
            "CODE_REMOTE_GEMINI_TEMPERATURE",
        ),
        (
            "gateway",
            &[("CODE_REMOTE_DATABASE_URL", NOWHERE), ("CODE_REMOTE_ANALYZER_URL", "analyzer:50051")],
            "CODE_REMOTE_ANALYZER_URL",
        ),
        ("migrate", &[("CODE_REMOTE_DATABASE_URL", "mysql://x/y")], "CODE_REMOTE_DATABASE_URL"),
        (
            "gateway",
            &[("CODE_REMOTE_DATABASE_URL", NOWHERE), ("CODE_REMOTE_QUEUE", "sqs")],
            "CODE_REMOTE_SQS_QUEUE_URL",
        ),
        (
            "executor",
            &[("CODE_REMOTE_DATABASE_URL", NOWHERE), ("CODE_REMOTE_MEMORY_MIB", "1")],
            "CODE_REMOTE_MEMORY_MIB",
        ),
        (
            "gateway",
            &[("CODE_REMOTE_DATABASE_URL", NOWHERE), ("CODE_REMOTE_LISTEN", "127.0.0.1:0,0.0.0.0:0")],
            "CODE_REMOTE_AUTH",
        ),
        // Everyone would be its operator.
        (
            "gateway",
            &[("CODE_REMOTE_DATABASE_URL", NOWHERE), ("CODE_REMOTE_LISTEN", "127.0.0.1:0")],
            "CODE_REMOTE_AUTH",
        ),
        (
            "executor",
            &[
                ("CODE_REMOTE_DATABASE_URL", NOWHERE),
                ("CODE_REMOTE_QUEUE", "sqs"),
                ("CODE_REMOTE_SQS_QUEUE_URL", "http://127.0.0.1:1/q"),
                ("CODE_REMOTE_SQS_DEAD_LETTER_URL", "http://127.0.0.1:1/d"),
                ("CODE_REMOTE_SQS_REGION", ""),
            ],
            "CODE_REMOTE_SQS_REGION",
        ),
        (
            "gateway",
            &[("CODE_REMOTE_DATABASE_URL", NOWHERE), ("CODE_REMOTE_PYTHON_VERSION", "three")],
            "CODE_REMOTE_PYTHON_VERSION",
        ),
    ];
    for (role, variables, named) in cases {
        let (code, said) = run(role, variables);
        assert_eq!(code, Some(2), "{role} {variables:?}: {said}");
        assert!(said.contains(named), "{role} {variables:?}: {said}");
    }
}

#[test]
fn a_password_in_the_environment_is_refused_and_not_shown() {
    let url = "postgres://code_remote:open-sesame@127.0.0.1:1/code_remote";
    for role in ["gateway", "executor", "migrate"] {
        let (code, said) = run(role, &[("CODE_REMOTE_DATABASE_URL", url)]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("CODE_REMOTE_DATABASE_URL_FILE"), "{said}");
        assert!(!said.contains("open-sesame"), "{said}");
    }
}

#[test]
fn a_variable_that_nobody_reads_is_named_and_its_value_is_not() {
    let (_, said) = run(
        "migrate",
        &[
            ("CODE_REMOTE_DATABASE_URL", NOWHERE),
            ("CODE_REMOTE_LISTNE", "open-sesame"),
            ("CODE_REMOTE_ANOTHER_PROGRAM", "1"),
        ],
    );
    assert!(said.contains("CODE_REMOTE_LISTNE is no setting; is CODE_REMOTE_LISTEN meant?"), "{said}");
    assert!(said.contains("CODE_REMOTE_ANOTHER_PROGRAM is no setting\n"), "{said}");
    assert!(!said.contains("CODE_REMOTE_DATABASE_URL is no setting") && !said.contains("open-sesame"), "{said}");
}

#[test]
fn the_password_of_the_file_is_not_shown_when_the_database_is_away() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let file = directory.path().join("url");
    fs::write(&file, "postgres://code_remote:open-sesame@127.0.0.1:1/code_remote\n").expect("a file can be written");
    let (code, said) = run("migrate", &[("CODE_REMOTE_DATABASE_URL_FILE", &file.display().to_string())]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("cannot be reached") || said.contains("cannot be migrated"), "{said}");
    assert!(!said.contains("open-sesame"), "{said}");
}

#[test]
fn a_file_gives_settings_and_the_environment_wins() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let file = directory.path().join("settings");
    let path = file.display().to_string();
    let with = |text: &str, more: &[(&str, &str)]| {
        fs::write(&file, text).expect("a file can be written");
        run("gateway", &[&[("CODE_REMOTE_CONFIG", path.as_str())], more].concat())
    };
    let text =
        format!("# both roles\nCODE_REMOTE_DATABASE_URL = {NOWHERE}\nCODE_REMOTE_TMP_MIB=0\nCODE_REMOTE_POOL_SIZE=1\n");
    let (code, said) = with(&text, &[]);
    assert_eq!((code, said.contains("CODE_REMOTE_TMP_MIB: 0 is not")), (Some(2), true), "{said}");
    let (code, said) = with(&text, &[("CODE_REMOTE_TMP_MIB", "8"), ("CODE_REMOTE_CPU_MILLIS", "0")]);
    assert_eq!((code, said.contains("CODE_REMOTE_CPU_MILLIS")), (Some(2), true), "{said}");
    let (code, said) = with("CODE_REMOTE_MISTYPED=1\n", &[]);
    assert_eq!((code, said.contains("CODE_REMOTE_MISTYPED")), (Some(2), true), "{said}");
    let (code, said) = with("CODE_REMOTE_LISTEN=127.0.0.1:0,0.0.0.0:0\n", &[]);
    assert_eq!((code, said.contains("0.0.0.0:0 is not a loopback address")), (Some(2), true), "{said}");
}

#[tokio::test]
async fn the_schema_is_brought_up_to_date_once_by_whoever_comes_first() {
    let deployment = Deployment::new(&[]).await;
    let migrations: Vec<_> =
        (0..4).map(|_| deployment.command("migrate").output()).map(|output| output.expect("it starts")).collect();
    for output in &migrations {
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.starts_with("The schema is at version "), "{output:?}");
    }
    let gateway = deployment.gateway().await;
    assert_eq!(gateway.get("/health/ready").await["status"], "ready");
}
