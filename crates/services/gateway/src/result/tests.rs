use domain::{ByteString, Imports, IsolationReport, JobError, JobId, Limit, Output, PrincipalId, Timestamp, Truncated};

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn queued() -> Job {
    Job {
        id: "0197f0f0-0000-7000-8000-000000000001".parse::<JobId>().unwrap(),
        owner: PrincipalId::new("key:secret-owner"),
        spec: ExecutionSpec {
            language: "python".to_owned(),
            source: "print(1)\n".to_owned(),
            stdin: ByteString::default(),
            args: vec!["-v".to_owned()],
            files: vec![InputFile { path: "data.txt".to_owned(), content: ByteString(b"abc".to_vec()) }],
            imports: Imports::Whitelist,
            limits: domain::Limits::default(),
        },
        status: Status::Queued,
        attempt: 0,
        cancel_requested: false,
        created_at: at(0),
        started_at: None,
        finished_at: None,
        outcome: None,
        queue_position: Some(4),
        output: Output::default(),
    }
}

fn ended(status: TerminalStatus, change: impl FnOnce(&mut Outcome)) -> Job {
    let isolation = IsolationReport {
        driver: "runsc".to_owned(),
        runtime_version: "release-20240729.0".to_owned(),
        platform: "systrap".to_owned(),
        start: "restore".to_owned(),
        relaxed: false,
    };
    let mut outcome =
        Outcome { isolation: Some(isolation), startup_us: 1_250, run_us: 3_100, ..Outcome::not_run(status, None) };
    change(&mut outcome);
    Job {
        status: status.into(),
        attempt: 1,
        started_at: Some(at(2)),
        finished_at: Some(at(3)),
        outcome: Some(outcome),
        queue_position: None,
        ..queued()
    }
}

fn json(job: Job) -> serde_json::Value {
    serde_json::to_value(JobResult::from(job)).unwrap()
}

#[test]
fn a_waiting_job_has_a_position_and_no_end() {
    let got = json(queued());
    assert_eq!(got["status"], "queued");
    assert_eq!(got["success"], false);
    assert_eq!(got["queue_position"], 4);
    assert_eq!(got["files"], serde_json::json!([{ "path": "data.txt", "bytes": 3 }]));
    for absent in [
        "error",
        "exit_code",
        "execution_time_ms",
        "queue_time_ms",
        "startup_time_ms",
        "resource_usage",
        "isolation",
        "started_at",
        "finished_at",
    ] {
        assert!(got[absent].is_null(), "{absent}: {}", got[absent]);
    }
}

#[test]
fn a_success_has_its_times_and_output() {
    let mut job = ended(TerminalStatus::Success, |outcome| outcome.exit_code = Some(0));
    job.output.stdout = b"1\n".to_vec();
    let got = json(job);
    assert_eq!((&got["status"], &got["success"], &got["exit_code"]), (&"success".into(), &true.into(), &0.into()));
    assert_eq!((&got["output"], &got["stdout"]), (&"1\n".into(), &"1\n".into()));
    assert_eq!(got["queue_time_ms"], 2000.0);
    assert_eq!(got["startup_time_ms"], 1.25);
    assert_eq!(got["execution_time_ms"], 3.1);
    assert_eq!(got["isolation"]["platform"], "systrap");
    assert!(got["error"].is_null() && got["stdout_base64"].is_null());
}

#[test]
fn bytes_that_are_not_text_are_kept_exactly() {
    let mut job = ended(TerminalStatus::Success, |_| {});
    job.output.stdout = b"a\xff\0b".to_vec();
    job.spec.stdin = ByteString(vec![0xc3]);
    let got = json(job);
    assert_eq!(got["stdout"], "a\u{fffd}\0b");
    assert_eq!(got["stdout_base64"], STANDARD.encode(b"a\xff\0b"));
    assert_eq!((&got["stdin"], &got["stdin_base64"]), (&"\u{fffd}".into(), &"ww==".into()));
    assert!(got["stderr_base64"].is_null());
}

#[test]
fn a_refused_job_never_ran() {
    let mut job = ended(TerminalStatus::Failed, |outcome| {
        let error = JobError { code: domain::ErrorCode::PolicyViolation, message: "refused".to_owned() };
        *outcome = Outcome::not_run(TerminalStatus::Failed, Some(error));
    });
    job.started_at = None;
    let got = json(job);
    assert_eq!((&got["error"], &got["error_code"]), (&"Security validation failed".into(), &"POLICY_VIOLATION".into()));
    assert!(got["execution_time_ms"].is_null() && got["resource_usage"].is_null() && got["queue_time_ms"].is_null());
}

#[test]
fn cut_streams_and_limits_are_named() {
    let got = json(ended(TerminalStatus::TimedOut, |outcome| {
        outcome.limit = Some(Limit::WallTime);
        outcome.truncated = Truncated { stdout: false, stderr: true };
    }));
    assert_eq!((&got["timed_out"], &got["limit"]), (&true.into(), &"wall_time".into()));
    assert_eq!((&got["truncated"], &got["truncated_streams"]), (&true.into(), &serde_json::json!(["stderr"])));
}

#[test]
fn the_owner_is_not_shown() {
    assert!(!json(queued()).to_string().contains("secret-owner"));
}

#[test]
fn the_example_has_exactly_the_documents_fields() {
    let keys = |value: serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(example()), keys(json(queued())));
}
