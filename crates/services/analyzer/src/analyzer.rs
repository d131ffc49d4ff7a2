//! The use case.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use complexity::{AnalysisRequest, AnalyzerError, AnalyzerStatus, ComplexityAnalyzer, Progress, Report};
use domain::{Clock, LanguageModel};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tracing::Instrument as _;

use crate::evidence::Evidence;
use crate::explain::Explainer;
use crate::memory::{Known, Memory};
use crate::metrics::{Analysing, Ending};
use crate::pieces::{self, Told};
use crate::{AnalyzerMetrics, ProgramRuns, Settings};

/// The language whose programs are analysed.
const LANGUAGE: &str = "python";

/// A call never takes longer, however slowly its pieces are read.
const CALL_WITHIN: Duration = Duration::from_secs(58);

/// What an analyzer is made from.
pub struct Ports {
    /// Where programs are measured; without, only the tree is asked.
    pub runs: Option<Arc<dyn ProgramRuns>>,
    /// Who explains; without, the explanation is the analyzer's own.
    pub model: Option<Arc<dyn LanguageModel>>,
    /// Tells when budgets are full again and when a model that failed may be asked.
    pub clock: Arc<dyn Clock>,
    /// What is counted.
    pub metrics: AnalyzerMetrics,
}

/// Answers how programs grow.
#[derive(Clone)]
pub struct Analyzer {
    inner: Arc<Inner>,
}

struct Inner {
    evidence: Evidence,
    explainer: Option<Explainer>,
    memory: Memory,
    places: Arc<Semaphore>,
    within: Duration,
    metrics: AnalyzerMetrics,
}

/// An analysis that has begun: its place among those at once, and its count.
struct Begun {
    _place: OwnedSemaphorePermit,
    counted: Analysing,
}

impl Analyzer {
    /// Over these ports.
    pub fn new(settings: Settings, ports: Ports) -> Self {
        let Ports { runs, model, clock, metrics } = ports;
        let inner = Inner {
            evidence: Evidence::new(settings, runs, metrics.clone()),
            explainer: model.map(|model| Explainer::new(model, settings.model, clock, metrics.clone())),
            memory: Memory::new(settings.remembered_max),
            places: Arc::new(Semaphore::new(settings.analyses_max)),
            within: CALL_WITHIN,
            metrics,
        };
        Self { inner: Arc::new(inner) }
    }

    /// A place among those that are analysed, or why there is none.
    fn admit(&self, request: &AnalysisRequest) -> Result<Begun, AnalyzerError> {
        let Inner { places, metrics, .. } = &*self.inner;
        if request.language != LANGUAGE {
            metrics.turned_away(Ending::Refused);
            return Err(AnalyzerError::Language(request.language.clone()));
        }
        let Ok(place) = places.clone().try_acquire_owned() else {
            metrics.turned_away(Ending::Busy);
            return Err(AnalyzerError::Busy);
        };
        Ok(Begun { _place: place, counted: metrics.begin() })
    }
}

#[async_trait]
impl ComplexityAnalyzer for Analyzer {
    async fn status(&self) -> Result<AnalyzerStatus, AnalyzerError> {
        let model = self.inner.explainer.as_ref().map(Explainer::model);
        Ok(AnalyzerStatus {
            provider: model.map(|model| model.provider().to_owned()),
            model: model.map(|model| model.model().to_owned()),
            measures: self.inner.evidence.measures(),
        })
    }

    async fn analyze(&self, request: AnalysisRequest) -> Result<Report, AnalyzerError> {
        let begun = self.admit(&request)?;
        self.inner.answer(&request, &Told::nobody(), begun).await
    }

    async fn stream(
        &self,
        request: AnalysisRequest,
    ) -> Result<BoxStream<'static, Result<Progress, AnalyzerError>>, AnalyzerError> {
        let begun = self.admit(&request)?;
        let inner = self.inner.clone();
        let pieces = pieces::made_by(move |told| async move { inner.answer(&request, &told, begun).await });
        Ok(pieces.boxed())
    }
}

impl Inner {
    async fn answer(&self, request: &AnalysisRequest, told: &Told, begun: Begun) -> Result<Report, AnalyzerError> {
        let span = tracing::info_span!("analysis", request.id = request.request_id);
        if let Some(parent) = &request.trace {
            trace::follow(&span, parent);
        }
        match timeout(self.within, self.remembered_or_made(request, told)).instrument(span).await {
            Ok((report, ending)) => {
                begun.counted.ended(ending);
                Ok(report)
            }
            Err(elapsed) => {
                begun.counted.ended(Ending::Late);
                Err(AnalyzerError::Unavailable(elapsed.into()))
            }
        }
    }

    async fn remembered_or_made(&self, request: &AnalysisRequest, told: &Told) -> (Report, Ending) {
        let key = Memory::key(request, self.explainer.as_ref().map(Explainer::model));
        if let Some(known) = self.memory.recall(&key) {
            told.evidence(&known.evidence).await;
            told.narrative(&known.answer.analysis.narrative).await;
            return (known.answer, Ending::Remembered);
        }
        let found = self.evidence.find(request).await;
        let evidence = Report { analysis: found.analysis, model: None, notices: found.notices, cached: false };
        told.evidence(&evidence).await;
        let mut answer = evidence.clone();
        let explained = match &self.explainer {
            Some(explainer) => explainer.explain(request, &mut answer, told).await,
            None => true,
        };
        if !told.any_narrative() {
            told.narrative(&answer.analysis.narrative).await;
        }
        if !(found.whole && explained) {
            return (answer, Ending::Partial);
        }
        self.memory.keep(key, Known { evidence, answer: answer.clone() });
        (answer, Ending::Whole)
    }
}
