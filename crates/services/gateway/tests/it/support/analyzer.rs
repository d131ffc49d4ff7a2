//! An analyzer that does as it is told, and remembers what it was asked.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use complexity::{
    Agreement, AnalysisRequest, AnalyzerError, AnalyzerStatus, Class, ComplexityAnalyzer, Growing, ModelOpinion, Point,
    Progress, Report, analyze, combine, fit,
};
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};

/// How often a test looks before it gives up waiting.
const LOOKS_MAX: usize = 10_000;

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// Answers without a model.
    Answer,
    /// Answers with a model, whose narrative comes in pieces.
    Narrate,
    /// Says that it is busy.
    Busy,
    /// Says that it does not know the language.
    NoLanguage,
    /// Cannot be reached.
    Away,
    /// Sends a piece, and then no more.
    Hang,
    /// Sends two pieces, and ends.
    BreakOff,
    /// Sends a piece, and fails.
    Fail,
}

pub struct FakeAnalyzer {
    does: Mutex<Does>,
    requests: Mutex<Vec<AnalysisRequest>>,
    statuses: AtomicUsize,
    running: Arc<AtomicUsize>,
}

/// Counts a call for as long as it lives.
struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl FakeAnalyzer {
    pub fn that(does: Does) -> Arc<Self> {
        Arc::new(Self {
            does: Mutex::new(does),
            requests: Mutex::default(),
            statuses: AtomicUsize::new(0),
            running: Arc::default(),
        })
    }

    /// From now on it does this.
    pub fn now(&self, does: Does) {
        *self.does.lock().unwrap() = does;
    }

    /// What it was asked.
    pub fn requests(&self) -> Vec<AnalysisRequest> {
        self.requests.lock().unwrap().clone()
    }

    /// How often it was asked who it is.
    pub fn statuses(&self) -> usize {
        self.statuses.load(Ordering::SeqCst)
    }

    /// Waits until this many calls are in it.
    pub async fn until_running(&self, count: usize) {
        for _ in 0..LOOKS_MAX {
            if self.running.load(Ordering::SeqCst) == count {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("{} calls run, not {count}", self.running.load(Ordering::SeqCst));
    }

    fn begin(&self, request: &AnalysisRequest) -> (Does, Running) {
        self.requests.lock().unwrap().push(request.clone());
        self.running.fetch_add(1, Ordering::SeqCst);
        (self.does(), Running(self.running.clone()))
    }

    fn does(&self) -> Does {
        *self.does.lock().unwrap()
    }
}

fn away() -> AnalyzerError {
    AnalyzerError::Unavailable("secret-socket refused".into())
}

/// A real answer about the source, with runs that look linear.
pub fn report(source: &str, does: Does) -> Report {
    let points = [8, 16, 32, 64].map(|size| Point { size, steps: 3 * size + 7 });
    let mut analysis = combine(analyze(source), Some(fit(&points)));
    let narrated = does == Does::Narrate;
    if narrated {
        "## Algorithm\nIt loops.\n".clone_into(&mut analysis.narrative);
    }
    let growing = |class: Class| Growing { class, expression: class.notation().to_owned() };
    let opinion = ModelOpinion {
        provider: "gemini".to_owned(),
        model: "gemini-x".to_owned(),
        prompt_version: "3".to_owned(),
        time: growing(Class::Linear),
        space: growing(Class::Constant),
        agreement: Agreement::Agree,
    };
    let notices = if narrated { Vec::new() } else { vec!["No language model is configured.".to_owned()] };
    Report { analysis, model: narrated.then_some(opinion), notices, cached: narrated }
}

fn pieces(source: &str, does: Does) -> Vec<Result<Progress, AnalyzerError>> {
    let evidence = Progress::Evidence(Box::new(report(source, does)));
    let done = || Progress::Done(Box::new(report(source, does)));
    let narrative = |text: &str| Progress::Narrative(text.to_owned());
    match does {
        Does::Narrate => {
            vec![Ok(evidence), Ok(narrative("## Algorithm\nIt ")), Ok(narrative("loops.\n")), Ok(done())]
        }
        Does::Hang => vec![Ok(evidence)],
        Does::BreakOff => vec![Ok(evidence), Ok(narrative("## Alg"))],
        Does::Fail => vec![Ok(evidence), Err(away())],
        _ => vec![Ok(evidence), Ok(done())],
    }
}

#[async_trait]
impl ComplexityAnalyzer for FakeAnalyzer {
    async fn status(&self) -> Result<AnalyzerStatus, AnalyzerError> {
        self.statuses.fetch_add(1, Ordering::SeqCst);
        match self.does() {
            Does::Away => Err(away()),
            Does::Hang => std::future::pending().await,
            Does::Narrate => Ok(AnalyzerStatus {
                provider: Some("gemini".to_owned()),
                model: Some("gemini-x".to_owned()),
                measures: true,
            }),
            _ => Ok(AnalyzerStatus { measures: true, ..AnalyzerStatus::default() }),
        }
    }

    async fn analyze(&self, request: AnalysisRequest) -> Result<Report, AnalyzerError> {
        let (does, _running) = self.begin(&request);
        match does {
            Does::Busy => Err(AnalyzerError::Busy),
            Does::NoLanguage => Err(AnalyzerError::Language(request.language)),
            Does::Away | Does::Fail => Err(away()),
            Does::Hang | Does::BreakOff => std::future::pending().await,
            Does::Answer | Does::Narrate => Ok(report(&request.source, does)),
        }
    }

    async fn stream(
        &self,
        request: AnalysisRequest,
    ) -> Result<BoxStream<'static, Result<Progress, AnalyzerError>>, AnalyzerError> {
        let (does, running) = self.begin(&request);
        let pieces = match does {
            Does::Busy => return Err(AnalyzerError::Busy),
            Does::NoLanguage => return Err(AnalyzerError::Language(request.language)),
            Does::Away => return Err(away()),
            _ => stream::iter(pieces(&request.source, does)),
        };
        let pieces = if does == Does::Hang { pieces.chain(stream::pending()).boxed() } else { pieces.boxed() };
        let held = pieces.map(move |piece| {
            let _running = &running;
            piece
        });
        Ok(held.boxed())
    }
}
