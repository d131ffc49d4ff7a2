//! The table of routes, walked: every route as everybody.

use axum::body::Body;
use code_remote_gateway::{Access, Endpoint, Observers, endpoints};
use domain::{JobId, Scope, TerminalStatus};
use serde_json::json;

use crate::support::{Answer, TestGateway, request, with_header};

/// A route's path, with names of things that nobody has.
fn path_of(endpoint: &Endpoint) -> String {
    endpoint.path.replace("{id}", "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11").replace("{token}", "0123")
}

async fn ask(gateway: &TestGateway, endpoint: &Endpoint, token: Option<&str>) -> Answer {
    let mut asked = request(endpoint.method, &path_of(endpoint), Body::empty());
    if let Some(token) = token {
        asked = with_header(asked, "authorization", &format!("Bearer {token}"));
    }
    gateway.ask(asked).await
}

/// Makes a key with these scopes.
async fn key(gateway: &TestGateway, person: &str, scopes: &[&str]) -> String {
    let body = json!({ "name": "walker", "scopes": scopes });
    let asked = request("POST", "/v1/keys", body.to_string().into());
    let made = gateway.ask(with_header(asked, "authorization", &format!("Bearer {person}"))).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["key"].as_str().unwrap().to_owned()
}

/// What stops a caller at the door; none when it gets to the handler, whatever that then says.
fn stopped(answer: &Answer) -> Option<(u16, String)> {
    let code = answer.json_or_null()["error"]["code"].as_str().unwrap_or_default().to_owned();
    let at_door = ["UNAUTHENTICATED", "INSUFFICIENT_SCOPE", "PERSON_REQUIRED", "OPERATOR_REQUIRED"];
    at_door.contains(&code.as_str()).then_some((answer.status, code))
}

const NOBODY: [Option<&str>; 4] = [None, Some(""), Some("wrong"), Some("cr_0")];

#[tokio::test]
async fn nobody_gets_only_what_is_public() {
    for observers in [Observers::Anyone, Observers::Operators] {
        let gateway = TestGateway::with_people(|settings| settings.observers = observers);
        for endpoint in endpoints() {
            let open = match endpoint.access {
                Access::Public => true,
                Access::Observer => observers == Observers::Anyone,
                _ => false,
            };
            for token in NOBODY {
                let answer = ask(&gateway, &endpoint, token).await;
                let expected = (!open).then(|| (401, "UNAUTHENTICATED".to_owned()));
                assert_eq!(stopped(&answer), expected, "{endpoint:?} {token:?}");
                assert_eq!(answer.header("www-authenticate").is_some(), !open, "{endpoint:?}");
            }
        }
    }
}

#[tokio::test]
async fn people_get_everything_but_what_is_the_operators() {
    let gateway = TestGateway::with_people(|settings| settings.observers = Observers::Operators);
    for endpoint in endpoints() {
        let for_operators = matches!(endpoint.access, Access::Operator | Access::Observer);
        let expected = for_operators.then(|| (403, "OPERATOR_REQUIRED".to_owned()));
        assert_eq!(stopped(&ask(&gateway, &endpoint, Some("person:ann")).await), expected, "{endpoint:?}");
        for operator in ["person:ops", "ops"] {
            assert_eq!(stopped(&ask(&gateway, &endpoint, Some(operator)).await), None, "{operator} {endpoint:?}");
        }
    }
}

#[tokio::test]
async fn a_key_gets_what_its_scope_says_and_nothing_else() {
    let gateway = TestGateway::with_people(|settings| settings.observers = Observers::Operators);
    for scope in Scope::ALL {
        let key = key(&gateway, "person:ops", &[scope.as_str()]).await;
        for endpoint in endpoints() {
            let expected = match endpoint.access {
                Access::Public | Access::Caller => None,
                Access::Scope(wanted) if wanted == scope => None,
                Access::Scope(_) | Access::AllOf(_) => Some("INSUFFICIENT_SCOPE"),
                Access::Person => Some("PERSON_REQUIRED"),
                Access::Observer | Access::Operator if scope == Scope::ServiceRead => None,
                Access::Observer | Access::Operator => Some("OPERATOR_REQUIRED"),
            };
            let answer = ask(&gateway, &endpoint, Some(&key)).await;
            let expected = expected.map(|code| (403, code.to_owned()));
            assert_eq!(stopped(&answer), expected, "{} {endpoint:?}", scope.as_str());
            if let Access::Scope(wanted) = endpoint.access
                && wanted != scope
            {
                let challenge = answer.header("www-authenticate").unwrap();
                assert_eq!(challenge, format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", wanted.as_str()));
            }
        }
    }
}

/// A job of this caller that has ended, made under the idempotency key `again`.
async fn ended_job(gateway: &TestGateway, person: &str, code: &str, output: &[u8]) -> JobId {
    let asked = request("POST", "/v1/jobs", json!({ "code": code }).to_string().into());
    let asked =
        with_header(with_header(asked, "authorization", &format!("Bearer {person}")), "idempotency-key", "again");
    let id = gateway.ask(asked).await.json()["job_id"].as_str().unwrap().parse().unwrap();
    gateway.store.start(id, output);
    gateway.store.finish(id, TerminalStatus::Success);
    id
}

#[tokio::test]
async fn no_scope_but_reading_shows_what_a_job_ran_or_wrote() {
    const CODE: &str = "print('what-it-ran')";
    let body = json!({ "code": CODE }).to_string();
    for scope in Scope::ALL.into_iter().filter(|scope| *scope != Scope::JobsRead) {
        for endpoint in endpoints() {
            let gateway = TestGateway::with_people(|settings| settings.observers = Observers::Operators);
            let id = ended_job(&gateway, "person:ops", CODE, b"what-it-wrote").await;
            let key = key(&gateway, "person:ops", &[scope.as_str()]).await;
            let path = endpoint.path.replace("{id}", &id.to_string()).replace("{token}", "0123");
            let asked = request(endpoint.method, &path, body.clone().into());
            let asked =
                with_header(with_header(asked, "authorization", &format!("Bearer {key}")), "idempotency-key", "again");
            let answer = gateway.ask(asked).await;
            assert!(!answer.text().contains("what-it-"), "{} {endpoint:?}: {}", scope.as_str(), answer.text());
        }
    }
}

#[tokio::test]
async fn a_key_that_only_writes_is_told_where_a_job_is() {
    let gateway = TestGateway::with_people(|_| {});
    let id = ended_job(&gateway, "person:ann", "print(1)", b"1").await.to_string();
    let key = key(&gateway, "person:ann", &["jobs:write"]).await;
    let ask = async |path: &str, again: &str, code: &str| {
        let asked = request("POST", path, json!({ "code": code }).to_string().into());
        let asked = with_header(asked, "idempotency-key", again);
        gateway.ask(with_header(asked, "authorization", &format!("Bearer {key}"))).await
    };
    let brief = json!({ "job_id": id, "status": "success", "queue_position": null, "cancel_requested": false });
    let replayed = ask("/execute", "again", "print(1)").await;
    assert_eq!((replayed.status, replayed.header("idempotency-replayed")), (200, Some("true")));
    assert_eq!(replayed.json(), brief);
    assert_eq!(ask(&format!("/v1/jobs/{id}/cancel"), "x", "").await.json(), brief);
    // What it sends itself is answered whole, but only once.
    let refused = ask("/v1/jobs", "other", "import os").await;
    assert_eq!((refused.status, &refused.json()["error_code"]), (200, &json!("POLICY_VIOLATION")));
    let replayed = ask("/v1/jobs", "other", "import os").await;
    assert_eq!((replayed.status, &replayed.json()["status"]), (202, &json!("failed")));
    assert_eq!(replayed.json().get("security_violations"), None);
}

#[tokio::test]
async fn a_files_key_is_no_person_but_an_operators_may_make_keys() {
    let gateway = TestGateway::with_keys();
    for endpoint in endpoints() {
        let expected = match endpoint.access {
            Access::Person => Some((403, "PERSON_REQUIRED".to_owned())),
            Access::Operator => Some((403, "OPERATOR_REQUIRED".to_owned())),
            _ => None,
        };
        assert_eq!(stopped(&ask(&gateway, &endpoint, Some("ann")).await), expected, "{endpoint:?}");
        assert_eq!(stopped(&ask(&gateway, &endpoint, Some("ops")).await), None, "{endpoint:?}");
    }
}

#[tokio::test]
async fn what_is_not_in_the_table_is_not_served() {
    let gateway = TestGateway::with_people(|_| {});
    let all = endpoints();
    for endpoint in &all {
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            let is_there = all.iter().any(|other| other.path == endpoint.path && other.method == method);
            let other = Endpoint { method, ..endpoint.clone() };
            let answer = ask(&gateway, &other, Some("person:ops")).await;
            assert_eq!(answer.status == 405, !is_there, "{other:?}");
        }
    }
    let elsewhere = ["/v1", "/v1/", "/v1/keys/", "/auth", "/auth/", "/auth/admin", "/v1/operator", "/v1/jobs/x/y"];
    for path in elsewhere {
        let asked = with_header(request("GET", path, Body::empty()), "authorization", "Bearer person:ops");
        assert_eq!(gateway.ask(asked).await.error_code(404), "NOT_FOUND", "{path}");
    }
}

#[tokio::test]
async fn the_description_says_who_may_call_what() {
    let document = TestGateway::local().get("/openapi.json").await.json();
    for endpoint in endpoints() {
        let operation = &document["paths"][&endpoint.path][endpoint.method.to_lowercase()];
        let security = match endpoint.access {
            Access::Public => json!(null),
            Access::Observer => json!([{}, { "bearer": ["service:read"] }]),
            Access::Scope(scope) => json!([{ "bearer": [scope.as_str()] }]),
            Access::AllOf(scopes) => json!([{ "bearer": scopes.map(Scope::as_str) }]),
            Access::Operator => json!([{ "bearer": ["service:read"] }]),
            Access::Caller | Access::Person => json!([{ "bearer": [] }]),
        };
        assert_eq!(operation["security"], security, "{endpoint:?}");
        let told = |status: &str| operation["responses"][status].is_object();
        let opened = endpoint.access == Access::Public;
        assert!(opened || told("401"), "{endpoint:?}");
        assert!(opened || told("403") || endpoint.access == Access::Caller, "{endpoint:?}");
    }
}
