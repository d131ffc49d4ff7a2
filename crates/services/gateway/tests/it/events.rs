//! Following a job: replay, live tail, resuming, and who may follow.

use std::time::Duration;

use axum::{body::Body, response::Response};
use code_remote_gateway::SlotBounds;
use domain::{JobId, TerminalStatus};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use crate::support::{Answer, TestGateway, request, with_header};

async fn submitted(gateway: &TestGateway) -> JobId {
    let answer = gateway.post("/v1/jobs", &json!({ "code": "print(1)" })).await;
    answer.json()["job_id"].as_str().unwrap().parse().unwrap()
}

async fn follow(gateway: &TestGateway, id: JobId, last: Option<&str>) -> Response {
    let mut asked = request("GET", &format!("/v1/jobs/{id}/events"), Body::empty());
    if let Some(last) = last {
        asked = with_header(asked, "last-event-id", last);
    }
    gateway.send(asked).await
}

/// `(id, event, data)` of each event of a stream's text.
fn parse(text: &str) -> Vec<(u64, String, Value)> {
    let field = |block: &str, name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::to_owned)
    };
    let event = |block: &str| {
        Some((
            field(block, "id")?.parse().unwrap(),
            field(block, "event")?,
            serde_json::from_str(&field(block, "data")?).unwrap(),
        ))
    };
    text.split("\n\n").filter_map(event).collect()
}

fn names(events: &[(u64, String, Value)]) -> Vec<&str> {
    events.iter().map(|(_, name, _)| name.as_str()).collect()
}

async fn next_event(response: &mut Response) -> (u64, String, Value) {
    let frame = response.body_mut().frame().await.unwrap().unwrap().into_data().unwrap();
    parse(std::str::from_utf8(&frame).unwrap()).remove(0)
}

#[tokio::test]
async fn what_was_is_replayed_and_the_stream_ends_after_done() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    gateway.store.start(id, b"\xffout");
    gateway.store.finish(id, TerminalStatus::Failed);
    let answer = Answer::of(follow(&gateway, id, None).await).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(answer.header("x-accel-buffering"), Some("no"));
    let events = parse(&answer.text());
    assert_eq!(names(&events), ["status", "status", "output", "done"]);
    for (n, (seq, name, data)) in (1..).zip(&events) {
        assert_eq!((*seq, &data["seq"], &data["type"]), (n, &json!(n), &json!(name)));
        assert_eq!(data["job_id"], id.to_string());
    }
    assert_eq!(events[2].2["base64"], "/291dA==");
    let done = &events[3].2;
    assert_eq!(
        (&done["status"], &done["error"], &done["queue_time_ms"]),
        (&json!("failed"), &json!("Exited with code 1"), &json!(2000.0))
    );
}

#[tokio::test]
async fn what_happens_is_told_as_it_happens() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    let mut stream = follow(&gateway, id, None).await;
    assert_eq!(next_event(&mut stream).await.2["status"], "queued");
    gateway.store.start(id, b"hello");
    assert_eq!(next_event(&mut stream).await.2["status"], "running");
    assert_eq!(next_event(&mut stream).await.2["text"], "hello");
    gateway.store.finish(id, TerminalStatus::Success);
    assert_eq!(next_event(&mut stream).await.1, "done");
    assert!(stream.body_mut().frame().await.is_none());
}

#[tokio::test]
async fn a_client_that_comes_back_misses_and_repeats_nothing() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    gateway.store.start(id, b"1");
    gateway.store.finish(id, TerminalStatus::Success);
    let last = gateway.store.events_of(id);
    for seen in 0..last {
        let answer = Answer::of(follow(&gateway, id, Some(&seen.to_string())).await).await;
        let numbers: Vec<_> = parse(&answer.text()).into_iter().map(|(seq, ..)| seq).collect();
        assert_eq!(numbers, (seen as u64 + 1..=last as u64).collect::<Vec<_>>());
    }
    assert_eq!(follow(&gateway, id, Some(&last.to_string())).await.status(), 204);
    let by_query = gateway.get(&format!("/v1/jobs/{id}/events?last_event_id={last}")).await;
    assert_eq!((by_query.status, by_query.body.len()), (204, 0));
    let header_first = with_header(
        request("GET", &format!("/v1/jobs/{id}/events?last_event_id=0"), Body::empty()),
        "last-event-id",
        "3",
    );
    assert_eq!(parse(&gateway.ask(header_first).await.text()).len(), last - 3);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_asks_for_what_will_never_be_ends_with_the_job() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    let stream = follow(&gateway, id, Some("1000000")).await;
    gateway.store.finish(id, TerminalStatus::Success);
    assert_eq!(parse(&Answer::of(stream).await.text()), []);
}

#[tokio::test]
async fn a_long_history_comes_in_order() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    for n in 0..100 {
        gateway.store.start(id, n.to_string().as_bytes());
    }
    gateway.store.finish(id, TerminalStatus::Success);
    let events = parse(&Answer::of(follow(&gateway, id, None).await).await.text());
    assert_eq!(events.len(), 202);
    assert!(events.iter().zip(1..).all(|((seq, ..), n)| *seq == n));
}

#[tokio::test(start_paused = true)]
async fn a_quiet_stream_is_kept_alive_and_ends_when_the_service_stops() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    let mut stream = follow(&gateway, id, None).await;
    next_event(&mut stream).await;
    let began = tokio::time::Instant::now();
    let comment = stream.body_mut().frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(comment, ": keep-alive\n\n");
    assert_eq!(began.elapsed(), Duration::from_secs(10));
    gateway.stopping.cancel();
    assert!(stream.body_mut().frame().await.is_none());
}

#[tokio::test]
async fn only_so_many_streams_are_open_and_they_are_counted() {
    let gateway = TestGateway::with(|settings| settings.following = SlotBounds { total: 9, per_principal: 1 });
    let id = submitted(&gateway).await;
    let open = follow(&gateway, id, None).await;
    assert!(gateway.get("/metrics").await.text().contains("code_remote_http_event_streams 1\n"));
    let second = Answer::of(follow(&gateway, id, None).await).await;
    assert_eq!(second.error_code(429), "TOO_MANY_JOBS");
    drop(open);
    assert!(gateway.get("/metrics").await.text().contains("code_remote_http_event_streams 0\n"));
    assert_eq!(follow(&gateway, id, None).await.status(), 200);
}

#[tokio::test]
async fn a_job_that_is_deleted_ends_its_streams() {
    let gateway = TestGateway::local();
    let id = submitted(&gateway).await;
    let mut stream = follow(&gateway, id, None).await;
    next_event(&mut stream).await;
    gateway.store.finish(id, TerminalStatus::Success);
    assert_eq!(gateway.ask(request("DELETE", &format!("/v1/jobs/{id}"), Body::empty())).await.status, 204);
    assert!(stream.body_mut().frame().await.is_none());
    assert_eq!(Answer::of(follow(&gateway, id, None).await).await.error_code(404), "JOB_NOT_FOUND");
}
