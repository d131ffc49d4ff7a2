//! `GET /v1/audit`.

use axum::body::Body;
use domain::TerminalStatus;
use serde_json::{Value, json};

use crate::support::{Answer, TestGateway, request, with_header};

async fn lines(gateway: &TestGateway, query: &str) -> Answer {
    let asked = request("GET", &format!("/v1/audit{query}"), Body::empty());
    gateway.ask(with_header(asked, "accept", "application/x-ndjson")).await
}

#[tokio::test]
async fn a_job_is_told_from_request_to_outcome_without_its_code() {
    let gateway = TestGateway::local();
    let submit = request("POST", "/v1/jobs", json!({ "code": "print('hush')", "stdin": "hush" }).to_string().into());
    let accepted = gateway.ask(with_header(submit, "x-request-id", "order-17")).await.json();
    let id = accepted["job_id"].as_str().unwrap();
    gateway.store.start(id.parse().unwrap(), b"hush");
    gateway.store.finish(id.parse().unwrap(), TerminalStatus::Failed);
    let page = gateway.get("/v1/audit").await;
    let entries = page.json()["entries"].clone();
    assert_eq!(entries.as_array().unwrap().len(), 2);
    for (entry, event) in entries.as_array().unwrap().iter().zip(["ended", "accepted"]) {
        assert_eq!((&entry["event"], &entry["job_id"]), (&json!(event), &json!(id)));
        assert_eq!((&entry["principal"], &entry["request_id"]), (&json!("local"), &json!("order-17")));
        assert_eq!((&entry["language"], &entry["source_sha256"]), (&json!("python"), &json!("00")));
    }
    assert_eq!((&entries[0]["status"], &entries[0]["exit_code"]), (&json!("failed"), &json!(1)));
    assert_eq!((&entries[1]["status"], &entries[1]["execution_time_ms"]), (&Value::Null, &Value::Null));
    assert!(!page.text().contains("hush"));
}

#[tokio::test]
async fn only_operators_read_it() {
    let gateway = TestGateway::with_keys();
    let ask = |token| gateway.ask(with_header(request("GET", "/v1/audit", Body::empty()), "authorization", token));
    assert_eq!(ask("Bearer ann").await.error_code(403), "OPERATOR_REQUIRED");
    assert_eq!(ask("Bearer nobody").await.error_code(401), "UNAUTHENTICATED");
}

#[tokio::test]
async fn it_is_paged_filtered_and_exported_whole() {
    let gateway = TestGateway::local();
    for _ in 0..1_005 {
        gateway.post("/v1/jobs", &json!({ "code": "print(1)" })).await;
    }
    let page = gateway.get("/v1/audit?limit=2").await.json();
    assert_eq!(page["entries"].as_array().unwrap().len(), 2);
    let next = gateway.get(&format!("/v1/audit?limit=2&before={}", page["next"])).await.json();
    assert_eq!(next["entries"][0]["seq"].as_u64().unwrap() + 1, page["entries"][1]["seq"].as_u64().unwrap());
    assert_eq!(gateway.get("/v1/audit?principal=nobody").await.json(), json!({ "entries": [], "next": null }));
    assert_eq!(gateway.get("/v1/audit?since=2100-01-01T00:00:00Z").await.json()["entries"], json!([]));
    assert_eq!(gateway.get("/v1/audit?until=2000-01-01T00:00:00Z").await.json()["entries"], json!([]));

    let export = lines(&gateway, "").await;
    assert_eq!(export.header("content-type"), Some("application/x-ndjson"));
    let entries: Vec<Value> = export.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let numbers: Vec<_> = entries.iter().map(|entry| entry["seq"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=1_005).rev().collect::<Vec<_>>());
    assert_eq!(lines(&gateway, "?principal=nobody").await.text(), "");
}

#[tokio::test]
async fn what_is_asked_wrongly_is_named() {
    let gateway = TestGateway::local();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("since=yesterday", "since"),
        ("until=1", "until"),
        ("before=-1", "before"),
    ] {
        let answer = gateway.get(&format!("/v1/audit?{query}")).await;
        assert_eq!((answer.error_code(422).as_str(), answer.error_fields()), ("INVALID_FIELD", vec![field.to_owned()]));
    }
    gateway.store.go_away();
    assert_eq!(lines(&gateway, "").await.error_code(503), "STORE_UNAVAILABLE");
}
