//! How programs grow: the answer, the answer as it is made, the one beside a run, and every way it can fail.

use std::{sync::Arc, time::Duration};

use axum::{body::Body, http::Request, response::Response};
use code_remote_gateway::SlotBounds;
use complexity::SizedInput;
use domain::{Imports, TerminalStatus};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::ServiceExt as _;

use crate::support::{
    Answer, TestGateway,
    analyzer::{Does, FakeAnalyzer},
    log, request, with_header,
};

const LINEAR: &str = "for i in range(int(input())):\n    print(i)\n";
const PATHS: [&str; 2] = ["/analyze", "/analyze/async"];

fn with(does: Does) -> (Arc<FakeAnalyzer>, TestGateway) {
    let analyzer = FakeAnalyzer::that(does);
    let gateway = TestGateway::with_analyzer(analyzer.clone(), |_| {});
    (analyzer, gateway)
}

fn ask(path: &str, code: &str) -> Request<Body> {
    request("POST", path, json!({ "code": code }).to_string().into())
}

fn run_with_analysis(code: &str) -> Request<Body> {
    request("POST", "/execute", json!({ "code": code, "analyze": true }).to_string().into())
}

/// Sends in the background, as a client that waits.
fn spawn(gateway: &TestGateway, request: Request<Body>) -> tokio::task::JoinHandle<Answer> {
    let router = gateway.router();
    tokio::spawn(async move { Answer::of(router.oneshot(request).await.unwrap()).await })
}

/// `(event, data)` of each event of a stream's text.
fn parse(text: &str) -> Vec<(String, Value)> {
    let field = |block: &str, name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::to_owned)
    };
    let event = |block: &str| {
        Some((field(block, "event")?, serde_json::from_str(&field(block, "data")?).expect("data is JSON")))
    };
    text.split("\n\n").filter_map(event).collect()
}

async fn events(gateway: &TestGateway, code: &str) -> Vec<(String, Value)> {
    let answer = gateway.ask(ask("/analyze/async", code)).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/event-stream")));
    let events = parse(&answer.text());
    for (name, data) in &events {
        assert_eq!(data["type"], *name);
    }
    events
}

fn names(events: &[(String, Value)]) -> Vec<&str> {
    events.iter().map(|(name, _)| name.strip_prefix("analysis_stream_").unwrap()).collect()
}

async fn next_text(stream: &mut Response) -> Option<String> {
    let frame = stream.body_mut().frame().await?.unwrap().into_data().unwrap();
    Some(String::from_utf8(frame.to_vec()).unwrap())
}

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
async fn the_stream_tells_the_evidence_then_the_narrative_then_everything() {
    let (_, gateway) = with(Does::Narrate);
    let streamed = events(&gateway, LINEAR).await;
    assert_eq!(names(&streamed), ["start", "evidence", "chunk", "chunk", "complete"]);
    let evidence = &streamed[1].1["result"];
    assert_eq!(evidence["time_complexity"], "O(n)");
    assert_eq!((&evidence["model"], &evidence["evidence"]["model"]), (&json!(null), &json!(null)));
    let narrative: String = streamed.iter().filter_map(|(_, data)| data["chunk"].as_str()).collect();
    let complete = &streamed[4].1["result"];
    assert_eq!(complete["narrative"], narrative);
    assert_eq!(*complete, gateway.post("/analyze", &json!({ "code": LINEAR })).await.json());
}

#[tokio::test]
async fn without_a_model_the_narrative_comes_as_one_piece() {
    let (_, gateway) = with(Does::Answer);
    let streamed = events(&gateway, LINEAR).await;
    assert_eq!(names(&streamed), ["start", "evidence", "chunk", "complete"]);
    let narrative = streamed[2].1["chunk"].as_str().unwrap();
    assert!(!narrative.is_empty());
    assert_eq!(streamed[3].1["result"]["narrative"], narrative);
}

#[tokio::test]
async fn a_stream_that_breaks_ends_with_a_sentence() {
    for (does, expected) in [
        (Does::BreakOff, vec!["start", "evidence", "chunk", "error"]),
        (Does::Fail, vec!["start", "evidence", "error"]),
    ] {
        let (analyzer, gateway) = with(does);
        let streamed = events(&gateway, LINEAR).await;
        assert_eq!(names(&streamed), expected);
        let error = streamed.last().unwrap().1["error"].as_str().unwrap();
        assert!(error.ends_with('.') && !error.contains("secret"), "{error}");
        analyzer.until_running(0).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_quiet_stream_is_kept_alive_and_ends_when_the_service_stops() {
    let (_, gateway) = with(Does::Hang);
    let mut stream = gateway.send(ask("/analyze/async", LINEAR)).await;
    assert_eq!(stream.headers()["x-accel-buffering"], "no");
    for name in ["start", "evidence"] {
        assert!(next_text(&mut stream).await.unwrap().contains(&format!("event: analysis_stream_{name}\n")));
    }
    let began = Instant::now();
    assert_eq!(next_text(&mut stream).await.unwrap(), ": keep-alive\n\n");
    assert_eq!(began.elapsed(), Duration::from_secs(10));
    gateway.stopping.cancel();
    assert!(next_text(&mut stream).await.unwrap().contains("event: analysis_stream_error\n"));
    assert_eq!(next_text(&mut stream).await, None);
}

#[tokio::test]
async fn a_client_that_goes_away_stops_the_work_and_frees_its_place() {
    let analyzer = FakeAnalyzer::that(Does::Hang);
    let one = SlotBounds { total: 1, per_principal: 1 };
    let gateway = TestGateway::with_analyzer(analyzer.clone(), |settings| settings.analyzing = one);

    let mut stream = gateway.send(ask("/analyze/async", LINEAR)).await;
    next_text(&mut stream).await;
    analyzer.until_running(1).await;
    drop(stream);
    analyzer.until_running(0).await;

    let waiting = spawn(&gateway, ask("/analyze", LINEAR));
    analyzer.until_running(1).await;
    waiting.abort();
    analyzer.until_running(0).await;

    analyzer.now(Does::Answer);
    assert_eq!(gateway.ask(ask("/analyze", LINEAR)).await.status, 200);
}

#[tokio::test]
async fn one_caller_cannot_take_every_place() {
    let analyzer = FakeAnalyzer::that(Does::Hang);
    let gateway = TestGateway::with_people_and_analyzer(analyzer.clone());
    let by = |name: &str, path: &str| with_header(ask(path, LINEAR), "authorization", &format!("Bearer {name}"));
    let held = [spawn(&gateway, by("ann", "/analyze")), spawn(&gateway, by("ann", "/analyze"))];
    analyzer.until_running(2).await;
    analyzer.now(Does::Answer);
    for path in PATHS {
        let refused = gateway.ask(by("ann", path)).await;
        assert_eq!(refused.error_code(429), "TOO_MANY_ANALYSES");
        assert!(refused.header("retry-after").is_some());
        assert_eq!(gateway.ask(by("bob", path)).await.status, 200);
    }
    let callers: Vec<_> = analyzer.requests().into_iter().map(|request| request.caller).collect();
    assert_eq!(callers[0], callers[1]);
    assert_ne!(callers[0], callers[2]);
    held.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test(start_paused = true)]
async fn the_status_tells_who_answers_and_needs_no_sign_in() {
    let none = json!({ "available": false, "provider": null, "model": null, "measures": false });
    for (does, expected) in [
        (Does::Narrate, json!({ "available": true, "provider": "gemini", "model": "gemini-x", "measures": true })),
        (Does::Answer, json!({ "available": true, "provider": null, "model": null, "measures": true })),
        (Does::Away, none.clone()),
        (Does::Hang, none.clone()),
    ] {
        let analyzer = FakeAnalyzer::that(does);
        let gateway = TestGateway::with_people_and_analyzer(analyzer.clone());
        let began = Instant::now();
        assert_eq!(gateway.get("/analyze/status").await.json(), expected, "{does:?}");
        assert!(began.elapsed() <= Duration::from_secs(2));
    }
    assert_eq!(TestGateway::local().get("/analyze/status").await.json(), none);
}

#[tokio::test(start_paused = true)]
async fn the_analyzer_is_asked_who_it_is_now_and_then() {
    let (analyzer, gateway) = with(Does::Away);
    for _ in 0..9 {
        assert_eq!(gateway.get("/analyze/status").await.json()["available"], false);
    }
    assert_eq!(analyzer.statuses(), 1);
    analyzer.now(Does::Answer);
    tokio::time::advance(Duration::from_secs(6)).await;
    assert_eq!(gateway.get("/analyze/status").await.json()["available"], true);
}

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

#[tokio::test]
async fn who_had_what_hash_analysed_is_in_the_audit_log_of_the_process() {
    let (_, gateway) = with(Does::Answer);
    let requests = PATHS.map(|path| ask(path, "print('hush')"));
    for (request, id) in requests.into_iter().chain([run_with_analysis("print('hush')")]).zip(["a-1", "a-2", "a-3"]) {
        if id == "a-3" {
            spawn(&gateway, with_header(request, "x-request-id", id));
            gateway.store.only_job().await;
        } else {
            gateway.ask(with_header(request, "x-request-id", id)).await;
        }
    }
    let told =
        || log::text().lines().filter(|line| line.contains("audit.event=\"analyzed\"")).collect::<Vec<_>>().join("\n");
    while !told().contains("a-3") {
        tokio::task::yield_now().await;
    }
    let hash = "source.sha256=\"547ce043";
    for id in ["a-1", "a-2", "a-3"] {
        let line = told().lines().find(|line| line.contains(&format!("request.id=\"{id}\""))).unwrap().to_owned();
        assert!(line.contains("principal.id=\"local\"") && line.contains(hash) && !line.contains("hush"), "{line}");
    }
}
