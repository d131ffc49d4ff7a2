//! `POST /execute`: what a program prints and how it ends.

use reqwest::StatusCode;
use serde_json::json;

use crate::harness::Service;

#[tokio::test]
async fn a_program_runs_and_its_run_is_kept() {
    let service = Service::start(&[]).await;
    let result = service.execute("print('Hello from CodeRunner!')").await;
    assert_eq!(result["status"], "success");
    assert_eq!(result["stdout"], "Hello from CodeRunner!\n");
    assert_eq!(result["exit_code"], 0);
    assert_eq!(result["limit"], json!(null));
    assert_eq!(result["isolation"]["driver"], "runsc");
    let id = result["job_id"].as_str().expect("the job has an id");
    let kept = service.get(&format!("/v1/jobs/{id}")).await;
    assert_eq!(kept["stdout"], result["stdout"]);
    assert_eq!(kept["code"], "print('Hello from CodeRunner!')");
}

#[tokio::test]
async fn a_refused_program_is_answered_with_places_and_kept() {
    let service = Service::start(&[]).await;
    let (status, result) = service.post("/execute", &json!({ "code": "x = 1\nimport os\n" })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&result["status"], &result["success"]), (&json!("failed"), &json!(false)));
    assert_eq!(result["error_code"], "POLICY_VIOLATION");
    assert_eq!(result["security_violations"][0]["line"], 2);
    let kept = service.get(&format!("/v1/jobs/{}", result["job_id"].as_str().expect("an id"))).await;
    assert_eq!(kept["status"], "failed");
}
