//! Jobs as things that last: listed, waited for, cancelled, deleted.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Service, status_of};

/// Runs until it is stopped.
const ENDLESS: &str = "import time\nprint('in', flush=True)\nwhile True: time.sleep(60)";

#[tokio::test]
async fn jobs_wait_in_order_and_can_be_stopped_and_forgotten() {
    let service = Service::for_any_program(&[("CODE_REMOTE_CONCURRENCY", "1")]).await;
    let running = service.submit(ENDLESS).await;
    service.events(&running).await.until_output("stdout", "in\n").await;
    let waiting = [service.submit("print(1)").await, service.submit("print(2)").await];

    positions_are_told(&service, &running, &waiting).await;
    waiting_ends_when_its_time_is_over(&service, &waiting[0]).await;
    what_has_not_ended_cannot_be_deleted(&service, &running, &waiting[0]).await;
    a_queued_job_is_cancelled_at_once(&service, &waiting[0]).await;
    a_running_job_is_stopped(&service, &running).await;
    let ended = service.result(&waiting[1]).await;
    assert_eq!(ended["stdout"], "2\n", "the one that waited has run");
    cancelling_what_has_ended_changes_nothing(&service, &ended).await;
    a_deleted_job_is_gone(&service, &waiting[1]).await;
}

async fn positions_are_told(service: &Service, running: &str, waiting: &[String; 2]) {
    assert_eq!(service.job(running).await["queue_position"], Value::Null);
    let (first, second) = (service.job(&waiting[0]).await, service.job(&waiting[1]).await);
    assert_eq!((status_of(&first), &first["queue_position"]), ("queued", &json!(0)));
    assert_eq!(second["queue_position"], 1);
    assert_eq!((&second["started_at"], &second["attempt"]), (&Value::Null, &json!(0)));
    let queued = service.get("/v1/jobs?status=queued").await;
    assert_eq!(queued["jobs"].as_array().map(Vec::len), Some(2));
}

async fn waiting_ends_when_its_time_is_over(service: &Service, id: &str) {
    let job = service.get(&format!("/v1/jobs/{id}?wait=0.05")).await;
    assert_eq!(status_of(&job), "queued");
}

async fn what_has_not_ended_cannot_be_deleted(service: &Service, running: &str, queued: &str) {
    for id in [running, queued] {
        let (status, answer) = service.send(Method::DELETE, &format!("/v1/jobs/{id}")).await;
        assert_eq!((status, &answer["error"]["code"]), (StatusCode::CONFLICT, &json!("JOB_NOT_FINISHED")));
    }
}

async fn a_queued_job_is_cancelled_at_once(service: &Service, id: &str) {
    let job = service.cancel(id).await;
    assert_eq!((status_of(&job), &job["error"]), ("cancelled", &json!("Cancelled")));
    assert_eq!((&job["attempt"], &job["isolation"], &job["queue_position"]), (&json!(0), &Value::Null, &Value::Null));
    let events = service.events(id).await.rest().await;
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["status", "done"], "it never ran");
}

async fn a_running_job_is_stopped(service: &Service, id: &str) {
    let asked = service.cancel(id).await;
    assert_eq!(asked["cancel_requested"], true);
    let job = service.result(id).await;
    assert_eq!((status_of(&job), &job["limit"]), ("cancelled", &Value::Null));
    assert_eq!((&job["stdout"], &job["success"]), (&json!("in\n"), &json!(false)), "what it printed is kept");
    assert_eq!((&job["exit_code"], &job["signal"], &job["timed_out"]), (&Value::Null, &Value::Null, &json!(false)));
}

async fn cancelling_what_has_ended_changes_nothing(service: &Service, ended: &Value) {
    let id = ended["job_id"].as_str().expect("an id");
    assert_eq!(&service.cancel(id).await, ended);
    assert_eq!(&service.job(id).await, ended);
}

async fn a_deleted_job_is_gone(service: &Service, id: &str) {
    let path = format!("/v1/jobs/{id}");
    assert_eq!(service.send(Method::DELETE, &path).await.0, StatusCode::NO_CONTENT);
    for path in [path.clone(), format!("{path}/events"), format!("{path}/logs")] {
        assert_eq!(service.send(Method::GET, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(service.send(Method::DELETE, &path).await.0, StatusCode::NOT_FOUND);
    let list = service.get("/v1/jobs").await;
    assert!(!list.to_string().contains(id), "{list}");
}

#[tokio::test]
async fn the_list_is_paged_newest_first_and_filtered() {
    let service = Service::start(&[]).await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(service.execute(&format!("\n\n  # line\nprint({n})")).await["job_id"].clone());
    }
    ids.push(service.execute("import os").await["job_id"].clone());
    ids.push(service.execute("1 / 0").await["job_id"].clone());
    ids.reverse();

    let all = service.get("/v1/jobs").await;
    assert_eq!((ids_of(&all), &all["next"]), (ids.clone(), &Value::Null));
    let mut paged = Vec::new();
    let mut path = "/v1/jobs?limit=3".to_owned();
    loop {
        let page = service.get(&path).await;
        assert!(ids_of(&page).len() <= 3);
        paged.extend(ids_of(&page));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/jobs?limit=3&before={next}");
    }
    assert_eq!(paged, ids, "no page repeats or skips one");

    let failed = service.get("/v1/jobs?status=failed").await;
    assert_eq!(ids_of(&failed), ids[..2]);
    let [crash, refusal] = [&failed["jobs"][0], &failed["jobs"][1]];
    assert_eq!((&crash["exit_code"], &crash["error_code"]), (&json!(1), &Value::Null));
    assert_eq!((&refusal["exit_code"], &refusal["error_code"]), (&Value::Null, &json!("POLICY_VIOLATION")));
    let good = &all["jobs"][2];
    assert_eq!((&good["success"], &good["first_line"], &good["attempt"]), (&json!(true), &json!("# line"), &json!(1)));
    assert_eq!(good.get("code"), None, "a list carries no code");
}

fn ids_of(list: &Value) -> Vec<Value> {
    list["jobs"].as_array().expect("a list").iter().map(|job| job["job_id"].clone()).collect()
}

#[tokio::test]
async fn asking_with_wait_answers_when_the_job_has_ended() {
    let service = Service::for_any_program(&[]).await;
    let id = service.submit("print(input())").await;
    let job = service.get(&format!("/v1/jobs/{id}?wait=60")).await;
    assert_eq!(job["error_type"], "EOFError");
    let location = service.request(Method::POST, "/execute/async").json(&json!({ "code": "print(1)" }));
    let response = location.send().await.expect("the service answers");
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let location = response.headers()["location"].to_str().expect("a path").to_owned();
    let accepted: Value = response.json().await.expect("the answer is JSON");
    assert_eq!(location, format!("/v1/jobs/{}", accepted["job_id"].as_str().expect("an id")));
    assert_eq!(service.get(&format!("{location}?wait=60")).await["stdout"], "1\n");
}
