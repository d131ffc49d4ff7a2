//! Sign-in with a user pool: which tokens run code, and whose runs they show.

use gateway::endpoints;
use reqwest::{Method, StatusCode, header::WWW_AUTHENTICATE};
use serde_json::json;

use crate::harness::{Caller, Emulator, Service, free_port, status_of};

/// Status and challenge of a request that needs a caller.
async fn ask(caller: &Caller) -> (StatusCode, Option<String>) {
    let response = caller.request(Method::GET, "/v1/jobs").send().await.expect("the service answers");
    let challenge =
        response.headers().get(WWW_AUTHENTICATE).map(|value| value.to_str().expect("it is text").to_owned());
    (response.status(), challenge)
}

#[tokio::test]
async fn an_access_token_of_the_pool_runs_code_and_no_other_token_does() {
    let emulator = Emulator::start().await;
    let (pool, other_pool) = (emulator.pool().await, emulator.pool().await);
    let service = Service::start(&emulator.settings(&pool)).await;
    for email in ["ann@example.org", "bob@example.org"] {
        emulator.sign_up(&pool, email).await;
    }
    emulator.sign_up(&other_pool, "ann@example.org").await;
    let ann = emulator.sign_in(&pool, "ann@example.org").await;

    let result = service.with_key(&ann.access).execute("print('signed in')").await;
    assert_eq!((status_of(&result), &result["stdout"]), ("success", &json!("signed in\n")));
    let id = result["job_id"].as_str().expect("the job has an id");

    assert_eq!(ask(&service).await, (StatusCode::UNAUTHORIZED, Some("Bearer".to_owned())));
    let other_client = emulator.other_client(&pool).await;
    let refused = [
        ("an id token", ann.id.clone()),
        ("another pool's", emulator.sign_in(&other_pool, "ann@example.org").await.access),
        ("another app's", emulator.sign_in(&other_client, "ann@example.org").await.access),
        ("a changed one", ann.access.clone() + "AA"),
        ("no token at all", "ann".to_owned()),
    ];
    for (what, token) in refused {
        let challenge = Some("Bearer error=\"invalid_token\"".to_owned());
        assert_eq!(ask(&service.with_key(&token)).await, (StatusCode::UNAUTHORIZED, challenge), "{what}");
    }

    let bob = service.with_key(&emulator.sign_in(&pool, "bob@example.org").await.access);
    for endpoint in endpoints().into_iter().filter(|endpoint| endpoint.path.contains("/jobs/{id}")) {
        let method = Method::from_bytes(endpoint.method.as_bytes()).expect("a method");
        let (status, _) = bob.send(method, &endpoint.path.replace("{id}", id)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{endpoint:?}");
    }
    assert_eq!(bob.get("/v1/jobs").await["jobs"], json!([]));

    let again = service.with_key(&emulator.sign_in(&pool, "ann@example.org").await.access);
    assert_eq!(again.job(id).await, result, "a later sign-in finds the earlier run");
    let config = service.get("/v1/config").await;
    assert_eq!(config["auth"]["mode"], "cognito");
    assert_eq!(config["auth"]["cognito"]["client_id"], pool.client_id.as_str());
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_stop_only_sign_in() {
    let emulator = Emulator::start().await;
    let pool = emulator.pool().await;
    emulator.sign_up(&pool, "ann@example.org").await;
    let ann = emulator.sign_in(&pool, "ann@example.org").await;
    let nowhere = format!("http://127.0.0.1:{}/keys", free_port());
    let own = [("CODE_REMOTE_COGNITO_JWKS_URL", nowhere.as_str())];
    let service = Service::start(&[&emulator.settings(&pool)[..], &own].concat()).await;

    let request = service.with_key(&ann.access).request(Method::GET, "/v1/jobs");
    let response = request.send().await.expect("the service answers");
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.headers().contains_key("retry-after"));
    assert_eq!(ask(&service).await.0, StatusCode::UNAUTHORIZED, "that there is no token is known without keys");
    assert_eq!(ask(&service.with_key("no token")).await.0, StatusCode::UNAUTHORIZED);
    let log = service.log();
    assert!(log.contains("the user pool's keys cannot be fetched"), "{log}");
    assert!(!log.contains(&ann.access), "a token is never logged");
}
