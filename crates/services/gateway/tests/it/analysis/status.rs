//! Who answers.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::with;
use crate::support::{
    TestGateway,
    analyzer::{Does, FakeAnalyzer},
};

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
