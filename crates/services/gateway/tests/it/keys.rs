//! API keys: made by people, used by machines, revoked.

use std::{sync::Arc, time::Duration};

use axum::body::Body;
use domain::testing::{ApiKeysFixture, ManualClock, MemoryApiKeys};
use serde_json::{Value, json};

use crate::support::{Answer, TestGateway, log, request, with_header};

async fn memory() -> ApiKeysFixture {
    let clock = Arc::new(ManualClock::default());
    let keys = Arc::new(MemoryApiKeys::new(clock.clone()));
    ApiKeysFixture::new(keys.clone(), keys, clock, ())
}

mod fake {
    domain::api_keys_suite!(super::memory);
}

async fn ask(gateway: &TestGateway, token: &str, method: &str, path: &str, body: Value) -> Answer {
    let body = if body.is_null() { Body::empty() } else { body.to_string().into() };
    gateway.ask(with_header(request(method, path, body), "authorization", &format!("Bearer {token}"))).await
}

async fn made(gateway: &TestGateway, body: Value) -> Value {
    let answer = ask(gateway, "person:ann", "POST", "/v1/keys", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// Whether the key lets somebody in.
async fn status(gateway: &TestGateway, key: &Value) -> u16 {
    ask(gateway, key["key"].as_str().unwrap(), "GET", "/v1/jobs", Value::Null).await.status
}

fn people() -> TestGateway {
    TestGateway::with_people(|_| {})
}

#[tokio::test]
async fn a_key_works_in_its_makers_name_and_is_shown_once() {
    let gateway = people();
    let made = made(&gateway, json!({ "name": "nightly" })).await;
    let key = made["key"].as_str().unwrap();
    assert_eq!((&made["name"], &made["owner"]), (&json!("nightly"), &json!("ann")));
    assert_eq!(made["scopes"], json!(["jobs:read", "jobs:write"]));

    let accepted = ask(&gateway, key, "POST", "/v1/jobs", json!({ "code": "print(1)" })).await;
    assert_eq!(accepted.status, 202);
    let path = format!("/v1/jobs/{}", accepted.json()["job_id"].as_str().unwrap());
    assert_eq!(ask(&gateway, "person:ann", "GET", &path, Value::Null).await.status, 200, "ann sees it");
    assert_eq!(ask(&gateway, "person:bob", "GET", &path, Value::Null).await.status, 404);
    assert_eq!(ask(&gateway, "person:ops", "GET", &path, Value::Null).await.status, 404, "not an operator's business");

    let listed = ask(&gateway, "person:ann", "GET", "/v1/keys", Value::Null).await;
    let hash = domain_hash(key);
    assert!(!listed.text().contains(key) && !listed.text().contains(&hash));
    assert_eq!(listed.json()["keys"][0]["id"], made["id"]);
    assert!(listed.json()["keys"][0]["last_used_at"].is_string());
    assert!(!log::text().contains(key) && !log::text().contains(&hash), "{}", log::text());
}

fn domain_hash(key: &str) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(key).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[tokio::test]
async fn a_revoked_key_is_refused_from_the_next_request_on() {
    let gateway = people();
    let key = made(&gateway, json!({ "name": "k" })).await;
    let path = format!("/v1/keys/{}", key["id"].as_str().unwrap());
    assert_eq!(status(&gateway, &key).await, 200);
    assert_eq!(ask(&gateway, "person:bob", "DELETE", &path, Value::Null).await.error_code(404), "KEY_NOT_FOUND");
    assert_eq!(status(&gateway, &key).await, 200);
    for _ in 0..2 {
        assert_eq!(ask(&gateway, "person:ann", "DELETE", &path, Value::Null).await.status, 204);
        assert_eq!(status(&gateway, &key).await, 401);
    }
    let listed = ask(&gateway, "person:ann", "GET", "/v1/keys", Value::Null).await.json();
    assert!(listed["keys"][0]["revoked_at"].is_string());
    for no_key in ["/v1/keys/x", "/v1/keys/01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11"] {
        assert_eq!(ask(&gateway, "person:ann", "DELETE", no_key, Value::Null).await.error_code(404), "KEY_NOT_FOUND");
    }
}

#[tokio::test]
async fn operators_see_and_revoke_everyones_keys() {
    let gateway = people();
    let key = made(&gateway, json!({ "name": "k" })).await;
    let listed = ask(&gateway, "person:ops", "GET", "/v1/operator/keys", Value::Null).await.json();
    assert_eq!((&listed["keys"][0]["id"], &listed["next"]), (&key["id"], &Value::Null));
    assert_eq!(ask(&gateway, "person:ops", "GET", "/v1/keys", Value::Null).await.json()["keys"], json!([]));
    let path = format!("/v1/keys/{}", key["id"].as_str().unwrap());
    assert_eq!(ask(&gateway, "person:ops", "DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(status(&gateway, &key).await, 401);
}

#[tokio::test]
async fn a_key_expires() {
    let gateway = people();
    let (usual, brief) = (
        made(&gateway, json!({ "name": "k" })).await,
        made(&gateway, json!({ "name": "k", "expires_in_days": 1 })).await,
    );
    let a_day = Duration::from_hours(24);
    gateway.clock.advance(a_day.saturating_sub(Duration::from_secs(1)));
    assert_eq!(status(&gateway, &brief).await, 200);
    gateway.clock.advance(Duration::from_secs(1));
    assert_eq!((status(&gateway, &brief).await, status(&gateway, &usual).await), (401, 200));
    gateway.clock.advance(a_day * 89);
    assert_eq!(status(&gateway, &usual).await, 401);
}

#[tokio::test]
async fn what_is_wrong_with_a_new_key_is_named() {
    let gateway = people();
    let wrong = [
        (json!({}), vec!["name"]),
        (json!({ "name": " " }), vec!["name"]),
        (json!({ "name": "a\u{1b}[2J" }), vec!["name"]),
        (json!({ "name": "x".repeat(65) }), vec!["name"]),
        (json!({ "name": "k", "scopes": [] }), vec!["scopes"]),
        (json!({ "name": "k", "scopes": ["all"] }), vec!["scopes"]),
        (json!({ "name": "k", "scopes": ["service:read"] }), vec!["scopes"]),
        (json!({ "name": "k", "scopes": "jobs:read" }), vec!["scopes"]),
        (json!({ "name": "k", "expires_in_days": 0 }), vec!["expires_in_days"]),
        (json!({ "name": "k", "expires_in_days": 367 }), vec!["expires_in_days"]),
        (json!({ "name": "k", "expires_in_days": 1.5 }), vec!["expires_in_days"]),
        (json!({ "name": 1, "scopes": ["x"], "expires_in_days": "1" }), vec!["name", "scopes", "expires_in_days"]),
    ];
    for (body, fields) in wrong {
        let answer = ask(&gateway, "person:ann", "POST", "/v1/keys", body.clone()).await;
        assert_eq!(answer.error_code(422), "INVALID_FIELD", "{body}");
        let mut named = answer.error_fields();
        named.dedup();
        assert_eq!(named, fields, "{body}");
    }
    let large = ask(&gateway, "person:ann", "POST", "/v1/keys", json!({ "name": "x".repeat(20_000) })).await;
    assert_eq!(large.error_code(413), "PAYLOAD_TOO_LARGE");
    assert_eq!(ask(&gateway, "person:ann", "GET", "/v1/keys", Value::Null).await.json()["keys"], json!([]));
}

#[tokio::test]
async fn there_are_so_many_keys_of_one_owner() {
    let gateway = people();
    for _ in 0..100 {
        made(&gateway, json!({ "name": "k" })).await;
    }
    let one_more = ask(&gateway, "person:ann", "POST", "/v1/keys", json!({ "name": "k" })).await;
    assert_eq!(one_more.error_code(409), "TOO_MANY_KEYS");
    assert_eq!(ask(&gateway, "person:bob", "POST", "/v1/keys", json!({ "name": "k" })).await.status, 201);
}

#[tokio::test]
async fn a_store_that_is_away_lets_no_key_in_and_stops_nobody_else() {
    let gateway = people();
    let key = made(&gateway, json!({ "name": "k" })).await;
    gateway.keys.go_away();
    assert_eq!(status(&gateway, &key).await, 503);
    assert_eq!(ask(&gateway, "person:ann", "GET", "/v1/jobs", Value::Null).await.status, 200);
    assert_eq!(ask(&gateway, "cr_0", "GET", "/v1/jobs", Value::Null).await.status, 401, "that is no key");
}

#[tokio::test]
async fn everyone_can_ask_who_they_are() {
    let gateway = people();
    let key = made(&gateway, json!({ "name": "nightly", "scopes": ["analyze"] })).await;
    let me = async |token| ask(&gateway, token, "GET", "/auth/me", Value::Null).await.json();
    let person = json!({ "id": "ann", "display_name": null, "role": "user", "kind": "person",
        "scopes": ["jobs:read", "jobs:write", "analyze"] });
    assert_eq!(me("person:ann").await, person);
    assert_eq!(me("person:ops").await["role"], "operator");
    let machine =
        json!({ "id": "ann", "display_name": "nightly", "role": "user", "kind": "key", "scopes": ["analyze"] });
    assert_eq!(me(key["key"].as_str().unwrap()).await, machine);
    assert_eq!(TestGateway::local().get("/auth/me").await.json()["id"], "local");
}
