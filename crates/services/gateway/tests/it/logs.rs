//! What the log says about a request, and what it must not.

use axum::body::Body;
use serde_json::json;

use crate::support::{TestGateway, log, request, with_header};

#[tokio::test]
async fn a_request_is_logged_by_its_route_without_what_it_carries() {
    let gateway = TestGateway::with_keys();
    for token in ["Bearer ann", "Bearer secret-token"] {
        for code in ["secret-code", "import os # secret-code"] {
            let body = json!({ "code": code, "stdin": "secret-stdin" }).to_string();
            let submit = request("POST", "/v1/jobs?secret=secret-query", body.into());
            gateway.ask(with_header(submit, "authorization", token)).await;
        }
        let path = "/v1/jobs/secret-id?wait=secret-query";
        gateway.ask(with_header(request("GET", path, Body::empty()), "authorization", token)).await;
    }
    gateway.store.go_away();
    let list = with_header(request("GET", "/v1/jobs", Body::empty()), "authorization", "Bearer ann");
    gateway.ask(with_header(list, "x-request-id", "request-7")).await;

    let log = log::text();
    for expected in ["http.route=\"/v1/jobs/{id}\"", "http.status=202", "latency_ms=", "request-7", "is locked"] {
        assert!(log.contains(expected), "{expected} in\n{log}");
    }
    for forbidden in ["secret-code", "secret-stdin", "secret-token", "secret-query", "secret-id"] {
        assert!(!log.contains(forbidden), "{forbidden} in\n{log}");
    }
}
