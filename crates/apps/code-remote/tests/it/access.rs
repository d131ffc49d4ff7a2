//! Who may see and do what, where callers have keys.

use gateway::{Endpoint, endpoints};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Caller, Service, status_of};

#[tokio::test]
async fn a_job_is_its_callers_and_nobody_elses() {
    let service = Service::start_for(&["ann", "bob"], &[]).await;
    let (ann, bob) = (service.of("ann"), service.of("bob"));
    let job = ann.execute("print('of ann')").await;
    let id = job["job_id"].as_str().expect("the job has an id");
    nobody_gets_in(&service, id).await;
    another_caller_finds_nothing(&bob, id).await;
    assert_eq!(ann.job(id).await, job, "none of that touched it");
    keys_of_idempotency_are_callers_own(&ann, &bob).await;
    a_link_shows_it_to_anyone_until_it_is_removed(&service, &ann, id).await;
    let config = service.get("/v1/config").await;
    assert_eq!(config["auth"]["mode"], "api_key");
}

fn path_of(endpoint: &Endpoint, id: &str) -> String {
    endpoint.path.replace("{id}", id).replace("{token}", "none")
}

async fn ask(caller: &Caller, endpoint: &Endpoint, id: &str) -> (StatusCode, Value, bool) {
    let method = Method::from_bytes(endpoint.method.as_bytes()).expect("a method");
    let response = caller.request(method, &path_of(endpoint, id)).send().await.expect("the service answers");
    let challenged = response.headers().contains_key("www-authenticate");
    let status = response.status();
    (status, serde_json::from_slice(&response.bytes().await.expect("an answer")).unwrap_or_default(), challenged)
}

async fn nobody_gets_in(service: &Service, id: &str) {
    let all = endpoints();
    assert!(all.iter().filter(|endpoint| !endpoint.is_public()).count() >= 12, "{all:?}");
    for endpoint in &all {
        for nobody in [(**service).clone(), service.with_key("wrong"), service.with_key("")] {
            let (status, body, challenged) = ask(&nobody, endpoint, id).await;
            if endpoint.is_public() {
                assert_ne!(status, StatusCode::UNAUTHORIZED, "{endpoint:?}");
            } else {
                assert_eq!((status, challenged), (StatusCode::UNAUTHORIZED, true), "{endpoint:?}");
                assert_eq!(body["error"]["code"], "UNAUTHENTICATED", "{endpoint:?}");
            }
        }
    }
}

async fn another_caller_finds_nothing(bob: &Caller, id: &str) {
    let of_a_job: Vec<_> = endpoints().into_iter().filter(|endpoint| endpoint.path.contains("/jobs/{id}")).collect();
    assert!(of_a_job.len() >= 7, "{of_a_job:?}");
    for endpoint in &of_a_job {
        let theirs = ask(bob, endpoint, id).await;
        let missing = ask(bob, endpoint, "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11").await;
        assert_eq!(theirs.0, StatusCode::NOT_FOUND, "{endpoint:?}");
        assert_eq!(theirs.1["error"], missing.1["error"], "{endpoint:?}: like a missing one");
    }
    assert_eq!(bob.get("/v1/jobs").await["jobs"], json!([]));
    let after = bob.get(&format!("/v1/jobs?before={id}")).await;
    assert_eq!(after["jobs"], json!([]));
}

async fn keys_of_idempotency_are_callers_own(ann: &Caller, bob: &Caller) {
    let submit = async |caller: &Caller, code: &str| {
        let request = caller.request(Method::POST, "/v1/jobs").header("idempotency-key", "same");
        let response = request.json(&json!({ "code": code })).send().await.expect("the service answers");
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        let accepted: Value = response.json().await.expect("the answer is JSON");
        accepted["job_id"].as_str().expect("the job has an id").to_owned()
    };
    let (of_ann, of_bob) = (submit(ann, "print('a')").await, submit(bob, "print('b')").await);
    assert_ne!(of_ann, of_bob);
    assert_eq!(bob.result(&of_bob).await["stdout"], "b\n");
}

async fn a_link_shows_it_to_anyone_until_it_is_removed(service: &Service, ann: &Caller, id: &str) {
    let share = format!("/v1/jobs/{id}/share");
    let link = async || {
        let (status, link) = ann.send(Method::POST, &share).await;
        assert_eq!(status, StatusCode::OK);
        let token = link["token"].as_str().expect("a link has a token").to_owned();
        assert_eq!(link["url"], format!("/shared/{token}"));
        format!("/v1/shared/{token}")
    };
    let first = link().await;
    let shown = service.get(&first).await;
    assert_eq!((status_of(&shown), &shown["stdout"]), ("success", &json!("of ann\n")));
    assert!(!shown.to_string().contains("key:ann"), "its owner is not named");

    let second = link().await;
    assert_eq!(service.send(Method::GET, &first).await.0, StatusCode::NOT_FOUND, "a new link replaces the old");
    assert_eq!(service.send(Method::GET, &second).await.0, StatusCode::OK);
    assert_eq!(ann.send(Method::DELETE, &share).await.0, StatusCode::NO_CONTENT);
    assert_eq!(service.send(Method::GET, &second).await.0, StatusCode::NOT_FOUND);

    let third = link().await;
    assert_eq!(ann.send(Method::DELETE, &format!("/v1/jobs/{id}")).await.0, StatusCode::NO_CONTENT);
    assert_eq!(service.send(Method::GET, &third).await.0, StatusCode::NOT_FOUND, "a deleted job has no link");
}
