//! What the analyzer counts. Labels come from closed sets.

use std::sync::atomic::AtomicI64;
use std::time::Instant;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::RunError;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

/// Seconds; the tree takes milliseconds, measured runs about one second, a model several, and a call at most a minute.
const SECONDS_BUCKETS: [f64; 11] = [0.005, 0.02, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0];

/// How an analysis ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Every source that there is was heard.
    Whole,
    /// A run or the model failed, and the others answered.
    Partial,
    /// It was known from an earlier request.
    Remembered,
    /// It took too long.
    Late,
    /// As many as may were running.
    Busy,
    /// Its language is not analysed.
    Refused,
    /// Whoever asked went away, or the process was told to stop.
    GivenUp,
}

impl Ending {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partial => "partial",
            Self::Remembered => "remembered",
            Self::Late => "late",
            Self::Busy => "busy",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
        }
    }
}

/// Handles to the analyzer's metrics; cheap to clone.
#[derive(Clone, Debug)]
pub struct AnalyzerMetrics {
    analyses: Family<OutcomeLabels, Counter>,
    seconds: Histogram,
    running: Gauge<i64, AtomicI64>,
    remembered: Counter,
    runs: Family<OutcomeLabels, Counter>,
    model_calls: Family<OutcomeLabels, Counter>,
    model_paused: Gauge<i64, AtomicI64>,
}

impl Default for AnalyzerMetrics {
    fn default() -> Self {
        Self {
            analyses: Family::default(),
            seconds: Histogram::new(SECONDS_BUCKETS),
            running: Gauge::default(),
            remembered: Counter::default(),
            runs: Family::default(),
            model_calls: Family::default(),
            model_paused: Gauge::default(),
        }
    }
}

impl AnalyzerMetrics {
    /// Registers everything under the registry's prefix.
    pub fn register(registry: &mut Registry) -> Self {
        let registry = registry.sub_registry_with_prefix("analyzer");
        let metrics = Self::default();
        registry.register("analyses", "Analyses, by how they ended", metrics.analyses.clone());
        registry.register("analysis_seconds", "Time an analysis took, in seconds", metrics.seconds.clone());
        registry.register("running", "Analyses under way", metrics.running.clone());
        registry.register("cache_hits", "Analyses that were known already", metrics.remembered.clone());
        registry.register("measured_runs", "Measured runs, by how they ended", metrics.runs.clone());
        registry.register(
            "model_calls",
            "Questions to the language model, by what came of them",
            metrics.model_calls.clone(),
        );
        registry.register(
            "model_paused",
            "1 while the language model is left alone after failures",
            metrics.model_paused.clone(),
        );
        metrics
    }

    /// One that was not begun.
    pub(crate) fn turned_away(&self, ending: Ending) {
        self.analyses.get_or_create(&OutcomeLabels { outcome: ending.as_str() }).inc();
    }

    /// One begins. Dropped without an end it was given up.
    pub(crate) fn begin(&self) -> Analysing {
        self.running.inc();
        Analysing { metrics: self.clone(), began: Instant::now(), ending: Ending::GivenUp }
    }

    pub(crate) fn ran(&self, run: Result<(), &RunError>) {
        let outcome = match run {
            Ok(()) => "ended",
            Err(RunError::Failed) => "failed",
            Err(RunError::NotTaken | RunError::Unavailable(_)) => "unavailable",
        };
        self.runs.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    pub(crate) fn asked_model(&self, outcome: &'static str) {
        self.model_calls.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    pub(crate) fn model_paused(&self, paused: bool) {
        self.model_paused.set(i64::from(paused));
    }
}

/// An analysis under way.
#[derive(Debug)]
pub(crate) struct Analysing {
    metrics: AnalyzerMetrics,
    began: Instant,
    ending: Ending,
}

impl Analysing {
    pub(crate) fn ended(mut self, ending: Ending) {
        self.ending = ending;
    }
}

impl Drop for Analysing {
    fn drop(&mut self) {
        self.metrics.running.dec();
        self.metrics.turned_away(self.ending);
        self.metrics.seconds.observe(self.began.elapsed().as_secs_f64());
        if self.ending == Ending::Remembered {
            self.metrics.remembered.inc();
        }
    }
}
