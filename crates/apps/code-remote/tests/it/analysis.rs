//! Analyses as their users ask for them: over HTTP, as a stream, with a run, and from the command line.

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Caller, Service, eventually, executable};

const SUM: &str = "n = int(input())\ntotal = 0\nfor i in range(n):\n    total += i\nprint(total)\n";
const PAIRS: &str = "def pairs(items):\n    found = 0\n    for a in items:\n        for b in items:\n            if a < b:\n                found += 1\n    return found\n\nprint(pairs(list(map(int, input().split()))))\n";
const REFUSED: &str = "import os\nfor i in range(int(input())):\n    print(i)\n";
const ENDLESS: &str = "n = int(input())\nwhile True:\n    n += 1\n";
const GREEDY: &str = "n = int(input())\nkept = []\nwhile True:\n    kept.append('x' * 10**7)\n";

async fn analysis(caller: &Caller, body: Value) -> Value {
    let (status, document) = caller.post("/analyze", &body).await;
    assert_eq!(status, StatusCode::OK, "{document}");
    document
}

/// `(event, data)` of each event of a stream.
fn events(text: &str) -> Vec<(String, Value)> {
    let field = |block: &str, name: &str| block.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
    let event = |block: &str| {
        let data = field(block, "data: ")?;
        Some((field(block, "event: ")?, serde_json::from_str(&data).expect("data is JSON")))
    };
    text.split("\n\n").filter_map(event).collect()
}

#[tokio::test]
async fn programs_are_analysed_by_what_they_are() {
    let service = Service::start(&[]).await;
    let status = service.get("/analyze/status").await;
    assert_eq!(status, json!({ "available": true, "provider": null, "model": null, "measures": true }));
    what_reads_its_input_is_measured(&service).await;
    inputs_of_the_callers_own_are_used(&service).await;
    what_is_refused_is_only_read(&service).await;
    what_does_not_parse_is_a_result(&service).await;
    a_stream_tells_the_same(&service).await;
    a_run_can_carry_it(&service).await;
    the_command_line_prints_it(&service);
    the_command_line_fails_with_codes(&service);
}

async fn what_reads_its_input_is_measured(service: &Service) {
    for (code, class, line) in [(SUM, "O(n)", 3), (PAIRS, "O(n²)", 4)] {
        let document = analysis(service, json!({ "code": code })).await;
        assert_eq!((&document["time_complexity"], &document["success"]), (&json!(class), &json!(true)), "{document}");
        let measured = &document["evidence"]["measured"];
        assert_eq!(measured["time_complexity"], class, "{document}");
        assert!(measured["points"].as_array().is_some_and(|points| points.len() >= 4), "{document}");
        assert_eq!(measured["curve"].as_array().map(Vec::len), Some(40));
        let reasons = document["evidence"]["static"]["reasons"].as_array().expect("reasons");
        assert!(reasons.iter().any(|reason| reason["line"] == line), "{document}");
        assert!(document["narrative"].as_str().is_some_and(|text| text.contains(class)), "{document}");
    }
}

async fn inputs_of_the_callers_own_are_used(service: &Service) {
    let input = |size: u64| json!({ "size": size, "stdin": format!("{size}\n") });
    let inputs: Vec<_> = [10, 20, 40, 80, 160].map(input).to_vec();
    let document = analysis(service, json!({ "code": SUM, "inputs": inputs })).await;
    let points = document["evidence"]["measured"]["points"].as_array().expect("it was measured");
    let sizes: Vec<_> = points.iter().filter_map(|point| point["size"].as_u64()).collect();
    assert_eq!(sizes, [10, 20, 40, 80, 160], "{document}");
    assert_eq!(document["evidence"]["measured"]["time_complexity"], "O(n)");
}

async fn what_is_refused_is_only_read(service: &Service) {
    let document = analysis(service, json!({ "code": REFUSED })).await;
    assert_eq!((&document["success"], &document["time_complexity"]), (&json!(true), &json!("O(n)")), "{document}");
    assert_eq!(document["evidence"]["measured"], json!(null));
    let notice = document["notices"][0].as_str().expect("a notice");
    assert!(notice.contains("line 1") && notice.contains("os"), "{notice}");
}

async fn what_does_not_parse_is_a_result(service: &Service) {
    let document = analysis(service, json!({ "code": "for i in range(3)\n    print(i)\n" })).await;
    assert_eq!((&document["success"], &document["time_complexity"]), (&json!(false), &json!("unknown")), "{document}");
    assert!(document["error"].as_str().is_some_and(|error| error.contains("does not parse (line ")), "{document}");
}

async fn a_stream_tells_the_same(service: &Service) {
    let asked = service.request(Method::POST, "/analyze/async").json(&json!({ "code": PAIRS }));
    let response = asked.send().await.expect("the service answers");
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let events = events(&response.text().await.expect("the stream is whole"));
    let names: Vec<_> = events.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.first(), Some(&"analysis_stream_start"));
    assert_eq!(names[1], "analysis_stream_evidence");
    assert_eq!(names.last(), Some(&"analysis_stream_complete"), "{names:?}");
    let narrative: String = events.iter().filter_map(|(_, data)| data["chunk"].as_str()).collect();
    let result = &events.last().expect("the last").1["result"];
    assert_eq!((&result["time_complexity"], &result["narrative"]), (&json!("O(n²)"), &json!(narrative)));
}

async fn a_run_can_carry_it(service: &Service) {
    let result = service.run(json!({ "code": SUM, "stdin": "5\n", "analyze": true })).await;
    assert_eq!((&result["stdout"], &result["analysis_error"]), (&json!("10\n"), &json!(null)), "{result}");
    assert_eq!(result["analysis"]["time_complexity"], "O(n)", "{result}");
    let plain = service.run(json!({ "code": SUM, "stdin": "5\n" })).await;
    assert_eq!(plain.get("analysis"), None, "{plain}");
    let refused = service.run(json!({ "code": REFUSED, "analyze": true })).await;
    assert_eq!((&refused["error_code"], &refused["analysis"]["success"]), (&json!("POLICY_VIOLATION"), &json!(true)));
}

/// A command for this service, in its data directory.
fn analyze(service: &Service, words: &[&str]) -> Command {
    let mut command = Command::new(executable());
    command.arg("analyze").args(words).current_dir(service.data_dir());
    command.env("CODE_REMOTE_URL", service.url()).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn write(service: &Service, name: &str, content: &str) {
    std::fs::write(service.data_dir().join(name), content).expect("a file can be written");
}

/// Exit code, standard output and standard error.
fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn ended(service: &Service, words: &[&str]) -> (Option<i32>, String, String) {
    told(&analyze(service, words).output().expect("the executable runs"))
}

fn the_command_line_prints_it(service: &Service) {
    write(service, "pairs.py", PAIRS);
    let (code, stdout, stderr) = ended(service, &["pairs.py"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    for expected in [
        "time       O(n²)",
        "\nspace      O(",
        "\nconfidence ",
        "runs O(n²) (agree)\n",
        "\nmeasured   7:",
        "\npairs.py:4: ",
    ] {
        assert!(stdout.contains(expected), "{expected:?} in\n{stdout}");
    }
    let document: Value = serde_json::from_str(&ended(service, &["pairs.py", "--json"]).1).expect("one document");
    assert_eq!(document["evidence"]["static"]["time_complexity"], "O(n²)");

    write(service, "inputs.json", r#"[{"size":3,"stdin":"3\n"},{"size":9,"stdin":"9\n"}]"#);
    let mut child = analyze(service, &["-", "--inputs", "inputs.json"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the executable runs");
    child.stdin.take().expect("a pipe").write_all(SUM.as_bytes()).expect("it reads");
    let (code, stdout, _) = told(&child.wait_with_output().expect("it ends"));
    assert_eq!(code, Some(0));
    assert!(stdout.contains("time       O(n)") && stdout.contains("measured   3:"), "{stdout}");

    write(service, "refused.py", REFUSED);
    let (code, stdout, stderr) = ended(service, &["refused.py"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("time       O(n)") && !stdout.contains("measured"), "{stdout}");
    assert!(stderr.contains("not run to measure it"), "{stderr}");
}

fn the_command_line_fails_with_codes(service: &Service) {
    write(service, "broken.py", "print(\n");
    let (code, stdout, stderr) = ended(service, &["broken.py"]);
    assert_eq!((code, stdout.as_str()), (Some(126), ""));
    assert!(stderr.contains("does not parse"), "{stderr}");
    let (code, _, stderr) = ended(service, &["pairs.py", "--inputs", "pairs.py"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("pairs.py is not JSON"), "{stderr}");
    assert_eq!(ended(service, &["-", "--inputs", "-"]).0, Some(2));
    write(service, "wrong.json", r#"[{"size":-3,"stdin":""}]"#);
    let (code, _, stderr) = ended(service, &["pairs.py", "--inputs", "wrong.json"]);
    assert_eq!(code, Some(125));
    assert!(stderr.contains("inputs[0].size: must be a whole number"), "{stderr}");
}

#[tokio::test]
async fn hostile_programs_are_answered_and_disturb_nobody() {
    let service = Service::start(&[]).await;
    let hostile = async |code: &str| analysis(&service, json!({ "code": code })).await;
    let others = async || {
        for n in 0..5 {
            let result = service.execute(&format!("print({n})")).await;
            assert_eq!(result["stdout"], format!("{n}\n"), "{result}");
        }
    };
    let (endless, greedy, ()) = tokio::join!(hostile(ENDLESS), hostile(GREEDY), others());
    for document in [endless, greedy] {
        assert_eq!((&document["success"], &document["available"]), (&json!(true), &json!(true)), "{document}");
        let time = document["evidence"]["measured"]["time_complexity"].as_str();
        assert!(matches!(time, None | Some("unknown")), "no run of it ends: {document}");
    }
    nothing_of_it_runs(&service).await;
}

#[tokio::test]
async fn a_client_that_goes_away_ends_the_measured_runs() {
    let service = Service::start(&[("CODE_REMOTE_ANALYSIS_MEASURING_SECONDS", "10")]).await;
    let asked = service.request(Method::POST, "/analyze/async").json(&json!({ "code": ENDLESS }));
    let mut stream = asked.send().await.expect("the service answers");
    assert!(stream.chunk().await.expect("the stream goes on").is_some());
    eventually("no run begins", async || {
        let entries = entries(&service).await;
        (count(&entries, "accepted") == 0).then_some(entries)
    })
    .await;
    drop(stream);
    nothing_of_it_runs(&service).await;
    // By itself a run of it would have run into its wall time.
    let entries = entries(&service).await;
    assert!(entries.iter().any(|entry| entry["status"] == "cancelled"), "{entries:?}");
}

#[tokio::test]
async fn a_stop_gives_up_an_analysis_under_way_and_says_so() {
    let mut service = Service::start(&[("CODE_REMOTE_ANALYSIS_MEASURING_SECONDS", "10")]).await;
    let asked = tokio::spawn(service.request(Method::POST, "/analyze").json(&json!({ "code": ENDLESS })).send());
    eventually("no run begins", async || {
        let entries = entries(&service).await;
        (count(&entries, "accepted") == 0).then_some(entries)
    })
    .await;
    service.terminate();
    let answer = asked.await.expect("it does not panic").expect("it is answered");
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let document: Value = answer.json().await.expect("a document");
    assert_eq!(document["error"]["code"], "ANALYZER_UNAVAILABLE", "{document}");
    assert!(service.ended().await.success());
    service.start_again().await;
    nothing_of_it_runs(&service).await;
}

/// What the audit log has of measured runs.
async fn entries(service: &Service) -> Vec<Value> {
    let log = service.get("/v1/audit?principal=system:analyzer&limit=200").await;
    log["entries"].as_array().cloned().expect("entries")
}

fn count(entries: &[Value], event: &str) -> usize {
    entries.iter().filter(|entry| entry["event"] == event).count()
}

/// Each measured run that was begun has ended.
async fn nothing_of_it_runs(service: &Service) {
    eventually("measured runs go on", async || {
        let entries = entries(service).await;
        (count(&entries, "accepted") != count(&entries, "ended")).then_some(entries)
    })
    .await;
}
