//! The process dies or is stopped, at any moment: what was accepted is run, and ends once.

use std::{
    collections::BTreeMap,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Caller, Event, Service, Traces, command, eventually, status_of};

const ENDLESS: &str = "import os, time\nos.fork()\nprint('in', flush=True)\nwhile True: time.sleep(60)";

#[tokio::test]
async fn jobs_accepted_before_kills_end_once_each() {
    let mut service = Service::for_any_program(&[("CODE_REMOTE_CONCURRENCY", "6")]).await;
    let mut accepted = BTreeMap::new();
    // In the middle of accepting; then in the middle of running. Two faults are fewer than a job may have.
    accepted.extend(submit_until_killed(&mut service, 0..30, 17).await);
    service.start_again().await;
    accepted.extend(submit_until_killed(&mut service, 30..60, 30).await);
    let dead = service.traces();
    service.start_again().await;

    assert!(accepted.len() >= 47, "{}", accepted.len());
    for (id, n) in &accepted {
        let job = service.result(id).await;
        assert_eq!((status_of(&job), &job["stdout"]), ("success", &json!(format!("{n}\n"))), "{job}");
        check_history(&job, &service.events(id).await.rest().await);
    }
    let unfinished = service.get("/v1/jobs?status=queued").await["jobs"].as_array().map(Vec::len);
    assert_eq!(unfinished, Some(0), "nor does one wait that nobody was told of");
    assert_eq!(dead.in_common(&service.traces()), Traces::default(), "nothing of the dead is left");
}

/// Submits all at once and kills the service as soon as it has accepted so many; the ids that it gave, and their numbers.
async fn submit_until_killed(
    service: &mut Service,
    numbers: std::ops::Range<u32>,
    kill_at: usize,
) -> Vec<(String, u32)> {
    let count = Arc::new(AtomicUsize::new(0));
    let submissions: Vec<_> =
        numbers.map(|n| tokio::spawn(try_submit((**service).clone(), n, Arc::clone(&count)))).collect();
    eventually("too few are accepted", async || (count.load(Ordering::SeqCst) < kill_at).then_some(&count)).await;
    eventually("none runs", async || {
        let running = service.get("/v1/jobs?status=running").await;
        running["jobs"].as_array().is_some_and(Vec::is_empty).then_some(running)
    })
    .await;
    service.kill();
    let mut accepted = Vec::new();
    for submission in submissions {
        accepted.extend(submission.await.expect("it does not panic"));
    }
    accepted
}

async fn try_submit(caller: Caller, n: u32, count: Arc<AtomicUsize>) -> Option<(String, u32)> {
    let code = format!("import time\nprint({n})\ntime.sleep(0.05)");
    let response = caller.request(Method::POST, "/v1/jobs").json(&json!({ "code": code })).send().await.ok()?;
    let answer: Value = response.json().await.ok()?;
    count.fetch_add(1, Ordering::SeqCst);
    Some((answer["job_id"].as_str().expect("the job has an id").to_owned(), n))
}

/// One end, at the end; attempts that count up; output of the last attempt as in the result.
pub(crate) fn check_history(job: &Value, events: &[Event]) {
    let done: Vec<_> = events.iter().filter(|event| event.kind == "done").collect();
    assert_eq!(done.len(), 1, "{events:?}");
    assert_eq!(events.last(), done.first().copied(), "{events:?}");
    let statuses = events.iter().filter(|event| event.kind == "status");
    let started: Vec<_> =
        statuses.filter(|event| event.data["status"] == "running").map(|event| &event.data["attempt"]).collect();
    let expected: Vec<_> = (1..=started.len()).collect();
    assert_eq!(json!(started), json!(expected), "{events:?}");
    assert_eq!(job["attempt"], json!(started.len()));
    let last = events.iter().filter(|event| event.data["attempt"] == job["attempt"]);
    let output: Vec<u8> = last.flat_map(|event| event.output("stdout")).collect();
    assert_eq!(Some(&*String::from_utf8_lossy(&output)), job["stdout"].as_str());
}

#[tokio::test]
async fn a_job_that_is_interrupted_is_tried_three_times() {
    let mut service = Service::for_any_program(&[]).await;
    let id = service.submit(ENDLESS).await;
    for attempt in 1..=3 {
        let running = |event: &Event| event.data["attempt"] == attempt && event.output("stdout").starts_with(b"in");
        service.events(&id).await.until(running).await;
        let before = service.traces();
        assert!(before.counts()[..3].iter().all(|count| *count >= 1), "{before:?}");
        service.kill();
        service.start_again().await;
        // It is proven and ready only after it has swept.
        assert_eq!(service.traces().in_common(&before), Traces::default(), "after kill {attempt}");
    }
    let job = service.result(&id).await;
    assert_eq!((status_of(&job), &job["error_code"]), ("failed", &json!("EXECUTOR_LOST")));
    assert_eq!((&job["attempt"], &job["limit"]), (&json!(3), &Value::Null));
    assert_eq!(service.execute("print('well')").await["stdout"], "well\n");
}

#[tokio::test]
async fn sigterm_lets_running_jobs_end_and_keeps_waiting_ones() {
    let mut service = Service::for_any_program(&[("CODE_REMOTE_CONCURRENCY", "1")]).await;
    let code = "import time\nprint('in', flush=True)\ntime.sleep(1)\nprint('out')";
    let running = service.submit(code).await;
    service.events(&running).await.until_output("stdout", "in\n").await;
    let waiting = service.submit("print('later')").await;
    let key = ("idempotency-key", "across");
    let keyed = |service: &Service| {
        service.request(Method::POST, "/v1/jobs").header(key.0, key.1).json(&json!({ "code": "print('keyed')" }))
    };
    let first: Value = keyed(&service).send().await.expect("an answer").json().await.expect("JSON");
    let follower = service.events(&running).await;

    service.terminate();
    assert_eq!(
        follower.rest().await.last().map(|event| event.kind.clone()).as_deref(),
        Some("output"),
        "streams end early"
    );
    assert_eq!(service.ended().await.code(), Some(0));
    assert_eq!(service.traces(), Traces::default(), "nothing stays behind");

    service.start_again().await;
    let drained = service.result(&running).await;
    assert_eq!((&drained["stdout"], &drained["attempt"]), (&json!("in\nout\n"), &json!(1)), "it was let to its end");
    let later = service.result(&waiting).await;
    assert_eq!((&later["stdout"], &later["attempt"]), (&json!("later\n"), &json!(1)));
    let again = keyed(&service).send().await.expect("an answer");
    assert!(again.headers().contains_key("idempotency-replayed"), "keys outlive the process");
    assert_eq!(again.json::<Value>().await.expect("JSON")["job_id"], first["job_id"]);
}

#[tokio::test]
async fn what_outlasts_the_drain_is_given_back_without_blame() {
    let mut service = Service::for_any_program(&[("CODE_REMOTE_DRAIN_SECONDS", "0")]).await;
    let id = service.submit(ENDLESS).await;
    for attempt in 1..=5 {
        let running = |event: &Event| event.data["attempt"] == attempt && event.output("stdout").starts_with(b"in");
        service.events(&id).await.until(running).await;
        service.terminate();
        assert_eq!(service.ended().await.code(), Some(0));
        assert_eq!(service.traces(), Traces::default());
        service.start_again().await;
    }
    service.cancel(&id).await;
    assert_eq!(status_of(&service.result(&id).await), "cancelled", "five stops are no fault of the job");
}

#[tokio::test]
async fn a_second_service_on_the_same_data_is_refused() {
    let service = Service::start(&[]).await;
    let mut second = command(service.data_dir(), &[]);
    let output = second.stdout(Stdio::piped()).stderr(Stdio::piped()).output().expect("the executable runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(stderr.contains("another process uses the data directory"), "{stderr}");
    assert!(stderr.contains(&service.data_dir().display().to_string()), "{stderr}");
    assert_eq!(output.stdout, b"", "it never listened");
    let (status, _) = service.send(Method::GET, "/health/ready").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(service.execute("print(1)").await["stdout"], "1\n", "the first is not disturbed");
}
