//! How programs grow, as callers ask for it.

mod answer;
mod attribution;
mod beside;
mod places;
mod status;
mod stream;

use std::sync::Arc;

use axum::{body::Body, http::Request, response::Response};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{
    Answer, TestGateway,
    analyzer::{Does, FakeAnalyzer},
    request,
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
