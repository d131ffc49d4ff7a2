//! What operators see of analyses.

use std::sync::Arc;
use std::time::Duration;

use code_remote_analyzer::{Analyzer, Ports, RunError, Settings};
use complexity::{AnalysisRequest, ComplexityAnalyzer as _};
use domain::ModelError;
use domain::testing::ManualClock;

use crate::support::{Broken, Counted, Counts, FakeModel, PAIRS, hanging_counted, reply, request, settings};

fn explaining(counts: &Counts, model: Arc<FakeModel>) -> Analyzer {
    let runs = Counted::new(|size| 10 + size * size);
    let clock = Arc::new(ManualClock::default());
    Analyzer::new(settings(), Ports { runs: Some(runs), model: Some(model), clock, metrics: counts.metrics() })
}

#[track_caller]
fn check(counts: &Counts, lines: &[&str]) {
    for line in lines {
        assert!(counts.show(line), "{line}\n{}", counts.text());
    }
}

#[tokio::test]
async fn answers_are_counted_by_how_they_came_about() {
    let counts = Counts::new();
    let analyzer = explaining(&counts, FakeModel::saying(reply("O(n^2)", "O(1)")));
    for _ in 0..2 {
        analyzer.analyze(request(PAIRS)).await.expect("it answers");
    }
    let cobol = AnalysisRequest { language: "cobol".to_owned(), ..request(PAIRS) };
    analyzer.analyze(cobol).await.expect_err("it does not know it");
    check(
        &counts,
        &[
            "analyses_total{outcome=\"whole\"} 1",
            "analyses_total{outcome=\"remembered\"} 1",
            "analyses_total{outcome=\"refused\"} 1",
            "cache_hits_total 1",
            "model_calls_total{outcome=\"answered\"} 1",
            "model_paused 0",
            "analysis_seconds_count 2",
            "running 0",
        ],
    );
    assert!(counts.text().contains("code_remote_analyzer_measured_runs_total{outcome=\"ended\"}"), "{}", counts.text());
}

#[tokio::test]
async fn a_model_that_fails_is_seen_and_so_is_that_it_is_left_alone() {
    let counts = Counts::new();
    let quota = || ModelError::Quota { retry_after: Some(Duration::from_mins(1)) };
    let analyzer = explaining(&counts, FakeModel::failing(quota));
    for _ in 0..2 {
        analyzer.analyze(request(PAIRS)).await.expect("the evidence answers");
    }
    check(
        &counts,
        &[
            "analyses_total{outcome=\"partial\"} 2",
            "model_calls_total{outcome=\"quota\"} 1",
            "model_calls_total{outcome=\"paused\"} 1",
            "model_paused 1",
        ],
    );
}

#[tokio::test]
async fn runs_that_cannot_be_had_and_places_that_are_taken_are_seen() {
    let counts = Counts::new();
    let runs = Arc::new(Broken(Some(RunError::Unavailable("full".to_owned()))));
    let ports =
        Ports { runs: Some(runs), model: None, clock: Arc::new(ManualClock::default()), metrics: counts.metrics() };
    Analyzer::new(settings(), ports).analyze(request(PAIRS)).await.expect("the tree answers");
    assert!(counts.text().contains("measured_runs_total{outcome=\"unavailable\"}"), "{}", counts.text());

    let counts = Counts::new();
    let ports = Ports {
        runs: Some(Arc::new(Broken(None))),
        model: None,
        clock: Arc::new(ManualClock::default()),
        metrics: counts.metrics(),
    };
    let one = Settings { analyses_max: 1, measuring: Duration::from_mins(5), ..settings() };
    let analyzer = Analyzer::new(one, ports);
    let held = analyzer.stream(request(PAIRS)).await.expect("there is a place");
    analyzer.analyze(request(PAIRS)).await.expect_err("there is no second place");
    check(&counts, &["running 1", "analyses_total{outcome=\"busy\"} 1"]);
    drop(held);
    counts.until("analyses_total{outcome=\"given_up\"} 1").await;
    check(&counts, &["running 0"]);
}

#[tokio::test]
async fn an_analysis_that_is_dropped_is_not_under_way_any_more() {
    let counts = Counts::new();
    let analyzer = hanging_counted(counts.metrics());
    let call = tokio::spawn(async move { analyzer.analyze(request(PAIRS)).await });
    counts.until("running 1").await;
    call.abort();
    counts.until("running 0").await;
    check(&counts, &["analyses_total{outcome=\"given_up\"} 1"]);
}
