//! How many analyses there may be at once.

use std::time::Duration;

use code_remote_gateway::SlotBounds;

use super::{LINEAR, PATHS, ask, next_text, spawn};
use crate::support::{
    TestGateway,
    analyzer::{Does, FakeAnalyzer},
    with_header,
};

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
async fn when_to_ask_again_is_told_from_what_runs() {
    let analyzer = FakeAnalyzer::that(Does::Hang);
    let gateway = TestGateway::with_analyzer(analyzer.clone(), |_| {});
    // Analyses take twenty seconds here, until nobody remembers anything else.
    for _ in 0..20 {
        let waiting = spawn(&gateway, ask("/analyze", LINEAR));
        analyzer.until_running(1).await;
        tokio::time::advance(Duration::from_secs(20)).await;
        waiting.abort();
        analyzer.until_running(0).await;
    }
    let held = [spawn(&gateway, ask("/analyze", LINEAR)), spawn(&gateway, ask("/analyze", LINEAR))];
    analyzer.until_running(2).await;
    tokio::time::advance(Duration::from_secs(12)).await;
    let refused = gateway.ask(ask("/analyze", LINEAR)).await;
    assert_eq!(refused.error_code(429), "TOO_MANY_ANALYSES");
    assert_eq!(refused.header("retry-after"), Some("8"), "the oldest has eight seconds to go");
    held.iter().for_each(tokio::task::JoinHandle::abort);
}
