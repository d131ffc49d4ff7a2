//! What a language model's faults leave of an answer: a useful verdict from the evidence, and a plain sentence. The model
//! is a server of our own that speaks Gemini's protocol.

use std::time::Duration;

use gemini::testing::{Code, Reply, Server};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::Service;

const KEY: &str = "AIzaSyTheKeyOfTheTestOfFaults";

/// As often as a question is tried, and more.
const EVERY_TRY: usize = 4;

async fn explained_by(server: &Server) -> Service {
    let url = server.url();
    let variables = [
        ("CODE_REMOTE_GEMINI_API_KEY", KEY),
        ("CODE_REMOTE_GEMINI_ENDPOINT", url.as_str()),
        ("CODE_REMOTE_ANALYSIS_MODEL_PER_MINUTE", "100"),
    ];
    Service::start(&variables).await
}

/// Two loops over what is read; another text for each number, so that no answer is remembered.
fn pairs(number: usize) -> Value {
    let code = format!(
        "n = int(input())\ncount = {number}\nfor i in range(n):\n    for j in range(n):\n        count += 1\nprint(count)\n"
    );
    json!({ "code": code })
}

fn good() -> Reply {
    let block = r#"{"time_complexity": "O(n^2)", "space_complexity": "O(1)", "suggestions": []}"#;
    Reply::pieces(["## Algorithm\nThe ", "model's ", "words.\n\n", &format!("```json\n{block}\n```\n")])
}

/// The answer is as good as one without a model, and one sentence says what is missing.
fn check_evidence(document: &Value, words: &str) {
    assert_eq!(document["success"], true, "{words}: {document}");
    assert_eq!(
        (&document["time_complexity"], &document["agreement"], &document["model"]),
        (&json!("O(n²)"), &json!("agree"), &Value::Null),
        "{words}: {document}"
    );
    let evidence = &document["evidence"];
    assert!(evidence["static"].is_object(), "{words}: {document}");
    assert!(evidence["measured"]["points"].as_array().is_some_and(|points| points.len() >= 5), "{words}: {document}");
    assert!(document["narrative"].as_str().is_some_and(|text| text.contains("O(n²)")), "{words}: {document}");
    let [notice] = document["notices"].as_array().expect("a list").as_slice() else {
        panic!("{words}: one sentence: {document}")
    };
    let notice = notice.as_str().expect("a text");
    assert!(notice.contains(words) && notice.ends_with('.'), "{words}: {notice}");
    assert!(!document.to_string().contains(KEY), "{document}");
}

/// Everything that an answer can suffer. Some of them count as failures of the model, which is left alone after five in a
/// row; others only show that it does not like this program, and stand between.
fn faults() -> Vec<(Vec<Reply>, &'static str)> {
    let tries = |reply: Reply| vec![reply; EVERY_TRY];
    vec![
        (vec![Reply::wrong_key(KEY)], "does not accept this service's key"),
        (tries(Reply::status(Code::Unavailable, "The model is overloaded.")), "cannot be reached"),
        (tries(Reply::http(503)), "cannot be reached"),
        (tries(Reply::empty().cut()), "cannot be reached"),
        (vec![Reply::blocked_prompt("SAFETY")], "declines"),
        (vec![Reply::empty()], "broke off"),
        (vec![Reply::unfinished(["## Algorithm\nHalf of"])], "broke off"),
        (vec![Reply::unfinished(["## Algorithm\nHalf of"]).finish("MAX_TOKENS")], "broke off"),
        (vec![Reply::text("I would rather talk about the weather.")], "did not have the agreed form"),
        (vec![Reply::text(r#"words {"time_complexity": "O(1)"}"#)], "did not have the agreed form"),
        (vec![Reply::unfinished(["no"]).finish("SAFETY")], "declines"),
        (vec![Reply::text("x".repeat(8 << 20))], "too long"),
        (vec![Reply::quota(None)], "quota"),
    ]
}

#[tokio::test]
async fn every_fault_leaves_the_evidence_and_a_sentence() {
    let server = Server::start().await;
    let service = explained_by(&server).await;
    let mut asked = 0;
    for (number, (replies, words)) in faults().into_iter().enumerate() {
        asked += replies.len();
        server.script(replies);
        let (status, document) = service.post("/analyze", &pairs(number)).await;
        assert_eq!(status, StatusCode::OK, "{words}: {document}");
        check_evidence(&document, words);
        assert_eq!(server.requests().len(), asked, "{words}: what helps is tried again, and nothing else");
    }
    // It recovers, and nothing of a failure was remembered.
    server.script([good()]);
    let (_, document) = service.post("/analyze", &pairs(0)).await;
    assert_eq!((&document["notices"], &document["cached"]), (&json!([]), &json!(false)), "{document}");
    assert!(document["narrative"].as_str().is_some_and(|text| text.contains("The model's words.")), "{document}");
    assert!(!service.log().contains(KEY) && !service.log().contains("for j in range"), "{}", service.log());
}

#[tokio::test]
async fn a_quota_that_says_when_is_believed() {
    let server = Server::start().await;
    let service = explained_by(&server).await;
    server.script([Reply::quota(Some(Duration::from_mins(2)))]);
    let (_, document) = service.post("/analyze", &pairs(0)).await;
    check_evidence(&document, "for another 120 seconds");
    let (_, document) = service.post("/analyze", &pairs(1)).await;
    check_evidence(&document, "left alone");
    assert_eq!(server.requests().len(), 1, "it is not asked meanwhile");
}

#[tokio::test]
async fn without_a_key_the_evidence_answers_and_says_nothing_of_a_model() {
    let service = Service::start(&[]).await;
    let (_, document) = service.post("/analyze", &pairs(0)).await;
    assert_eq!((&document["time_complexity"], &document["model"]), (&json!("O(n²)"), &Value::Null), "{document}");
    assert_eq!(document["notices"], json!([]), "{document}");
    assert_eq!(service.get("/analyze/status").await["provider"], Value::Null);
}

/// The messages of an answer that is followed.
async fn followed(service: &Service, body: &Value) -> Vec<(String, Value)> {
    let response = service.request(Method::POST, "/analyze/async").json(body).send().await.expect("it answers");
    assert_eq!(response.status(), StatusCode::OK);
    let text = response.text().await.expect("the stream ends");
    let data = text.lines().filter_map(|line| line.strip_prefix("data:"));
    let messages = data.map(|data| serde_json::from_str::<Value>(data).expect("each is JSON"));
    messages.map(|message| (message["type"].as_str().unwrap_or_default().to_owned(), message)).collect()
}

fn told(messages: &[(String, Value)]) -> String {
    let chunks = messages.iter().filter(|(kind, _)| kind == "analysis_stream_chunk");
    chunks.map(|(_, message)| message["chunk"].as_str().unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_stream_that_breaks_half_way_still_ends_with_the_evidence() {
    let server = Server::start().await;
    let service = explained_by(&server).await;
    let first = ["## Algorithm\n", "The first words.\n", "And then"];
    let faults = [
        (Reply::unfinished(first).cut(), "broke off"),
        (Reply::unfinished(first).then_status(Code::Internal, "oops"), "broke off"),
        (Reply::unfinished(first).finish("RECITATION"), "declines"),
        (Reply::unfinished([&"many words ".repeat(400)]).endless(), "too long"),
    ];
    for (number, (reply, words)) in faults.into_iter().enumerate() {
        server.script([reply]);
        let messages = followed(&service, &pairs(number)).await;
        let (kind, last) = messages.last().expect("it ends with something");
        assert_eq!(kind, "analysis_stream_complete", "{words}: {last}");
        check_evidence(&last["result"], words);
        assert!(words == "too long" || told(&messages).contains("The first words."), "{words}: {messages:?}");
        assert!(messages.iter().any(|(kind, _)| kind == "analysis_stream_evidence"), "{words}: {messages:?}");
    }
    assert_eq!(server.requests().len(), 4, "what somebody has read is not asked for again");
    server.script([good()]);
    let messages = followed(&service, &pairs(9)).await;
    assert_eq!(messages.last().expect("ends").1["result"]["notices"], json!([]));
    assert_eq!(told(&messages).trim(), "## Algorithm\nThe model's words.");
}

#[tokio::test]
async fn a_model_that_is_not_there_delays_no_run() {
    let server = Server::start().await;
    let service = explained_by(&server).await;
    server.script([Reply::empty().hang()]);
    let body = pairs(0);
    let analysis = service.request(Method::POST, "/analyze").json(&body);
    let waiting = tokio::spawn(analysis.send());
    crate::harness::eventually("the model is not asked", async || (server.open() == 0).then_some(())).await;
    assert_eq!(service.execute("print(1)").await["stdout"], "1\n");
    assert_eq!(server.open(), 1, "the analysis still waits");
    waiting.abort();
    crate::harness::eventually("the question outlives its caller", async || (server.open() != 0).then_some(())).await;
}
