//! The whole answer, and every way it can fail.

use complexity::SizedInput;
use domain::Imports;
use serde_json::json;
use tokio::time::Instant;

use super::{LINEAR, PATHS, ask, events, names, spawn, with};
use crate::support::{TestGateway, analyzer::Does};

#[tokio::test]
async fn the_answer_names_every_source() {
    let (analyzer, gateway) = with(Does::Narrate);
    let inputs = json!([{ "size": 3, "stdin": "3\n" }]);
    let body = json!({ "code": LINEAR, "inputs": inputs, "snippet_id": "s" });
    let answer = gateway.post("/analyze", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let document = answer.json();
    for (field, value) in [
        ("success", json!(true)),
        ("available", json!(true)),
        ("time_complexity", json!("O(n)")),
        ("agreement", json!("agree")),
        ("narrative", json!("## Algorithm\nIt loops.\n")),
        ("notices", json!([])),
        ("model", json!("gemini-x")),
        ("prompt_version", json!("3")),
        ("cached", json!(true)),
        ("error", json!(null)),
    ] {
        assert_eq!(document[field], value, "{field}");
    }
    let evidence = &document["evidence"];
    assert_eq!(evidence["static"]["time_complexity"], "O(n)");
    assert_eq!(evidence["static"]["reasons"][0]["line"], 1);
    assert_eq!(evidence["measured"]["points"][0], json!({ "size": 8, "steps": 31 }));
    assert_eq!(evidence["measured"]["curve"].as_array().map(Vec::len), Some(40));
    let model = json!({ "provider": "gemini", "model": "gemini-x", "prompt_version": "3", "time_complexity": "O(n)",
        "space_complexity": "O(1)", "agreement": "agree" });
    assert_eq!(evidence["model"], model);

    let asked = analyzer.requests().remove(0);
    assert_eq!((asked.language.as_str(), asked.source.as_str(), asked.measure), ("python", LINEAR, true));
    assert_eq!(asked.inputs, [SizedInput { size: 3, stdin: "3\n".to_owned() }]);
    assert!(!asked.caller.is_empty());
    assert_eq!(gateway.store.count(), 0, "nothing is kept");
}

#[tokio::test]
async fn without_a_model_there_is_an_answer_and_a_notice() {
    let (_, gateway) = with(Does::Answer);
    let document = gateway.post("/analyze", &json!({ "code": LINEAR })).await.json();
    assert_eq!((&document["success"], &document["time_complexity"]), (&json!(true), &json!("O(n)")));
    assert_eq!((&document["model"], &document["evidence"]["model"]), (&json!(null), &json!(null)));
    assert_eq!(document["notices"], json!(["No language model is configured."]));
}

#[tokio::test]
async fn what_the_language_check_refuses_is_not_run() {
    let (analyzer, gateway) = with(Does::Answer);
    let document = gateway.post("/analyze", &json!({ "code": "import os" })).await.json();
    assert_eq!(document["success"], true);
    let notice = document["notices"][0].as_str().unwrap();
    assert!(notice.contains("not run") && notice.contains("line 1: no"), "{notice}");
    assert!(!analyzer.requests()[0].measure);

    let any = TestGateway::with_analyzer(analyzer.clone(), |settings| settings.imports = Imports::Any);
    any.post("/analyze", &json!({ "code": "import os" })).await;
    assert!(analyzer.requests()[1].measure, "where everything may be run");
}

#[tokio::test]
async fn what_does_not_parse_or_is_blank_is_a_result() {
    let (analyzer, gateway) = with(Does::Answer);
    for (code, word, error) in
        [(")", "unknown", "The code does not parse (line 1: no)."), (" \n\t\n", "N/A", "Empty code")]
    {
        let document = gateway.post("/analyze", &json!({ "code": code })).await.json();
        assert_eq!((&document["success"], &document["error"]), (&json!(false), &json!(error)));
        assert_eq!((&document["time_complexity"], &document["space_complexity"]), (&json!(word), &json!(word)));
        let streamed = events(&gateway, code).await;
        assert_eq!(names(&streamed), ["start", "complete"]);
        assert_eq!(streamed[1].1["result"], document);
    }
    assert_eq!(analyzer.requests(), []);
    assert_eq!(gateway.ask(ask("/analyze", "busy")).await.error_code(503), "CHECKER_BUSY");
}

#[tokio::test]
async fn failures_of_the_analyzer_tell_nothing_about_our_inside() {
    for (does, status, code) in [
        (Does::Busy, 429, "TOO_MANY_ANALYSES"),
        (Does::Away, 503, "ANALYZER_UNAVAILABLE"),
        (Does::NoLanguage, 422, "INVALID_FIELD"),
    ] {
        let (analyzer, gateway) = with(does);
        for path in PATHS {
            let answer = gateway.ask(ask(path, LINEAR)).await;
            assert_eq!(answer.error_code(status), code, "{path}");
            assert_eq!(answer.header("retry-after").is_some(), does != Does::NoLanguage);
            assert!(!answer.text().contains("secret"), "{}", answer.text());
            if does == Does::NoLanguage {
                assert_eq!(answer.error_fields(), ["language"]);
            }
        }
        analyzer.until_running(0).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_analysis_that_takes_too_long_is_given_up() {
    let (analyzer, gateway) = with(Does::Hang);
    let began = Instant::now();
    assert_eq!(gateway.ask(ask("/analyze", LINEAR)).await.error_code(503), "ANALYZER_UNAVAILABLE");
    assert_eq!(began.elapsed().as_secs(), 60);
    let streamed = events(&gateway, LINEAR).await;
    assert_eq!(names(&streamed), ["start", "evidence", "error"]);
    assert_eq!(began.elapsed().as_secs(), 120);
    analyzer.until_running(0).await;
}

#[tokio::test]
async fn an_analysis_is_given_up_when_the_service_stops() {
    let (analyzer, gateway) = with(Does::Hang);
    let waiting = spawn(&gateway, ask("/analyze", LINEAR));
    analyzer.until_running(1).await;
    gateway.stopping.cancel();
    assert_eq!(waiting.await.unwrap().error_code(503), "ANALYZER_UNAVAILABLE");
    analyzer.until_running(0).await;
}

#[tokio::test]
async fn a_source_with_a_nul_is_a_wrong_field_wherever_it_is_sent() {
    let (analyzer, gateway) = with(Does::Answer);
    for path in ["/analyze", "/analyze/async", "/execute", "/execute/async", "/v1/jobs", "/validate"] {
        let answer = gateway.ask(ask(path, "print(1)\n\0")).await;
        assert_eq!(answer.error_code(422), "INVALID_FIELD", "{path}");
        assert_eq!(answer.error_fields(), ["code"], "{path}");
    }
    assert_eq!(analyzer.requests(), []);
}
