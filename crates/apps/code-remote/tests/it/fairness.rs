//! Many jobs of one caller, and the jobs of others.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Caller, Service, status_of};

const ENDLESS: &str = "import time\nprint('in', flush=True)\nwhile True: time.sleep(60)";

async fn occupy(caller: &Caller) -> String {
    let id = caller.submit(ENDLESS).await;
    caller.events(&id).await.until_output("stdout", "in\n").await;
    id
}

#[tokio::test]
async fn one_callers_flood_does_not_delay_anothers_job() {
    let any = ("CODE_REMOTE_PYTHON_IMPORTS", "any");
    let service = Service::start_for(&["ann", "bob"], &[any, ("CODE_REMOTE_CONCURRENCY", "1")]).await;
    let (ann, bob) = (service.of("ann"), service.of("bob"));
    let running = occupy(&ann).await;
    let mut flood = Vec::new();
    for n in 0..20 {
        flood.push(ann.submit(&format!("print({n})")).await);
    }
    let one = bob.submit("print('bob')").await;
    let position = bob.job(&one).await["queue_position"].as_u64().expect("it waits");
    assert!(position <= 1, "{position} jobs before it, of 20 that came earlier");

    ann.cancel(&running).await;
    let served = bob.result(&one).await;
    assert_eq!(served["stdout"], "bob\n");
    let mut earlier = 0;
    for id in &flood {
        let job = ann.result(id).await;
        assert_eq!(status_of(&job), "success");
        earlier += u32::from(job["started_at"].as_str() < served["started_at"].as_str());
    }
    assert!(earlier <= 1, "{earlier} of ann's jobs were started before bob's");
}

#[tokio::test]
async fn long_jobs_of_one_caller_leave_room_for_anothers() {
    let any = ("CODE_REMOTE_PYTHON_IMPORTS", "any");
    let service = Service::start_for(&["ann", "bob"], &[any, ("CODE_REMOTE_CONCURRENCY", "2")]).await;
    let (ann, bob) = (service.of("ann"), service.of("bob"));
    let running = occupy(&ann).await;
    let waiting = ann.submit(ENDLESS).await;
    assert_eq!(bob.execute("print('bob')").await["stdout"], "bob\n", "while ann's second job waits");
    assert_eq!(status_of(&ann.job(&waiting).await), "queued", "ann holds her share");
    for id in [waiting, running] {
        ann.cancel(&id).await;
        assert_eq!(status_of(&ann.result(&id).await), "cancelled");
    }
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_back() {
    let service = Service::start_for(
        &["ann", "bob"],
        &[
            ("CODE_REMOTE_PYTHON_IMPORTS", "any"),
            ("CODE_REMOTE_CONCURRENCY", "1"),
            ("CODE_REMOTE_QUEUE_MAX", "3"),
            ("CODE_REMOTE_QUEUE_MAX_PER_CALLER", "2"),
        ],
    )
    .await;
    let (ann, bob) = (service.of("ann"), service.of("bob"));
    let running = occupy(&ann).await;
    let waiting = [ann.submit("print(1)").await, ann.submit("print(2)").await];
    check_full(&ann, StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_JOBS").await;
    let third = bob.submit("print(3)").await;
    check_full(&bob, StatusCode::SERVICE_UNAVAILABLE, "QUEUE_FULL").await;

    bob.cancel(&third).await;
    let again = bob.submit("print(4)").await;
    ann.cancel(&running).await;
    for (caller, id, printed) in [(&ann, &waiting[0], "1\n"), (&ann, &waiting[1], "2\n"), (&bob, &again, "4\n")] {
        assert_eq!(caller.result(id).await["stdout"], printed, "what was accepted is run");
    }
    assert_eq!(ann.get("/v1/jobs").await["jobs"].as_array().map(Vec::len), Some(3), "what was not is not kept");
}

async fn check_full(caller: &Caller, status: StatusCode, code: &str) {
    for path in ["/v1/jobs", "/execute", "/execute/async"] {
        let request = caller.request(Method::POST, path).json(&json!({ "code": "print('no')" }));
        let response = request.send().await.expect("the service answers");
        assert_eq!(response.status(), status, "{path}");
        let seconds = response.headers()["retry-after"].to_str().map(str::parse::<u32>);
        assert!(matches!(seconds, Ok(Ok(1..=60))), "{seconds:?}");
        let body: Value = response.json().await.expect("an error is JSON");
        assert_eq!(body["error"]["code"], code);
    }
}
