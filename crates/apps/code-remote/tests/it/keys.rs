//! API keys end to end: made by a person, used by a machine, kept over a restart, revoked.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Caller, Service};

async fn make(maker: &Caller, body: Value) -> Value {
    let (status, made) = maker.post("/v1/keys", &body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    made
}

fn text<'a>(document: &'a Value, field: &str) -> &'a str {
    document[field].as_str().unwrap_or_else(|| panic!("{field} of {document}"))
}

#[tokio::test]
async fn a_key_is_for_its_scopes_until_it_is_revoked() {
    let mut service = Service::start(&[("CODE_REMOTE_OBSERVERS", "operators")]).await;
    let made = make(&service, json!({ "name": "nightly" })).await;
    let key = text(&made, "key").to_owned();
    let reader = make(&service, json!({ "name": "reader", "scopes": ["jobs:read"] })).await;
    let observer = make(&service, json!({ "name": "prometheus", "scopes": ["service:read"] })).await;

    let result = service.with_key(&key).execute("print('by a machine')").await;
    assert_eq!(text(&result, "stdout"), "by a machine\n");
    let path = format!("/v1/jobs/{}", text(&result, "job_id"));
    assert_eq!(service.get(&path).await, result, "the job is its maker's");
    let reader = service.with_key(text(&reader, "key"));
    assert_eq!(reader.get(&path).await, result);
    let (status, refused) = reader.post("/v1/jobs", &json!({ "code": "print(1)" })).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::FORBIDDEN, &json!("INSUFFICIENT_SCOPE")));
    let (status, refused) = service.with_key(&key).post("/v1/keys", &json!({ "name": "more" })).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::FORBIDDEN, &json!("PERSON_REQUIRED")));

    for path in ["/metrics", "/health"] {
        let of = async |key: &str| service.with_key(key).send(Method::GET, path).await.0;
        assert_eq!(of(&key).await, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(of(text(&observer, "key")).await, StatusCode::OK, "{path}");
    }
    assert_eq!(service.get("/health/ready").await["components"], json!([]));

    service.kill();
    service.start_again().await;
    assert_eq!(service.with_key(&key).get(&path).await, result, "it is kept");
    let (status, _) = service.send(Method::DELETE, &format!("/v1/keys/{}", text(&made, "id"))).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(service.with_key(&key).send(Method::GET, &path).await.0, StatusCode::UNAUTHORIZED);
    let database = std::fs::read(service.data_dir().join("code-remote.sqlite3")).expect("the database is there");
    let wal = std::fs::read(service.data_dir().join("code-remote.sqlite3-wal")).unwrap_or_default();
    for kept in [database, wal, service.log().into_bytes()] {
        assert!(!kept.windows(key.len()).any(|window| window == key.as_bytes()), "the key itself is nowhere");
    }
}
