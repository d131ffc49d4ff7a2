//! Who may call what, from where.

use axum::body::Body;
use code_remote_gateway::{Endpoint, endpoints};
use serde_json::json;

use crate::support::{TestGateway, request, with_header};

fn path_of(endpoint: &Endpoint, id: &str) -> String {
    endpoint.path.replace("{id}", id).replace("{token}", "0123")
}

#[tokio::test]
async fn nobody_reaches_what_needs_a_principal() {
    let gateway = TestGateway::with_keys();
    for endpoint in endpoints() {
        for token in [None, Some("Bearer wrong"), Some("Basic YW5uOmFubg=="), Some("ann")] {
            let mut asked = request(endpoint.method, &path_of(&endpoint, "x"), Body::empty());
            if let Some(token) = token {
                asked = with_header(asked, "authorization", token);
            }
            let answer = gateway.ask(asked).await;
            if endpoint.is_public() {
                assert_ne!(answer.status, 401, "{endpoint:?}");
            } else {
                assert_eq!(answer.error_code(401), "UNAUTHENTICATED", "{endpoint:?}");
                assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"), "{endpoint:?}");
            }
        }
    }
}

#[tokio::test]
async fn another_callers_job_is_a_missing_one() {
    let gateway = TestGateway::with_keys();
    let submit = request("POST", "/v1/jobs", json!({ "code": "print(1)" }).to_string().into());
    let accepted = gateway.ask(with_header(submit, "authorization", "Bearer ann")).await;
    assert_eq!(accepted.status, 202);
    let id = accepted.json()["job_id"].as_str().unwrap().to_owned();

    let on_a_job: Vec<_> = endpoints().into_iter().filter(|endpoint| endpoint.path.contains("/jobs/{id}")).collect();
    assert!(on_a_job.len() >= 7);
    for endpoint in on_a_job {
        let path = path_of(&endpoint, &id);
        let ask =
            |caller| gateway.ask(with_header(request(endpoint.method, &path, Body::empty()), "authorization", caller));
        assert_eq!(ask("Bearer bob").await.error_code(404), "JOB_NOT_FOUND", "{endpoint:?}");
    }
    let list = with_header(request("GET", "/v1/jobs", Body::empty()), "authorization", "Bearer bob");
    assert_eq!(gateway.ask(list).await.json()["jobs"], json!([]));
}

#[tokio::test]
async fn a_web_page_elsewhere_cannot_use_the_developers_browser() {
    let gateway = TestGateway::with(|settings| settings.cors_origins = vec!["https://editor.example".to_owned()]);
    let run = || request("POST", "/v1/jobs", json!({ "code": "print(1)" }).to_string().into());

    let mut rebound = run();
    rebound.headers_mut().insert("host", "evil.example:8080".parse().unwrap());
    assert_eq!(gateway.ask(rebound).await.error_code(403), "FORBIDDEN");
    let mut rebound_read = request("GET", "/v1/jobs", Body::empty());
    rebound_read.headers_mut().insert("host", "evil.example".parse().unwrap());
    assert_eq!(gateway.ask(rebound_read).await.error_code(403), "FORBIDDEN");
    assert_eq!(gateway.ask(with_header(run(), "origin", "https://evil.example")).await.error_code(403), "FORBIDDEN");
    assert_eq!(gateway.store.count(), 0);

    assert_eq!(gateway.ask(with_header(run(), "origin", "http://localhost:8080")).await.status, 202);
    let from_list = gateway.ask(with_header(run(), "origin", "https://editor.example")).await;
    assert_eq!(from_list.status, 202);
    assert_eq!(from_list.header("access-control-allow-origin"), Some("https://editor.example"));
}

#[tokio::test]
async fn only_listed_origins_pass_a_preflight() {
    let gateway = TestGateway::with(|settings| settings.cors_origins = vec!["https://editor.example".to_owned()]);
    let preflight = |origin| {
        let asked = with_header(request("OPTIONS", "/execute", Body::empty()), "origin", origin);
        with_header(asked, "access-control-request-method", "POST")
    };
    let allowed = gateway.ask(preflight("https://editor.example")).await;
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://editor.example"));
    let other = gateway.ask(preflight("https://evil.example")).await;
    assert_eq!(other.header("access-control-allow-origin"), None);
}
