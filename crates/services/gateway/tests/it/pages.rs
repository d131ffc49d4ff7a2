//! Documents about the service, and the web page.

use axum::body::Body;
use code_remote_gateway::{AuthMode, CognitoClient};
use serde_json::json;

use crate::support::{Answer, TestGateway, request, with_header};

async fn browse(gateway: &TestGateway, path: &str) -> Answer {
    gateway
        .ask(with_header(request("GET", path, Body::empty()), "accept", "text/html,application/xhtml+xml,*/*;q=0.8"))
        .await
}

#[tokio::test]
async fn the_root_is_a_page_for_browsers_and_a_document_for_programs() {
    let gateway = TestGateway::local();
    let document = gateway.get("/").await.json();
    assert_eq!((&document["service"], &document["isolation"]["driver"]), (&json!("code-remote"), &json!("stub")));
    let page = browse(&gateway, "/").await;
    assert_eq!((page.status, page.text().as_str()), (200, "<!doctype html>page"));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
}

#[tokio::test]
async fn the_page_is_strict_about_what_it_may_load() {
    let gateway = TestGateway::with(|settings| settings.connect_origins = vec!["https://sign-in.example".to_owned()]);
    for path in ["/", "/runs/0197f0f0-0000-7000-8000-000000000001", "/shared/abc"] {
        let page = browse(&gateway, path).await;
        assert_eq!(page.status, 200, "{path}");
        let policy = page.header("content-security-policy").unwrap();
        for directive in [
            "default-src 'self'",
            "script-src 'self'",
            "connect-src 'self' https://sign-in.example",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        ] {
            assert!(policy.split("; ").any(|own| own == directive), "{directive}: {policy}");
        }
    }
}

#[tokio::test]
async fn only_browsers_that_navigate_get_the_page() {
    let gateway = TestGateway::local();
    assert_eq!(gateway.get("/runs/x").await.error_code(404), "NOT_FOUND");
    assert_eq!(browse(&gateway, "/v1/nope").await.error_code(404), "NOT_FOUND");
    assert_eq!(browse(&gateway, "/assets/gone.js").await.error_code(404), "NOT_FOUND");
    assert!(browse(&gateway, "/languages").await.json()["languages"].is_array());
    let post = with_header(request("POST", "/runs/x", Body::empty()), "accept", "text/html");
    assert_eq!(gateway.ask(post).await.error_code(404), "NOT_FOUND");
}

#[tokio::test]
async fn files_are_kept_for_as_long_as_they_cannot_change() {
    let gateway = TestGateway::local();
    let script = gateway.get("/assets/index-1.js").await;
    assert_eq!((script.status, script.text().as_str()), (200, "script"));
    assert_eq!(script.header("content-type"), Some("text/javascript"));
    assert!(script.header("cache-control").unwrap().contains("immutable"));
    let packed = gateway
        .ask(with_header(request("GET", "/assets/index-1.js", Body::empty()), "accept-encoding", "br, gzip"))
        .await;
    assert_eq!((packed.header("content-encoding"), packed.text().as_str()), (Some("gzip"), "packed"));
    assert!(!gateway.get("/robots.txt").await.header("cache-control").unwrap().contains("immutable"));
}

#[tokio::test]
async fn health_follows_the_parts_and_jobs_are_taken_all_the_same() {
    let gateway = TestGateway::local();
    assert_eq!(gateway.get("/health").await.json()["status"], "healthy");
    assert_eq!(gateway.get("/health/ready").await.status, 200);
    *gateway.ready.lock().unwrap() = false;
    let degraded = gateway.get("/health").await;
    assert_eq!((degraded.status, &degraded.json()["status"]), (503, &json!("degraded")));
    assert_eq!(degraded.json()["components"][0], json!({ "name": "sandbox", "ready": false, "detail": "a stub" }));
    let not_ready = gateway.get("/health/ready").await;
    assert_eq!((not_ready.status, &not_ready.json()["status"]), (503, &json!("not_ready")));
    assert_eq!(gateway.get("/health/live").await.json(), json!({ "status": "alive" }));
    assert_eq!(gateway.post("/v1/jobs", &json!({ "code": "1" })).await.status, 202);
}

#[tokio::test]
async fn the_configuration_is_told_before_sign_in() {
    let local = TestGateway::local().get("/v1/config").await.json();
    assert_eq!(local["auth"], json!({ "mode": "local", "cognito": null }));
    assert_eq!((&local["imports"], &local["relaxed"]), (&json!("whitelist"), &json!(true)), "the stub is relaxed");
    let client = CognitoClient {
        region: "eu-west-1".to_owned(),
        user_pool_id: "pool".to_owned(),
        client_id: "client".to_owned(),
        endpoint: None,
    };
    let cognito =
        TestGateway::with(|settings| settings.auth = AuthMode::Cognito(client)).get("/v1/config").await.json();
    assert_eq!(cognito["auth"]["mode"], "cognito");
    assert_eq!(
        cognito["auth"]["cognito"],
        json!({ "region": "eu-west-1", "user_pool_id": "pool", "client_id": "client", "endpoint": null })
    );
}

#[tokio::test]
async fn languages_have_their_bounds() {
    let python = TestGateway::local().get("/languages").await.json()["languages"][0].clone();
    assert_eq!((&python["id"], &python["source_bytes_max"]), (&json!("python"), &json!(10240)));
    assert_eq!(python["imports"].as_array().unwrap().len(), 7);
    assert_eq!(python["limits"]["wall_time_ms"], 30000);
    assert!(!python["examples"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn the_description_is_served_and_its_page_loads_nothing() {
    let gateway = TestGateway::local();
    assert_eq!(gateway.get("/openapi.json").await.json()["info"]["title"], "Code Remote");
    let docs = gateway.get("/docs").await;
    assert_eq!(docs.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = docs.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn requests_are_counted_by_route_not_by_path() {
    let gateway = TestGateway::local();
    gateway.get("/v1/jobs/secret-id").await;
    gateway.ask(request("BREW", "/some/where", Body::empty())).await;
    let metrics = gateway.get("/metrics").await;
    assert!(metrics.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    let text = metrics.text();
    assert!(
        text.contains(r#"code_remote_http_requests_total{route="/v1/jobs/{id}",method="GET",status="4xx"} 1"#),
        "{text}"
    );
    assert!(text.contains(r#"route="none",method="other",status="4xx""#), "{text}");
    assert!(!text.contains("secret-id") && !text.contains("BREW"));
}
