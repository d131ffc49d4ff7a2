//! The answer as it is made.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::{LINEAR, ask, events, names, next_text, with};
use crate::support::analyzer::Does;

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
