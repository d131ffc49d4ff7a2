//! Runs, models and servers for the tests.

mod counts;
mod model;
mod runs;
mod served;

pub(crate) use counts::Counts;
pub(crate) use model::{FakeModel, reply};
pub(crate) use runs::{Broken, Counted, mark_of};
pub(crate) use served::Served;

use std::sync::Arc;
use std::time::Duration;

use code_remote_analyzer::{Analyzer, AnalyzerMetrics, Ports, ProgramRuns, Settings};
use complexity::{AnalysisRequest, ComplexityAnalyzer, Progress, Report};
use domain::testing::ManualClock;
use futures_util::StreamExt as _;

/// Two loops over what is read.
pub(crate) const PAIRS: &str =
    "n = int(input())\ncount = 0\nfor i in range(n):\n    for j in range(n):\n        count += 1\nprint(count)\n";

pub(crate) fn settings() -> Settings {
    Settings { measuring: Duration::from_millis(500), ..Settings::default() }
}

pub(crate) fn request(source: &str) -> AnalysisRequest {
    AnalysisRequest {
        caller: "ann".to_owned(),
        language: "python".to_owned(),
        source: source.to_owned(),
        measure: true,
        inputs: Vec::new(),
        request_id: Some("r-1".to_owned()),
        trace: None,
    }
}

/// An analyzer over runs and without a model.
pub(crate) fn measuring(runs: Arc<dyn ProgramRuns>) -> Analyzer {
    let ports = Ports {
        runs: Some(runs),
        model: None,
        clock: Arc::new(ManualClock::default()),
        metrics: AnalyzerMetrics::default(),
    };
    Analyzer::new(settings(), ports)
}

/// An analyzer whose runs never come back, and that waits for them longer than any test.
pub(crate) fn hanging() -> Analyzer {
    hanging_counted(AnalyzerMetrics::default())
}

pub(crate) fn hanging_counted(metrics: AnalyzerMetrics) -> Analyzer {
    let settings = Settings { measuring: Duration::from_mins(5), ..settings() };
    let ports =
        Ports { runs: Some(Arc::new(Broken(None))), model: None, clock: Arc::new(ManualClock::default()), metrics };
    Analyzer::new(settings, ports)
}

/// An analyzer over a model and, where the program needs any, runs of two nested loops.
pub(crate) fn explaining(model: &Arc<FakeModel>) -> Analyzer {
    explaining_within(settings(), model, &Arc::new(ManualClock::default()))
}

pub(crate) fn explaining_within(settings: Settings, model: &Arc<FakeModel>, clock: &Arc<ManualClock>) -> Analyzer {
    let runs = Counted::new(|size| 10 + size * size);
    Analyzer::new(
        settings,
        Ports {
            runs: Some(runs),
            model: Some(model.clone()),
            clock: clock.clone(),
            metrics: AnalyzerMetrics::default(),
        },
    )
}

/// The pieces of an answer: the evidence, the narrative put together, and the whole.
pub(crate) async fn streamed(analyzer: &dyn ComplexityAnalyzer, request: AnalysisRequest) -> (Report, String, Report) {
    let mut pieces = analyzer.stream(request).await.expect("there is a place");
    let Some(Ok(Progress::Evidence(evidence))) = pieces.next().await else { panic!("the evidence comes first") };
    let mut narrative = String::new();
    loop {
        match pieces.next().await {
            Some(Ok(Progress::Narrative(piece))) => narrative.push_str(&piece),
            Some(Ok(Progress::Done(report))) => {
                assert!(pieces.next().await.is_none(), "the report is the last piece");
                return (*evidence, narrative, *report);
            }
            other => panic!("neither narrative nor report: {other:?}"),
        }
    }
}
