//! The use case behind the ways to ask how a program grows: the answer, the answer as it is made, and one beside a run.
//!
//! 1. `question`: what is asked.
//! 2. `document`: the answer's shape.
//! 3. `live`: the answer as it is made.
//! 4. `beside`: an answer that must not hold up a run.
//! 5. `known`: who answers, asked now and then.

mod beside;
mod document;
mod known;
mod live;
mod question;

use std::{sync::Arc, time::Duration};

use complexity::{AnalysisRequest, AnalyzerError, AnalyzerStatus, ComplexityAnalyzer};
use domain::{Imports, Origin, PrincipalId, Violation};
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

pub use beside::Beside;
pub use document::AnalysisDocument;
pub use live::{AnalysisMessage, Live};
pub use question::{AnalysisBody, Question};

use self::known::Known;
use crate::{
    Settings,
    audit::Came,
    check::{SourceCheck, is_syntax},
    error::RouteError,
    idempotency::hex,
    slots::{Slot, Slots},
};

/// Has programs analysed.
pub struct Analyses {
    analyzer: Option<Arc<dyn ComplexityAnalyzer>>,
    check: Arc<dyn SourceCheck>,
    imports: Imports,
    places: Arc<Slots>,
    time_max: Duration,
    stopping: CancellationToken,
    known: Known,
}

/// What the language check leaves of a question.
enum Checked {
    /// There is nothing to ask.
    Answered(Box<AnalysisDocument>),
    /// To be asked, and what to say besides.
    Asks(AnalysisRequest, Option<String>),
}

impl Analyses {
    /// Nobody has asked yet.
    pub fn new(
        analyzer: Option<Arc<dyn ComplexityAnalyzer>>,
        check: Arc<dyn SourceCheck>,
        settings: &Settings,
        stopping: CancellationToken,
    ) -> Self {
        Self {
            analyzer,
            check,
            imports: settings.imports,
            places: Slots::new(settings.analyzing),
            time_max: settings.analysis_max,
            stopping,
            known: Known::default(),
        }
    }

    /// Who answers; none when nobody does.
    pub async fn status(&self) -> Option<AnalyzerStatus> {
        self.known.ask(self.analyzer.as_deref()?).await
    }

    /// The whole answer.
    pub async fn answer(
        &self,
        caller: &PrincipalId,
        came: &Came,
        question: Question,
    ) -> Result<AnalysisDocument, RouteError> {
        let deadline = Instant::now() + self.time_max;
        let analyzer = self.analyzer()?;
        let _place = self.place(caller)?;
        match self.checked(caller, came, question).await? {
            Checked::Answered(document) => Ok(*document),
            Checked::Asks(request, notice) => {
                let report = self.within(deadline, analyzer.analyze(request)).await?;
                Ok(AnalysisDocument::of(report, notice.as_deref()))
            }
        }
    }

    /// The answer as it is made.
    pub async fn follow(&self, caller: &PrincipalId, came: &Came, question: Question) -> Result<Live, RouteError> {
        let deadline = Instant::now() + self.time_max;
        let analyzer = self.analyzer()?;
        let place = self.place(caller)?;
        match self.checked(caller, came, question).await? {
            Checked::Answered(document) => Ok(Live::answered(document, place)),
            Checked::Asks(request, notice) => {
                let pieces = self.within(deadline, analyzer.stream(request)).await?;
                Ok(Live::new(pieces, notice, deadline, self.stopping.clone(), place))
            }
        }
    }

    fn analyzer(&self) -> Result<&dyn ComplexityAnalyzer, RouteError> {
        self.analyzer.as_deref().ok_or(RouteError::AnalyzerUnavailable)
    }

    fn place(&self, caller: &PrincipalId) -> Result<Slot, RouteError> {
        self.places.take(caller).map_err(|full| busy(self.places.free_in(full, caller)))
    }

    /// The analyzer's answer before the deadline. Nobody waits for it when the service stops.
    async fn within<T>(
        &self,
        deadline: Instant,
        asked: impl Future<Output = Result<T, AnalyzerError>>,
    ) -> Result<T, RouteError> {
        let answered = tokio::select! {
            () = self.stopping.cancelled() => return Err(RouteError::AnalyzerUnavailable),
            answered = timeout_at(deadline, asked) => answered,
        };
        match answered {
            Ok(Err(AnalyzerError::Busy)) => Err(busy(self.places.usual())),
            Ok(answered) => answered.map_err(failure),
            Err(_) => {
                tracing::warn!("an analysis took too long");
                Err(RouteError::AnalyzerUnavailable)
            }
        }
    }

    /// Only a program that would be run is measured.
    async fn checked(&self, caller: &PrincipalId, came: &Came, question: Question) -> Result<Checked, RouteError> {
        let Question { language, source, inputs } = question;
        if source.trim().is_empty() {
            return Ok(Checked::Answered(Box::new(AnalysisDocument::empty())));
        }
        let violations = match self.imports {
            Imports::Whitelist => self.check.check(&source).await?,
            Imports::Any => Vec::new(),
        };
        if let Some(first) = violations.first().filter(|_| is_syntax(&violations)) {
            return Ok(Checked::Answered(Box::new(AnalysisDocument::broken(first))));
        }
        let measure = violations.is_empty();
        let Origin { request_id, trace, .. } = came.0.clone();
        let caller = caller.as_str().to_owned();
        let request = AnalysisRequest { caller, language, source, measure, inputs, request_id, trace };
        told(&request, came);
        Ok(Checked::Asks(request, violations.first().map(not_run)))
    }
}

/// What is measured are jobs of the analyzer's own, and instrumented: this says what was given.
fn told(request: &AnalysisRequest, Came(Origin { request_id, key_id, .. }): &Came) {
    tracing::info!(
        target: "audit",
        {
            audit.event = "analyzed",
            principal.id = request.caller,
            key.id = key_id,
            request.id = request_id,
            job.language = request.language,
            source.sha256 = hex(&Sha256::digest(&request.source)),
            analysis.measure = request.measure,
        },
        "took a program to analyse"
    );
}

fn not_run(Violation { line, message, .. }: &Violation) -> String {
    format!("The program was not run to measure it, because the language check refuses it (line {line}: {message}).")
}

/// In whole seconds, and never at once.
fn busy(free_in: Duration) -> RouteError {
    let seconds = free_in.as_millis().div_ceil(1_000).max(1);
    RouteError::TooManyAnalyses { retry_after: u32::try_from(seconds).unwrap_or(u32::MAX) }
}

/// What a caller is told; what broke is the operator's business.
fn failure(error: AnalyzerError) -> RouteError {
    match error {
        AnalyzerError::Busy => busy(Duration::ZERO),
        AnalyzerError::Language(_) => RouteError::invalid("language", error.to_string()),
        AnalyzerError::Unavailable(cause) => {
            tracing::warn!(error = &*cause as &dyn std::error::Error, "the analyzer cannot be used");
            RouteError::AnalyzerUnavailable
        }
    }
}
