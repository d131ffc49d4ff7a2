//! Submitting: waiting for the end, not waiting, refusals, repetitions, and too much at once.

use std::time::Duration;

use code_remote_gateway::SlotBounds;
use domain::{QueueBounds, TerminalStatus};
use serde_json::json;
use tower::ServiceExt as _;

use crate::support::{Answer, TestGateway, request, with_header};

fn run_request(code: &str) -> axum::http::Request<axum::body::Body> {
    request("POST", "/execute", json!({ "code": code }).to_string().into())
}

/// Sends in the background, as a client that waits.
fn spawn(gateway: &TestGateway, request: axum::http::Request<axum::body::Body>) -> tokio::task::JoinHandle<Answer> {
    let router = gateway.router();
    tokio::spawn(async move { Answer::of(router.oneshot(request).await.unwrap()).await })
}

#[tokio::test]
async fn execute_answers_when_the_job_has_ended() {
    let gateway = TestGateway::local();
    let waiting = spawn(&gateway, run_request("print(1)"));
    let id = gateway.store.only_job().await;
    gateway.store.start(id, b"1\n");
    assert!(!waiting.is_finished());
    gateway.store.finish(id, TerminalStatus::Success);
    let answer = waiting.await.unwrap();
    assert_eq!(answer.status, 200);
    let result = answer.json();
    assert_eq!(result["job_id"], id.to_string());
    assert_eq!(
        (&result["status"], &result["success"], &result["output"]),
        (&json!("success"), &json!(true), &json!("1\n"))
    );
    assert_eq!(answer.header("location"), Some(format!("/v1/jobs/{id}").as_str()));
    assert_eq!(answer.header("idempotency-replayed"), None);
}

#[tokio::test]
async fn refused_code_is_a_result_and_never_waits() {
    let gateway = TestGateway::local();
    for path in ["/execute", "/execute/async", "/v1/jobs"] {
        for (code, error, error_code, rule) in [
            ("import os", "Security validation failed", "POLICY_VIOLATION", "import"),
            (")", "Syntax error", "SYNTAX_ERROR", "syntax"),
        ] {
            let answer = gateway.post(path, &json!({ "code": code })).await;
            assert_eq!(answer.status, 200, "{path}");
            let result = answer.json();
            assert_eq!((&result["success"], &result["status"]), (&json!(false), &json!("failed")));
            assert_eq!((&result["error"], &result["error_code"]), (&json!(error), &json!(error_code)));
            assert_eq!(result["security_violations"][0]["rule"], rule);
        }
    }
    assert_eq!(gateway.get("/v1/jobs").await.json()["jobs"].as_array().unwrap().len(), 6, "they are kept as runs");
    assert!(gateway.get("/metrics").await.text().contains("code_remote_jobs_refused_total{rule=\"import\"} 3"));
}

#[tokio::test]
async fn what_never_runs_does_not_fill_the_disk_with_its_input() {
    let gateway = TestGateway::local();
    let refused = async |stdin: &str| {
        let files = json!([{ "path": "data", "content": "much" }]);
        gateway.post("/execute", &json!({ "code": "import os", "stdin": stdin, "files": files })).await.json()
    };
    let (small, large) = (refused("some").await, refused(&"x".repeat(20_000)).await);
    assert_eq!((&small["stdin"], &large["stdin"]), (&json!("some"), &json!("")));
    assert_eq!(small["files"][0]["bytes"], 0);
}

#[tokio::test]
async fn with_any_imports_nothing_is_refused() {
    let gateway = TestGateway::with(|settings| settings.imports = domain::Imports::Any);
    assert_eq!(gateway.post("/v1/jobs", &json!({ "code": "import os" })).await.status, 202);
    assert_eq!(gateway.post("/validate", &json!({ "code": "import os" })).await.json()["safe"], true);
    assert_eq!(gateway.get("/languages").await.json()["languages"][0]["imports"], json!(null));
}

#[tokio::test]
async fn validate_tells_what_stands_against_it_and_keeps_nothing() {
    let gateway = TestGateway::local();
    let unsafe_code = gateway.post("/validate", &json!({ "code": "import os" })).await.json();
    assert_eq!(
        (&unsafe_code["safe"], &unsafe_code["security_violations"][0]["rule"]),
        (&json!(false), &json!("import"))
    );
    let safe = gateway.post("/validate", &json!({ "code": "é" })).await.json();
    assert_eq!(safe, json!({ "safe": true, "security_violations": [], "bytes": 2, "bytes_max": 10240 }));
    assert_eq!(gateway.store.count(), 0);
}

#[tokio::test]
async fn a_job_that_is_not_waited_for_is_accepted() {
    let gateway = TestGateway::local();
    for path in ["/execute/async", "/v1/jobs"] {
        let answer = gateway.post(path, &json!({ "code": "print(1)" })).await;
        assert_eq!(answer.status, 202);
        let body = answer.json();
        assert_eq!((&body["status"], &body["queue_position"]), (&json!("queued"), &json!(0)));
        assert_eq!(answer.header("location"), Some(format!("/v1/jobs/{}", body["job_id"].as_str().unwrap()).as_str()));
    }
}

#[tokio::test]
async fn a_repeated_request_answers_the_same_job() {
    let gateway = TestGateway::local();
    let submit = |code: &str| {
        let body = json!({ "code": code }).to_string();
        gateway.ask(with_header(request("POST", "/v1/jobs", body.into()), "idempotency-key", "k-1"))
    };
    let first = submit("print(1)").await;
    let again = submit("print(1)").await;
    assert_eq!((first.status, again.status), (202, 202));
    assert_eq!(first.json()["job_id"], again.json()["job_id"]);
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (None, Some("true")));
    assert_eq!(submit("print(2)").await.error_code(409), "IDEMPOTENCY_KEY_REUSED");

    let id = gateway.store.only_job().await;
    let waiting = spawn(&gateway, with_header(run_request("print(1)"), "idempotency-key", "k-1"));
    gateway.store.finish(id, TerminalStatus::Success);
    let waited = waiting.await.unwrap();
    assert_eq!((waited.status, waited.json()["job_id"].as_str()), (200, Some(id.to_string().as_str())));
    assert_eq!(waited.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn a_repeated_refusal_answers_the_same_result() {
    let gateway = TestGateway::local();
    let submit = || {
        let body = json!({ "code": "import os" }).to_string();
        gateway.ask(with_header(request("POST", "/v1/jobs", body.into()), "idempotency-key", "k"))
    };
    let (first, again) = (submit().await, submit().await);
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.json(), again.json());
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn full_queues_say_when_to_try_again() {
    let owner_full = TestGateway::with(|settings| settings.queue = QueueBounds { total: 9, per_owner: 1 });
    let all_full = TestGateway::with(|settings| settings.queue = QueueBounds { total: 1, per_owner: 9 });
    for (gateway, status, code) in [(owner_full, 429, "TOO_MANY_JOBS"), (all_full, 503, "QUEUE_FULL")] {
        assert_eq!(gateway.post("/v1/jobs", &json!({ "code": "1" })).await.status, 202);
        for path in ["/v1/jobs", "/execute"] {
            let full = gateway.post(path, &json!({ "code": "1" })).await;
            assert_eq!(full.error_code(status), code);
            assert!(full.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
        }
    }
}

#[tokio::test]
async fn only_so_many_requests_wait_and_one_that_may_not_stores_nothing() {
    let gateway = TestGateway::with(|settings| settings.waiting = SlotBounds { total: 9, per_principal: 1 });
    let waiting = spawn(&gateway, run_request("print(1)"));
    let id = gateway.store.only_job().await;
    let second = gateway.ask(run_request("print(2)")).await;
    assert_eq!(second.error_code(429), "TOO_MANY_JOBS");
    assert_eq!(gateway.store.count(), 1);

    gateway.store.finish(id, TerminalStatus::Success);
    assert_eq!(waiting.await.unwrap().status, 200);
    let now = spawn(&gateway, run_request("import os"));
    assert_eq!(now.await.unwrap().status, 200, "the place is free again");
}

#[tokio::test]
async fn a_place_is_free_again_when_its_client_is_gone_and_the_job_goes_on() {
    let gateway = TestGateway::with(|settings| settings.waiting = SlotBounds { total: 1, per_principal: 1 });
    let gone = spawn(&gateway, run_request("print(1)"));
    let id = gateway.store.only_job().await;
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    assert_eq!(gateway.get(&format!("/v1/jobs/{id}?wait=0")).await.json()["status"], "queued");
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_answers_where_to_go_on() {
    let gateway = TestGateway::with(|settings| settings.execute_wait_max = Duration::from_mins(1));
    let answer = gateway.ask(run_request("print(1)")).await;
    assert_eq!((answer.status, answer.json()["status"].as_str()), (202, Some("queued")));
    assert!(answer.header("location").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_service_that_stops_waits_for_running_jobs_only() {
    let gateway = TestGateway::local();
    let waiting = spawn(&gateway, run_request("print(1)"));
    let running = gateway.store.only_job().await;
    gateway.store.start(running, b"");
    gateway.stopping.cancel();
    let queued = gateway.ask(run_request("print(2)")).await;
    assert_eq!((queued.status, queued.json()["status"].as_str()), (202, Some("queued")));
    assert!(!waiting.is_finished());
    gateway.store.finish(running, TerminalStatus::Failed);
    assert_eq!(waiting.await.unwrap().json()["status"], "failed");
}
