//! Accounts: from registration to sign-out, through the service's own addresses.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Caller, Emulator, PASSWORD, Service, UserPool, free_port, status_of};

const EMAIL: &str = "ada@example.org";
/// The emulator's, always.
const CODE: &str = "123456";

async fn ask(service: &Caller, path: &str, body: Value) -> (u16, Value) {
    let (status, answer) = service.post(path, &body).await;
    (status.as_u16(), answer)
}

/// Status and what is said, without the request's own id.
async fn told(service: &Caller, path: &str, body: Value) -> (u16, Value) {
    let (status, answer) = ask(service, path, body).await;
    (status, answer["error"].clone())
}

/// The fields that a 422 names.
async fn wrong_fields(service: &Caller, path: &str, body: Value) -> Vec<String> {
    let (status, error) = told(service, path, body.clone()).await;
    assert_eq!((status, &error["code"]), (422, &json!("INVALID_FIELD")), "{path} {body}: {error}");
    let fields = error["details"]["fields"].as_array().expect("fields").iter();
    fields.map(|field| field["field"].as_str().expect("a name").to_owned()).collect()
}

fn text<'a>(document: &'a Value, field: &str) -> &'a str {
    document[field].as_str().unwrap_or_else(|| panic!("{field} of {document}"))
}

#[tokio::test]
async fn an_account_from_registration_to_sign_out() {
    let emulator = Emulator::start().await;
    let pool = emulator.pool().await;
    let talkative = [("CODE_REMOTE_LOG", "trace")];
    let service = Service::start(&[&emulator.settings(&pool)[..], &talkative].concat()).await;
    what_is_wrong_is_named(&service).await;
    registering_tells_nobody_who_has_an_account(&service).await;
    confirming_and_signing_in_tell_nobody_either(&service).await;
    let tokens = a_sign_in_runs_code(&service).await;
    signing_out_ends_the_refreshing(&service, &tokens).await;
    an_operator_is_one_of_the_group(&emulator, &pool, &service).await;
    let log = service.log();
    assert!(log.contains("/auth/login"), "it is a log of this");
    for secret in [PASSWORD, "Wrong-Horse-7", text(&tokens, "access_token"), text(&tokens, "refresh_token")] {
        assert!(!log.contains(secret), "the log has {secret}");
    }
}

async fn what_is_wrong_is_named(service: &Caller) {
    let of = async |path, body| wrong_fields(service, path, body).await;
    assert_eq!(of("/auth/register", json!({})).await, ["username", "password", "email"]);
    let no_address = json!({ "username": "ada", "password": PASSWORD });
    assert_eq!(of("/auth/register", no_address).await, ["email"]);
    for odd in [json!(" "), json!("a b"), json!("a\u{0}"), json!(7), json!("x".repeat(129)), json!(null)] {
        let fields = of("/auth/login", json!({ "username": odd, "password": PASSWORD })).await;
        assert!(!fields.is_empty() && fields.iter().all(|field| field == "username"), "{odd}: {fields:?}");
    }
    assert_eq!(of("/auth/login", json!({ "username": EMAIL, "password": "" })).await, ["password"]);
    assert_eq!(of("/auth/confirm", json!({ "username": EMAIL })).await, ["code"]);
    assert_eq!(of("/auth/refresh", json!({ "refresh_token": "" })).await, ["refresh_token"]);
    assert_eq!(of("/auth/logout", json!({})).await, ["refresh_token"]);
    let weak = json!({ "username": EMAIL, "password": "short" });
    assert_eq!(of("/auth/register", weak).await, ["password"]);
    let huge = json!({ "username": EMAIL, "password": "x".repeat(100_000) });
    assert_eq!(ask(service, "/auth/login", huge).await.0, 413);
    let malformed = service.request(Method::POST, "/auth/login").header("content-type", "application/json").body("{");
    assert_eq!(malformed.send().await.expect("an answer").status(), StatusCode::BAD_REQUEST);
}

async fn registering_tells_nobody_who_has_an_account(service: &Caller) {
    let account = json!({ "username": EMAIL, "password": PASSWORD });
    let first = ask(service, "/auth/register", account.clone()).await;
    assert_eq!(first, (202, json!({ "status": "confirmation_sent" })));
    assert_eq!(ask(service, "/auth/register", account).await, first);
    // The emulator would look for the name first, and for the password then.
    for weak in ["short", "no-upper-case-7", "NoSymbolAnd7"] {
        let register = async |who: &str| {
            told(service, "/auth/register", json!({ "username": who, "password": weak, "email": EMAIL })).await
        };
        let of_free = register("nobody@example.org").await;
        assert_eq!(of_free.0, 422, "{weak}: {}", of_free.1);
        assert_eq!(register(EMAIL).await, of_free, "{weak}");
    }
}

async fn confirming_and_signing_in_tell_nobody_either(service: &Caller) {
    let login = async |who: &str, password: &str| {
        told(service, "/auth/login", json!({ "username": who, "password": password })).await
    };
    let confirm =
        async |who: &str, code: &str| told(service, "/auth/confirm", json!({ "username": who, "code": code })).await;
    let refused = login("nobody@example.org", PASSWORD).await;
    assert_eq!((refused.0, &refused.1["code"]), (401, &json!("SIGN_IN_REFUSED")));
    assert_eq!(login(EMAIL, PASSWORD).await, refused, "not confirmed yet");
    // The emulator takes any code of an account that is there; what a wrong one is told is tried in `adapters/aws`.
    let unknown = confirm("nobody@example.org", CODE).await;
    assert_eq!((unknown.0, &unknown.1["details"]["fields"][0]["field"]), (422, &json!("code")));
    assert_eq!(confirm(EMAIL, CODE).await, (204, Value::Null));
    assert_eq!(login(EMAIL, "Wrong-Horse-7").await, refused);
}

async fn a_sign_in_runs_code(service: &Caller) -> Value {
    let (status, tokens) = ask(service, "/auth/login", json!({ "username": EMAIL, "password": PASSWORD })).await;
    assert_eq!((status, text(&tokens, "token_type")), (200, "Bearer"), "{tokens}");
    assert!(tokens["expires_in"].as_u64().is_some_and(|seconds| seconds > 0));
    let ada = service.with_key(text(&tokens, "access_token"));
    let result = ada.execute("print('signed in')").await;
    assert_eq!((status_of(&result), text(&result, "stdout")), ("success", "signed in\n"));
    let me = ada.get("/auth/me").await;
    assert_eq!((text(&me, "role"), text(&me, "kind")), ("user", "person"));

    let again = json!({ "refresh_token": tokens["refresh_token"] });
    let (status, refreshed) = ask(service, "/auth/refresh", again).await;
    assert_eq!(status, 200, "{refreshed}");
    let later = service.with_key(text(&refreshed, "access_token"));
    assert_eq!(later.get("/auth/me").await, me);
    tokens
}

async fn signing_out_ends_the_refreshing(service: &Caller, tokens: &Value) {
    let body = json!({ "refresh_token": tokens["refresh_token"] });
    for _ in 0..2 {
        assert_eq!(ask(service, "/auth/logout", body.clone()).await.0, 204);
        let (status, error) = told(service, "/auth/refresh", body.clone()).await;
        assert_eq!((status, &error["code"]), (401, &json!("SIGN_IN_REFUSED")));
    }
    assert_eq!(ask(service, "/auth/logout", json!({ "refresh_token": "never-was" })).await.0, 204);
    assert_eq!(ask(service, "/auth/refresh", json!({ "refresh_token": "never-was" })).await.0, 401);
}

async fn an_operator_is_one_of_the_group(emulator: &Emulator, pool: &UserPool, service: &Caller) {
    emulator.sign_up(pool, "ops@example.org").await;
    emulator.make_operator(pool, "ops@example.org").await;
    let ops = service.with_key(&emulator.sign_in(pool, "ops@example.org").await.access);
    assert_eq!(text(&ops.get("/auth/me").await, "role"), "operator");
    assert_eq!(ops.get("/v1/operator/keys").await["keys"], json!([]));
    emulator.sign_up(pool, "bob@example.org").await;
    let bob = service.with_key(&emulator.sign_in(pool, "bob@example.org").await.access);
    assert_eq!(bob.send(Method::GET, "/v1/operator/keys").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_pool_that_is_away_and_a_pool_that_is_not_there() {
    let nowhere = format!("http://127.0.0.1:{}", free_port());
    let settings = [
        ("CODE_REMOTE_AUTH", "cognito"),
        ("CODE_REMOTE_COGNITO_REGION", "eu-west-1"),
        ("CODE_REMOTE_COGNITO_USER_POOL_ID", "eu-west-1_AbC"),
        ("CODE_REMOTE_COGNITO_CLIENT_ID", "client"),
        ("CODE_REMOTE_COGNITO_ENDPOINT", nowhere.as_str()),
    ];
    let away = Service::start(&settings).await;
    let local = Service::start(&[]).await;
    let bodies = [
        ("/auth/register", json!({ "username": EMAIL, "password": PASSWORD })),
        ("/auth/confirm", json!({ "username": EMAIL, "code": CODE })),
        ("/auth/login", json!({ "username": EMAIL, "password": PASSWORD })),
        ("/auth/refresh", json!({ "refresh_token": "x" })),
        ("/auth/logout", json!({ "refresh_token": "x" })),
    ];
    for (path, body) in bodies {
        let response = away.request(Method::POST, path).json(&body).send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(response.headers().contains_key("retry-after"), "{path}");
        let (status, error) = told(&local, path, body).await;
        assert_eq!((status, &error["code"]), (404, &json!("SIGN_IN_NOT_CONFIGURED")), "{path}");
    }
    assert!(away.log().contains("the user pool cannot be used right now"), "{}", away.log());
    assert_eq!(text(&local.get("/auth/me").await, "role"), "operator");
}
