//! What every analyzer does, in this process and over gRPC: one suite, each case on both.

use std::sync::Arc;

use async_trait::async_trait;
use code_remote_analyzer::{Analyzer, AnalyzerMetrics, GrpcBounds, Ports};
use complexity::{
    AnalysisRequest, AnalyzerError, AnalyzerStatus, Class, ComplexityAnalyzer, Progress, Report, SizedInput,
};
use domain::testing::ManualClock;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;

use crate::support::{Broken, Counted};
use crate::support::{FakeModel, PAIRS, Served, explaining, measuring, reply, request, settings, streamed};

/// One analyzer, and its like behind gRPC.
struct Both {
    here: Analyzer,
    served: Served,
}

impl Both {
    async fn of(make: impl Fn() -> Analyzer) -> Self {
        Self { here: make(), served: Served::new(make(), GrpcBounds::default()).await }
    }

    fn each(&self) -> [Box<dyn ComplexityAnalyzer>; 2] {
        [Box::new(self.here.clone()), Box::new(self.served.client())]
    }
}

#[tokio::test]
async fn who_answers_is_said() {
    let model = FakeModel::saying(reply("O(n)", "O(1)"));
    let with = AnalyzerStatus { provider: Some("fake".to_owned()), model: Some("fake-1".to_owned()), measures: true };
    for analyzer in Both::of(|| explaining(&model)).await.each() {
        assert_eq!(analyzer.status().await.expect("it answers"), with);
    }
    let alone = || {
        Analyzer::new(
            settings(),
            Ports {
                runs: None,
                model: None,
                clock: Arc::new(ManualClock::default()),
                metrics: AnalyzerMetrics::default(),
            },
        )
    };
    for analyzer in Both::of(alone).await.each() {
        assert_eq!(analyzer.status().await.expect("it answers"), AnalyzerStatus::default());
    }
}

#[tokio::test]
async fn a_report_is_the_same_here_and_there_in_every_part() {
    let source = format!("def f(n):\n    if n < 2:\n        return 1\n    return f(n - 1) + f(n - 2)\n\n{PAIRS}f(n)\n");
    let inputs = [4, 8, 12, 16, 20].map(|size| SizedInput { size, stdin: format!("{size}\n") }).to_vec();
    let model = FakeModel::saying(reply("O(2^n)", "O(n)"));
    let both = Both::of(|| explaining(&model)).await;
    let mut reports = Vec::new();
    for analyzer in both.each() {
        let asked = AnalysisRequest { inputs: inputs.clone(), ..request(&source) };
        let report = analyzer.analyze(asked.clone()).await.expect("there is a place");
        let again = analyzer.analyze(asked.clone()).await.expect("there is a place");
        assert_eq!(again, Report { cached: true, ..report.clone() });
        assert!(
            report.model.is_some()
                && report.analysis.measured.is_some()
                && !report.analysis.statics.functions.is_empty()
        );
        let (evidence, narrative, done) = streamed(&*analyzer, asked).await;
        assert_eq!(done, again);
        assert_eq!(narrative, done.analysis.narrative);
        assert_eq!(evidence.model, None);
        reports.push(report);
    }
    assert_eq!(reports[0], reports[1]);
}

#[tokio::test]
async fn pieces_come_in_their_order_without_a_model_too() {
    for analyzer in Both::of(|| measuring(Counted::new(|size| size * size))).await.each() {
        let (evidence, narrative, done) = streamed(&*analyzer, request(PAIRS)).await;
        assert_eq!(evidence, done);
        assert_eq!(narrative, done.analysis.narrative);
        assert_eq!(done.analysis.time.class, Class::Quadratic);
    }
}

#[tokio::test]
async fn errors_are_the_same() {
    let none = code_remote_analyzer::Settings { analyses_max: 0, ..settings() };
    let ports = || Ports {
        runs: None,
        model: None,
        clock: Arc::new(ManualClock::default()),
        metrics: AnalyzerMetrics::default(),
    };
    for analyzer in Both::of(|| Analyzer::new(none, ports())).await.each() {
        let busy = analyzer.analyze(request(PAIRS)).await;
        assert!(matches!(busy, Err(AnalyzerError::Busy)), "{busy:?}");
        assert!(matches!(analyzer.stream(request(PAIRS)).await.err(), Some(AnalyzerError::Busy)));
        let cobol = AnalysisRequest { language: "cobol".to_owned(), ..request(PAIRS) };
        for error in [analyzer.analyze(cobol.clone()).await.err(), analyzer.stream(cobol).await.err()] {
            assert!(matches!(&error, Some(AnalyzerError::Language(language)) if language == "cobol"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn awkward_programs_are_answered() {
    let long = "x = 1\n".repeat(5_000);
    for analyzer in Both::of(|| measuring(Counted::new(|size| size))).await.each() {
        for source in ["", "\0", "def", "(((((((((", "é = 'ü\u{202e}'\n", &long] {
            let report = analyzer.analyze(request(source)).await.expect("it is answered");
            assert!(!report.analysis.narrative.is_empty(), "{source}");
        }
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_its_place() {
    let one =
        code_remote_analyzer::Settings { analyses_max: 1, measuring: std::time::Duration::from_mins(1), ..settings() };
    let make = || {
        let ports = Ports {
            runs: Some(Arc::new(Broken(None))),
            model: None,
            clock: Arc::new(ManualClock::default()),
            metrics: AnalyzerMetrics::default(),
        };
        Analyzer::new(one, ports)
    };
    for analyzer in Both::of(make).await.each() {
        let analyzer = Arc::<dyn ComplexityAnalyzer>::from(analyzer);
        let first = analyzer.clone();
        let first = tokio::spawn(async move {
            // Whoever looks below may have the place for a moment.
            while matches!(first.analyze(request(PAIRS)).await, Err(AnalyzerError::Busy)) {
                tokio::task::yield_now().await;
            }
        });
        until(async || matches!(analyzer.stream(request(PAIRS)).await.err(), Some(AnalyzerError::Busy))).await;
        first.abort();
        until(async || analyzer.stream(request(PAIRS)).await.is_ok()).await;
        let held = until_some(async || analyzer.stream(request(PAIRS)).await.ok()).await;
        assert!(matches!(analyzer.stream(request(PAIRS)).await.err(), Some(AnalyzerError::Busy)));
        drop(held);
        until(async || analyzer.stream(request(PAIRS)).await.is_ok()).await;
    }
}

async fn until(mut look: impl AsyncFnMut() -> bool) {
    until_some(async || look().await.then_some(())).await;
}

async fn until_some<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let waited = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), waited).await.expect("it becomes so")
}

/// Breaks in the middle of every call.
struct Panicking;

#[async_trait]
impl ComplexityAnalyzer for Panicking {
    async fn status(&self) -> Result<AnalyzerStatus, AnalyzerError> {
        panic!("as the test wants it")
    }

    async fn analyze(&self, _: AnalysisRequest) -> Result<Report, AnalyzerError> {
        panic!("as the test wants it")
    }

    async fn stream(
        &self,
        _: AnalysisRequest,
    ) -> Result<BoxStream<'static, Result<Progress, AnalyzerError>>, AnalyzerError> {
        panic!("as the test wants it")
    }
}

#[tokio::test]
async fn a_panic_is_one_calls_failure() {
    let served = Served::new(Panicking, GrpcBounds::default()).await;
    let client = served.client();
    for _ in 0..3 {
        let failed = client.analyze(request(PAIRS)).await;
        assert!(matches!(failed, Err(AnalyzerError::Unavailable(_))), "{failed:?}");
        assert!(matches!(client.stream(request(PAIRS)).await.err(), Some(AnalyzerError::Unavailable(_))));
        assert!(matches!(client.status().await, Err(AnalyzerError::Unavailable(_))));
    }
}

/// Runs that break.
struct BreakingRuns;

#[async_trait]
impl code_remote_analyzer::ProgramRuns for BreakingRuns {
    async fn run(&self, _: &str, _: &str, _: &domain::Origin) -> Result<String, code_remote_analyzer::RunError> {
        panic!("as the test wants it")
    }
}

#[tokio::test]
async fn an_answer_that_breaks_while_it_is_made_is_an_error_at_the_end() {
    for analyzer in Both::of(|| measuring(Arc::new(BreakingRuns))).await.each() {
        let mut pieces = analyzer.stream(request(PAIRS)).await.expect("there is a place");
        let last = pieces.next().await;
        assert!(matches!(last, Some(Err(AnalyzerError::Unavailable(_)))), "{last:?}");
        assert!(pieces.next().await.is_none());
    }
}
