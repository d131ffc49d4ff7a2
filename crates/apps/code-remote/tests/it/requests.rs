//! Requests that are wrong, repeated, or come from where they should not: what they are told, and never a 5xx.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::harness::{Service, status_of};

#[tokio::test]
async fn every_wrong_request_is_told_what_is_wrong() {
    let service = Service::start(&[]).await;
    bodies_that_are_no_json(&service).await;
    fields_that_are_wrong(&service).await;
    too_much(&service).await;
    addresses_and_methods(&service).await;
    parameters(&service).await;
    pages_of_other_origins(&service).await;
    an_error_has_the_requests_id(&service).await;
    let list = service.get("/v1/jobs").await;
    assert_eq!(list["jobs"], json!([]), "nothing of that was taken");
    assert_eq!(status_of(&service.execute("print(1)").await), "success", "and the service is well");
}

/// Sends, and checks the body that every error has. Gives the names of the fields.
async fn check_error(request: RequestBuilder, status: u16, code: &str) -> Vec<String> {
    let request = request.build().expect("the request can be made");
    let what = format!("{} {} {:?}", request.method(), request.url(), request.body().and_then(|body| body.as_bytes()));
    let what = what.chars().take(300).collect::<String>();
    let response = reqwest::Client::new().execute(request).await.expect("the service answers");
    assert_eq!(response.status().as_u16(), status, "{what}");
    let (id, body) = (request_id(&response), response.json::<Value>().await.expect("an error is JSON"));
    assert_eq!((&body["error"]["code"], &body["request_id"]), (&json!(code), &json!(id)), "{what}");
    assert_eq!(body["detail"], body["error"]["message"], "{what}");
    for text in ["message", "suggestion"] {
        assert!(body["error"][text].as_str().is_some_and(|text| text.len() > 8), "{what}: {body}");
    }
    for inside in ["/work", "/tmp", "src/", ".rs", "panicked", "sqlite"] {
        assert!(!body.to_string().contains(inside), "{what}: {body}");
    }
    let fields = body["error"]["details"]["fields"].as_array().into_iter().flatten();
    fields.map(|field| field["field"].as_str().expect("a field has a name").to_owned()).collect()
}

fn request_id(response: &Response) -> String {
    response.headers()["x-request-id"].to_str().expect("an id is text").to_owned()
}

fn raw(service: &Service, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
    service.request(Method::POST, path).header(header::CONTENT_TYPE, "application/json").body(body)
}

async fn bodies_that_are_no_json(service: &Service) {
    let deep = format!("{{\"code\":{}", "[".repeat(200_000));
    let bodies: [&[u8]; 7] =
        [b"", b"{", b"nope", b"{\"code\":\"print(1)\"}}", b"{\"code\":\"\xff\"}", b"\xef\xbb\xbf", deep.as_bytes()];
    for path in ["/execute", "/execute/async", "/v1/jobs", "/validate"] {
        for body in bodies {
            check_error(raw(service, path, body.to_vec()), 400, "MALFORMED_BODY").await;
        }
    }
    let text = service.request(Method::POST, "/execute").body("{\"code\":\"print(1)\"}");
    check_error(text, 415, "UNSUPPORTED_MEDIA_TYPE").await;
    let packed = raw(service, "/execute", "{}").header(header::CONTENT_ENCODING, "gzip");
    check_error(packed, 415, "UNSUPPORTED_MEDIA_TYPE").await;
}

async fn fields_that_are_wrong(service: &Service) {
    let good = "\"code\":\"print(1)\"";
    let wrong = [
        ("[]", "body"),
        ("{}", "code"),
        (r#"{"code":""}"#, "code"),
        (r#"{"code":7}"#, "code"),
        (r#"{"code":null}"#, "code"),
        (&format!(r#"{{{good},"language":"cobol"}}"#), "language"),
        (&format!(r#"{{{good},"timeout":0}}"#), "timeout"),
        (&format!(r#"{{{good},"timeout":-1}}"#), "timeout"),
        (&format!(r#"{{{good},"timeout_seconds":30.01}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout_seconds":1e308}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout_seconds":1e999}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout_seconds":99999999999999999999999}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout_seconds":NaN}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout_seconds":-Infinity}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout_seconds":"5"}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout_seconds":[5]}}"#), "timeout_seconds"),
        (&format!(r#"{{{good},"timeout":1,"timeout_seconds":2}}"#), "timeout"),
        (&format!(r#"{{{good},"stdin":5}}"#), "stdin"),
        (&format!(r#"{{{good},"stdin_base64":"?"}}"#), "stdin_base64"),
        (&format!(r#"{{{good},"stdin":"","stdin_base64":""}}"#), "stdin_base64"),
        (&format!(r#"{{{good},"args":"x"}}"#), "args"),
        (&format!(r#"{{{good},"args":["x",1]}}"#), "args[1]"),
        (&format!(r#"{{{good},"args":["\u0000"]}}"#), "args[0]"),
        (&format!(r#"{{{good},"files":[{{"path":"../x","content":""}}]}}"#), "files[0].path"),
        (&format!(r#"{{{good},"files":[{{"path":"/etc/x","content":""}}]}}"#), "files[0].path"),
        (&format!(r#"{{{good},"files":[{{"path":"x"}}]}}"#), "files[0].content"),
        (&format!(r#"{{{good},"analyze":"yes"}}"#), "analyze"),
    ];
    for (body, field) in wrong {
        let fields = check_error(raw(service, "/v1/jobs", body.to_owned()), 422, "INVALID_FIELD").await;
        assert_eq!(fields, [field], "{body}");
    }
    let several = raw(service, "/execute", r#"{"language":"c","timeout":"x","args":0}"#);
    let fields: BTreeSet<_> = check_error(several, 422, "INVALID_FIELD").await.into_iter().collect();
    assert_eq!(fields, ["args", "code", "language", "timeout"].map(str::to_owned).into(), "all at once");
    for key in ["", "a b", "ä", &"x".repeat(256)] {
        let request = raw(service, "/v1/jobs", format!("{{{good}}}")).header("idempotency-key", key);
        assert_eq!(check_error(request, 422, "INVALID_FIELD").await, ["Idempotency-Key"]);
    }
}

async fn too_much(service: &Service) {
    let code = |bytes: usize| format!("#{}", "x".repeat(bytes - 1));
    let too_long = service.request(Method::POST, "/execute").json(&json!({ "code": code(10_241) }));
    assert_eq!(check_error(too_long, 413, "PAYLOAD_TOO_LARGE").await, ["code"]);
    let two_bytes_each = service.request(Method::POST, "/validate").json(&json!({ "code": "é".repeat(5_121) }));
    assert_eq!(check_error(two_bytes_each, 413, "PAYLOAD_TOO_LARGE").await, ["code"], "bytes count, not characters");
    let stdin = json!({ "code": "print(1)", "stdin": "x".repeat((1 << 20) + 1) });
    assert_eq!(
        check_error(service.request(Method::POST, "/execute").json(&stdin), 413, "PAYLOAD_TOO_LARGE").await,
        ["stdin"]
    );
    let huge = raw(service, "/execute", vec![b' '; 20 << 20]);
    assert_eq!(check_error(huge, 413, "PAYLOAD_TOO_LARGE").await, ["body"]);
    let (status, exact) = service.post("/validate", &json!({ "code": code(10_240) })).await;
    assert_eq!((status, &exact["safe"]), (StatusCode::OK, &json!(true)));
}

async fn addresses_and_methods(service: &Service) {
    for path in ["/nope", "/v1/nope", "/v1/jobs/x/y/z", "/execute/", "//", "/%00", "/v1/shared/none/x"] {
        check_error(service.request(Method::GET, path), 404, "NOT_FOUND").await;
    }
    let absent = "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11";
    for id in [absent, "x", "..%2f..%2fetc", "%ff", "00000000-0000-0000-0000-000000000000"] {
        check_error(service.request(Method::GET, &format!("/v1/jobs/{id}")), 404, "JOB_NOT_FOUND").await;
        check_error(service.request(Method::GET, &format!("/v1/jobs/{id}/events")), 404, "JOB_NOT_FOUND").await;
        check_error(service.request(Method::POST, &format!("/v1/jobs/{id}/cancel")), 404, "JOB_NOT_FOUND").await;
        check_error(service.request(Method::DELETE, &format!("/v1/jobs/{id}")), 404, "JOB_NOT_FOUND").await;
    }
    check_error(service.request(Method::GET, "/v1/shared/none"), 404, "JOB_NOT_FOUND").await;
    for (method, path) in [(Method::GET, "/execute"), (Method::PUT, "/v1/jobs"), (Method::POST, "/health")] {
        check_error(service.request(method.clone(), path), 405, "METHOD_NOT_ALLOWED").await;
        let response = service.request(method, path).send().await.expect("the service answers");
        assert!(response.headers().contains_key(header::ALLOW), "{path}");
    }
    check_error(service.request(Method::POST, "/analyze").json(&json!({})), 422, "INVALID_FIELD").await;
}

async fn parameters(service: &Service) {
    let absent = "/v1/jobs/01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11";
    let wrong = [
        ("/v1/jobs?limit=0", "limit"),
        ("/v1/jobs?limit=201", "limit"),
        ("/v1/jobs?limit=-1", "limit"),
        ("/v1/jobs?status=done", "status"),
        ("/v1/jobs?before=x", "before"),
        (&format!("{absent}?wait=61"), "wait"),
        (&format!("{absent}?wait=-1"), "wait"),
        (&format!("{absent}?wait=NaN"), "wait"),
        (&format!("{absent}?wait=inf"), "wait"),
        (&format!("{absent}/logs?stream=stdin"), "stream"),
        (&format!("{absent}/events?last_event_id=x"), "Last-Event-ID"),
        (&format!("{absent}/events?last_event_id=-1"), "Last-Event-ID"),
    ];
    for (path, field) in wrong {
        assert_eq!(check_error(service.request(Method::GET, path), 422, "INVALID_FIELD").await, [field], "{path}");
    }
}

async fn pages_of_other_origins(service: &Service) {
    let run = || raw(service, "/v1/jobs", r#"{"code":"print(1)"}"#);
    for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example"] {
        check_error(run().header(header::HOST, host), 403, "FORBIDDEN").await;
        check_error(service.request(Method::GET, "/v1/jobs").header(header::HOST, host), 403, "FORBIDDEN").await;
    }
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        check_error(run().header(header::ORIGIN, origin), 403, "FORBIDDEN").await;
    }
}

async fn an_error_has_the_requests_id(service: &Service) {
    let own = service.request(Method::GET, "/nope").header("x-request-id", "mine-1");
    assert_eq!(request_id(&own.send().await.expect("the service answers")), "mine-1");
    let other = service.request(Method::GET, "/health/live").send().await.expect("the service answers");
    assert_eq!(request_id(&other).len(), 36, "every answer has one");
}

#[tokio::test]
async fn a_repeated_request_makes_one_job() {
    let service = Service::start(&[]).await;
    let body = json!({ "code": "print('once')" });
    let send = async |path: &str, key: &str, body: &Value| {
        let response = service.request(Method::POST, path).header("idempotency-key", key).json(body).send().await;
        let response = response.expect("the service answers");
        let replayed = response.headers().contains_key("idempotency-replayed");
        (response.status(), replayed, response.json::<Value>().await.expect("the answer is JSON"))
    };

    let (_, replayed, first) = send("/execute", "one", &body).await;
    assert!(!replayed);
    let (status, replayed, again) = send("/execute", "one", &body).await;
    assert_eq!((status, replayed), (StatusCode::OK, true));
    assert_eq!(again, first, "the same answer, down to its times");
    let (status, _, other) = send("/execute", "one", &json!({ "code": "print('other')" })).await;
    assert_eq!((status, &other["error"]["code"]), (StatusCode::CONFLICT, &json!("IDEMPOTENCY_KEY_REUSED")));

    let at_once = join_all((0..16).map(|_| send("/v1/jobs", "two", &body))).await;
    let ids: BTreeSet<_> = at_once.iter().map(|(_, _, accepted)| accepted["job_id"].to_string()).collect();
    assert_eq!(ids.len(), 1, "{at_once:?}");
    assert_eq!(at_once.iter().filter(|(_, replayed, _)| !replayed).count(), 1);
    assert!(at_once.iter().all(|(status, ..)| *status == StatusCode::ACCEPTED), "{at_once:?}");

    let refused = json!({ "code": "import os" });
    let (_, _, refusal) = send("/v1/jobs", "three", &refused).await;
    let (status, replayed, again) = send("/v1/jobs", "three", &refused).await;
    assert_eq!((status, replayed, again), (StatusCode::OK, true, refusal), "a refusal is repeated too");

    let list = service.get("/v1/jobs").await;
    assert_eq!(list["jobs"].as_array().map(Vec::len), Some(3), "{list}");
}
