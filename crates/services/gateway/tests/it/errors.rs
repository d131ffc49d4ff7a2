//! Every failure has one shape, and tells nothing about our inside.

use axum::body::Body;
use serde_json::json;

use crate::support::{TestGateway, request, with_header};

#[tokio::test]
async fn addresses_and_methods_that_do_not_exist() {
    let gateway = TestGateway::local();
    assert_eq!(gateway.get("/nope").await.error_code(404), "NOT_FOUND");
    assert_eq!(gateway.post("/v1/nope", &json!({})).await.error_code(404), "NOT_FOUND");
    let wrong_method = gateway.ask(request("PUT", "/execute", Body::empty())).await;
    assert_eq!(wrong_method.error_code(405), "METHOD_NOT_ALLOWED");
    assert_eq!(wrong_method.header("allow"), Some("POST"));
    for path in [
        "/v1/jobs/nope",
        "/v1/jobs/%ff",
        "/v1/jobs/00000000-0000-7000-8000-000000000000",
        "/v1/shared/x",
        "/v1/shared/%ff",
    ] {
        assert_eq!(gateway.get(path).await.error_code(404), "JOB_NOT_FOUND", "{path}");
    }
}

#[tokio::test]
async fn bodies_that_are_wrong() {
    let gateway = TestGateway::with(|settings| settings.body_bytes_max = 20_000);
    for path in ["/execute", "/execute/async", "/v1/jobs", "/validate", "/analyze", "/analyze/async"] {
        let raw = |body: &'static [u8]| gateway.ask(request("POST", path, Body::from(body)));
        assert_eq!(raw(b"{\"code\":").await.error_code(400), "MALFORMED_BODY");
        assert_eq!(raw(b"").await.error_code(400), "MALFORMED_BODY");
        assert_eq!(raw(b"{\"code\":\"\xff\"}").await.error_code(400), "MALFORMED_BODY");
        let surrogate = raw(br#"{"code":"\ud800"}"#).await;
        assert_eq!(
            (surrogate.error_code(422).as_str(), surrogate.error_fields()),
            ("INVALID_FIELD", vec!["code".to_owned()])
        );
        assert_eq!(raw(b"[]").await.error_fields(), ["body"]);

        let mut text = request("POST", path, Body::from("print(1)"));
        text.headers_mut().insert("content-type", "text/x-python".parse().unwrap());
        assert_eq!(gateway.ask(text).await.error_code(415), "UNSUPPORTED_MEDIA_TYPE");

        let body_too_large = gateway.post(path, &json!({ "code": "x", "more": "y".repeat(20_000) })).await;
        assert_eq!(
            (body_too_large.error_code(413).as_str(), body_too_large.error_fields()),
            ("PAYLOAD_TOO_LARGE", vec!["body".to_owned()])
        );
        let source_too_large = gateway.post(path, &json!({ "code": "x".repeat(10_241) })).await;
        assert_eq!(
            (source_too_large.error_code(413).as_str(), source_too_large.error_fields()),
            ("PAYLOAD_TOO_LARGE", vec!["code".to_owned()])
        );

        let wrong = gateway.post(path, &json!({ "language": "cobol" })).await;
        assert_eq!(
            (wrong.error_code(422).as_str(), wrong.error_fields()),
            ("INVALID_FIELD", vec!["language".to_owned(), "code".to_owned()])
        );
    }
    assert_eq!(gateway.store.count(), 0);
}

#[tokio::test]
async fn query_and_header_values_that_are_wrong() {
    let gateway = TestGateway::local();
    let accepted = gateway.post("/v1/jobs", &json!({ "code": "print(1)" })).await;
    let job = format!("/v1/jobs/{}", accepted.json()["job_id"].as_str().unwrap());
    for (query, field) in [
        ("?wait=61", "wait"),
        ("?wait=-1", "wait"),
        ("?wait=NaN", "wait"),
        ("?wait=soon", "wait"),
        ("?wait=1e400", "wait"),
        ("/logs?stream=stdin", "stream"),
        ("/events?last_event_id=-1", "Last-Event-ID"),
    ] {
        let answer = gateway.get(&format!("{job}{query}")).await;
        assert_eq!(
            (answer.error_code(422).as_str(), answer.error_fields()),
            ("INVALID_FIELD", vec![field.to_owned()]),
            "{query}"
        );
    }
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("status=done", "status"),
        ("before=x", "before"),
    ] {
        let answer = gateway.get(&format!("/v1/jobs?{query}")).await;
        assert_eq!(
            (answer.error_code(422).as_str(), answer.error_fields()),
            ("INVALID_FIELD", vec![field.to_owned()]),
            "{query}"
        );
    }
    let key =
        with_header(request("POST", "/v1/jobs", json!({ "code": "x" }).to_string().into()), "idempotency-key", "a b");
    assert_eq!(gateway.ask(key).await.error_fields(), ["Idempotency-Key"]);
}

#[tokio::test]
async fn a_store_that_is_away_is_told_without_its_details() {
    let gateway = TestGateway::local();
    gateway.store.go_away();
    for answer in [gateway.get("/v1/jobs").await, gateway.post("/execute", &json!({ "code": "print(1)" })).await] {
        assert_eq!(answer.error_code(503), "STORE_UNAVAILABLE");
        assert!(answer.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
        assert!(!answer.text().contains("secret"), "{}", answer.text());
    }
    assert_eq!(gateway.get("/metrics").await.status, 200, "metrics are needed most when something is wrong");
}

#[tokio::test]
async fn a_handler_that_panics_answers_like_any_other_fault() {
    let gateway = TestGateway::local();
    let answer = gateway.post("/execute", &json!({ "code": "panic" })).await;
    assert_eq!(answer.error_code(500), "INTERNAL");
    assert!(!answer.text().contains("the test asked for it"));
}

#[tokio::test]
async fn a_request_keeps_the_id_that_its_caller_gave() {
    let gateway = TestGateway::local();
    let named = gateway.ask(with_header(request("GET", "/nope", Body::empty()), "x-request-id", "my-id.1")).await;
    assert_eq!(named.header("x-request-id"), Some("my-id.1"));
    assert_eq!(named.json()["request_id"], "my-id.1");
    let (one, other) = (gateway.get("/health/live").await, gateway.get("/health/live").await);
    assert_ne!(one.header("x-request-id").unwrap(), other.header("x-request-id").unwrap());
}

#[tokio::test]
async fn a_busy_checker_is_no_refusal() {
    let gateway = TestGateway::local();
    for path in ["/validate", "/execute"] {
        let answer = gateway.post(path, &json!({ "code": "busy" })).await;
        assert_eq!(answer.error_code(503), "CHECKER_BUSY");
        assert!(answer.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn where_there_is_no_analyzer_nothing_is_analysed() {
    let gateway = TestGateway::local();
    assert_eq!(gateway.get("/analyze/status").await.json()["available"], false);
    for path in ["/analyze", "/analyze/async"] {
        assert_eq!(gateway.post(path, &json!({ "code": "x" })).await.error_code(503), "ANALYZER_UNAVAILABLE");
    }
}
