//! Looking at jobs, stopping, sharing and forgetting them.

use std::time::Duration;

use axum::body::Body;
use domain::{JobId, TerminalStatus};
use serde_json::json;

use crate::support::{TestGateway, request};

async fn submitted(gateway: &TestGateway) -> JobId {
    let answer = gateway.post("/v1/jobs", &json!({ "code": "print(1)" })).await;
    answer.json()["job_id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_with_the_job_or_the_time() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    let path = format!("/v1/jobs/{id}?wait=20");
    let began = tokio::time::Instant::now();
    assert_eq!(gateway.get(&path).await.json()["status"], "queued");
    assert_eq!(began.elapsed(), Duration::from_secs(20));

    let finish = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        gateway.store.finish(id, TerminalStatus::Success);
    };
    let began = tokio::time::Instant::now();
    let (answer, ()) = tokio::join!(gateway.get(&path), finish);
    assert_eq!(answer.json()["status"], "success");
    assert_eq!(began.elapsed(), Duration::from_secs(5));
}

#[tokio::test]
async fn the_list_is_newest_first_and_has_pages() {
    let gateway = TestGateway::local();
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.insert(0, submitted(&gateway).await.to_string());
    }
    let mut seen = Vec::new();
    let mut path = "/v1/jobs?limit=2".to_owned();
    loop {
        let page = gateway.get(&path).await.json();
        seen.extend(page["jobs"].as_array().unwrap().iter().map(|job| job["job_id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/jobs?limit=2&before={next}");
    }
    assert_eq!(seen, ids);
    assert_eq!(gateway.get("/v1/jobs?status=success").await.json()["jobs"], json!([]));
    let one = &gateway.get("/v1/jobs?limit=1&status=queued").await.json()["jobs"][0];
    assert_eq!(
        (&one["first_line"], &one["status"], &one["exit_code"]),
        (&json!("print(1)"), &json!("queued"), &json!(null))
    );
}

#[tokio::test]
async fn cancelling_depends_on_how_far_the_job_is() {
    let gateway = TestGateway::local();
    let cancel =
        async |id: JobId| gateway.ask(request("POST", &format!("/v1/jobs/{id}/cancel"), Body::empty())).await.json();
    let queued = submitted(&gateway).await;
    let cancelled = cancel(queued).await;
    assert_eq!((&cancelled["status"], &cancelled["error"]), (&json!("cancelled"), &json!("Cancelled")));

    let running = submitted(&gateway).await;
    gateway.store.start(running, b"");
    let asked = cancel(running).await;
    assert_eq!((&asked["status"], &asked["cancel_requested"]), (&json!("running"), &json!(true)));

    gateway.store.finish(running, TerminalStatus::Success);
    assert_eq!(cancel(running).await["status"], "success");
}

#[tokio::test]
async fn only_an_ended_job_is_deleted() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    let path = format!("/v1/jobs/{id}");
    let delete = || gateway.ask(request("DELETE", &path, Body::empty()));
    assert_eq!(delete().await.error_code(409), "JOB_NOT_FINISHED");
    gateway.store.finish(id, TerminalStatus::Failed);
    let deleted = delete().await;
    assert_eq!((deleted.status, deleted.body.len()), (204, 0));
    assert_eq!(gateway.get(&path).await.error_code(404), "JOB_NOT_FOUND");
}

#[tokio::test]
async fn logs_are_the_exact_bytes_and_never_a_page() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    gateway.store.start(id, b"<script>\xff\0");
    let logs = gateway.get(&format!("/v1/jobs/{id}/logs?stream=stdout")).await;
    assert_eq!(logs.body, b"<script>\xff\0".as_slice());
    assert_eq!(logs.header("content-type"), Some("application/octet-stream"));
    assert!(logs.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(logs.header("x-content-type-options"), Some("nosniff"));
    assert!(gateway.get(&format!("/v1/jobs/{id}/logs?stream=stderr")).await.body.is_empty());
}

#[tokio::test]
async fn a_link_shows_the_job_until_it_is_replaced_or_removed() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    let path = format!("/v1/jobs/{id}/share");
    let share = || async {
        let share = gateway.ask(request("POST", &path, Body::empty())).await.json();
        let token = share["token"].as_str().unwrap().to_owned();
        assert_eq!(share["url"], format!("/shared/{token}"));
        format!("/v1/shared/{token}")
    };
    let first = share().await;
    let shown = gateway.get(&first).await;
    assert_eq!((shown.status, &shown.json()["job_id"]), (200, &json!(id.to_string())));
    assert!(!shown.text().contains("owner"));

    let second = share().await;
    assert_eq!(gateway.get(&first).await.status, 404);
    assert_eq!(gateway.get(&second).await.status, 200);
    assert_eq!(gateway.ask(request("DELETE", &path, Body::empty())).await.status, 204);
    assert_eq!(gateway.get(&second).await.error_code(404), "JOB_NOT_FOUND");
}
