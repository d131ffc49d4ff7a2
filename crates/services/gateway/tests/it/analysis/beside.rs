//! An analysis beside a run.

use std::time::Duration;

use domain::TerminalStatus;
use serde_json::json;
use tokio::time::Instant;

use super::{LINEAR, run_with_analysis, spawn, with};
use crate::support::{
    TestGateway,
    analyzer::{Does, FakeAnalyzer},
    request, with_header,
};

#[tokio::test]
async fn a_run_can_carry_an_analysis() {
    let (analyzer, gateway) = with(Does::Narrate);
    let waiting = spawn(&gateway, run_with_analysis(LINEAR));
    let id = gateway.store.only_job().await;
    gateway.store.start(id, b"0\n");
    gateway.store.finish(id, TerminalStatus::Success);
    let answer = waiting.await.unwrap();
    assert_eq!(answer.status, 200);
    let result = answer.json();
    assert_eq!((&result["status"], &result["output"]), (&json!("success"), &json!("0\n")));
    assert_eq!(result["analysis"], gateway.post("/analyze", &json!({ "code": LINEAR })).await.json());
    assert_eq!(result["analysis_error"], json!(null));
    assert_eq!(analyzer.requests()[0].inputs, []);

    let kept = gateway.get(&format!("/v1/jobs/{id}")).await.json();
    assert_eq!((kept.get("analysis"), kept.get("analysis_error")), (None, None));
}

#[tokio::test]
async fn an_analysis_is_made_only_where_it_is_asked_and_waited_for() {
    let (analyzer, gateway) = with(Does::Answer);
    let refused = gateway.post("/execute", &json!({ "code": "import os", "analyze": false })).await.json();
    assert_eq!(refused.get("analysis"), None);
    for path in ["/execute/async", "/v1/jobs"] {
        let accepted = gateway.post(path, &json!({ "code": LINEAR, "analyze": true })).await;
        assert_eq!((accepted.status, accepted.json().get("analysis")), (202, None));
    }
    assert_eq!(analyzer.requests(), []);
}

#[tokio::test]
async fn a_refused_program_is_analysed_without_running_it() {
    let (analyzer, gateway) = with(Does::Answer);
    let refused = gateway.ask(run_with_analysis("import os")).await;
    let result = refused.json();
    assert_eq!((refused.status, &result["error_code"]), (200, &json!("POLICY_VIOLATION")));
    assert_eq!(result["analysis"]["success"], true);
    assert!(!analyzer.requests()[0].measure);
    let broken = gateway.ask(run_with_analysis(")")).await.json();
    assert_eq!((&broken["error_code"], &broken["analysis"]["success"]), (&json!("SYNTAX_ERROR"), &json!(false)));
}

#[tokio::test]
async fn an_analysis_that_fails_leaves_the_run_as_it_is() {
    for does in [Does::Busy, Does::Away, Does::NoLanguage] {
        let (_, gateway) = with(does);
        let waiting = spawn(&gateway, run_with_analysis(LINEAR));
        let id = gateway.store.only_job().await;
        gateway.store.finish(id, TerminalStatus::Success);
        let answer = waiting.await.unwrap();
        let result = answer.json();
        assert_eq!((answer.status, &result["status"]), (200, &json!("success")));
        assert_eq!(result["analysis"], json!(null));
        let why = result["analysis_error"].as_str().unwrap();
        assert!(why.ends_with('.') && !why.contains("secret"), "{why}");
    }
    let waiting = TestGateway::local().ask(run_with_analysis("import os")).await.json();
    assert_eq!(waiting["analysis_error"], "The analyzer is not available.");
}

#[tokio::test(start_paused = true)]
async fn an_analysis_is_waited_for_a_little_longer_than_the_run() {
    let (analyzer, gateway) = with(Does::Hang);
    let waiting = spawn(&gateway, run_with_analysis(LINEAR));
    let id = gateway.store.only_job().await;
    analyzer.until_running(1).await;
    tokio::time::advance(Duration::from_secs(20)).await;
    gateway.store.finish(id, TerminalStatus::Success);
    let ended = Instant::now();
    let answer = waiting.await.unwrap();
    assert_eq!(ended.elapsed().as_secs(), 10);
    let result = answer.json();
    assert_eq!((answer.status, &result["analysis"]), (200, &json!(null)));
    assert!(result["analysis_error"].as_str().unwrap().contains("not ready"));
    analyzer.until_running(0).await;
}

#[tokio::test]
async fn an_analysis_beside_a_run_ends_with_its_client_and_the_job_goes_on() {
    let (analyzer, gateway) = with(Does::Hang);
    let gone = spawn(&gateway, run_with_analysis(LINEAR));
    let id = gateway.store.only_job().await;
    analyzer.until_running(1).await;
    gone.abort();
    analyzer.until_running(0).await;
    assert_eq!(gateway.get(&format!("/v1/jobs/{id}")).await.json()["status"], "queued");
}

#[tokio::test]
async fn a_key_that_may_run_but_not_analyse_runs() {
    let analyzer = FakeAnalyzer::that(Does::Answer);
    let gateway = TestGateway::with_people_and_analyzer(analyzer.clone());
    let wish = json!({ "name": "runner", "scopes": ["jobs:write"] }).to_string();
    let made =
        gateway.ask(with_header(request("POST", "/v1/keys", wish.into()), "authorization", "Bearer person:ann")).await;
    let bearer = format!("Bearer {}", made.json()["key"].as_str().unwrap());
    let answer = gateway.ask(with_header(run_with_analysis("import os"), "authorization", &bearer)).await;
    let result = answer.json();
    assert_eq!((answer.status, &result["analysis"]), (200, &json!(null)));
    assert!(result["analysis_error"].as_str().unwrap().contains("`analyze`"), "{result}");
    assert_eq!(analyzer.requests(), []);
}
