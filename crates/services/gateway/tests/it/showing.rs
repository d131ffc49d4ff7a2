//! Large jobs: whole for who reads them, and no way to fill the memory for who does not.

use axum::body::Body;
use code_remote_gateway::SlotBounds;
use futures_util::FutureExt as _;
use serde_json::{Value, json};

use crate::support::{Answer, TestGateway, request};

const INPUT_BYTES: usize = 300_000;

async fn gateway_with_large_job() -> (TestGateway, String) {
    let one = SlotBounds { total: 4, per_principal: 1 };
    let gateway = TestGateway::with(|settings| (settings.showing, settings.showing_shared) = (one, one));
    let body = json!({ "code": "print(1)", "stdin": "\u{1}".repeat(INPUT_BYTES) });
    let id = gateway.post("/v1/jobs", &body).await.json()["job_id"].as_str().unwrap().to_owned();
    (gateway, format!("/v1/jobs/{id}"))
}

fn get(path: &str) -> axum::http::Request<Body> {
    request("GET", path, Body::empty())
}

#[tokio::test]
async fn a_large_job_is_shown_whole() {
    let (gateway, path) = gateway_with_large_job().await;
    let answer = gateway.get(&path).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(answer.body.len() > 6 * INPUT_BYTES, "each byte is escaped");
    assert_eq!(answer.json()["stdin"].as_str().map(str::len), Some(INPUT_BYTES));
}

#[tokio::test]
async fn an_answer_that_is_not_read_keeps_its_callers_turn_and_no_other() {
    let (gateway, path) = gateway_with_large_job().await;
    let share: Value = gateway.ask(request("POST", &format!("{path}/share"), Body::empty())).await.json();
    let link = format!("/v1/shared/{}", share["token"].as_str().unwrap());

    let unread = gateway.send(get(&path)).await;
    assert!(gateway.send(get(&path)).now_or_never().is_none(), "the caller waits for itself");
    let unread_link = gateway.send(get(&link)).await;
    assert!(gateway.send(get(&link)).now_or_never().is_none(), "so does the link");

    assert_eq!(Answer::of(unread).await.json()["stdin"].as_str().map(str::len), Some(INPUT_BYTES));
    assert_eq!(gateway.get(&path).await.status, 200);
    drop(unread_link);
    assert_eq!(gateway.get(&link).await.status, 200);
}
