//! The analyzer from our settings, and what its users see of it.

use std::{sync::Arc, time::Duration};

use analyzer::{Analyzer, AnalyzerMetrics, JobPorts, JobRuns, JobSettings, Ports, ProgramRuns};
use async_trait::async_trait;
use complexity::{AnalyzerStatus, ComplexityAnalyzer};
use domain::{Clock as _, ComponentHealth, Health, LanguageModel, RandomIds, SystemClock};
use tokio::time::timeout;

use super::backend::Backend;
use crate::config::{AnalysisSettings, LimitSettings, ModelSettings};

/// A component promises its health within a second.
const HEALTH_WITHIN: Duration = Duration::from_millis(900);

/// The ports that measured runs take of a backend.
pub(super) fn jobs(backend: &Backend) -> JobPorts {
    JobPorts {
        intake: backend.intake.clone(),
        reader: backend.reader.clone(),
        feed: backend.feed.clone(),
        ids: Arc::new(RandomIds),
    }
}

/// The analyzer of this process. With jobs it measures, with a key it asks a model.
pub(super) fn analyzer(
    analysis: &AnalysisSettings,
    model: &ModelSettings,
    limits: &LimitSettings,
    jobs: Option<JobPorts>,
    metrics: AnalyzerMetrics,
) -> anyhow::Result<Arc<dyn ComplexityAnalyzer>> {
    let runs = jobs.map(|ports| measured_runs(ports, limits) as Arc<dyn ProgramRuns>);
    let model = model.gemini()?.map(|gemini| Arc::new(gemini) as Arc<dyn LanguageModel>);
    let ports = Ports { runs, model, clock: Arc::new(SystemClock), metrics };
    Ok(Arc::new(Analyzer::new(analysis.bounds(limits.source_bytes_max), ports)))
}

/// Runs as jobs; those that an earlier process left are removed meanwhile.
fn measured_runs(ports: JobPorts, limits: &LimitSettings) -> Arc<JobRuns> {
    let settings = JobSettings::within(&limits.per_job(), limits.python_imports.into());
    let runs = Arc::new(JobRuns::new(ports, settings));
    let sweeping = runs.clone();
    tokio::spawn(async move {
        if let Err(error) = sweeping.sweep(SystemClock.now()).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "left runs of analyses stay until they are pruned"
            );
        }
    });
    runs
}

/// How an analyzer is, as a component. One whose measured runs go through a store of its own still has the syntax tree when
/// that is away: it is said, and does not make the analyzer unready.
pub(super) fn health(analyzer: Arc<dyn ComplexityAnalyzer>, store: Option<Arc<dyn Health>>) -> Arc<dyn Health> {
    Arc::new(AnalyzerHealth { analyzer, store })
}

struct AnalyzerHealth {
    analyzer: Arc<dyn ComplexityAnalyzer>,
    store: Option<Arc<dyn Health>>,
}

impl AnalyzerHealth {
    /// What is wrong with the store, if something is.
    async fn store_away(&self) -> Option<String> {
        let store = self.store.as_ref()?.health().await;
        (!store.ready).then_some(store.detail)
    }
}

#[async_trait]
impl Health for AnalyzerHealth {
    async fn health(&self) -> ComponentHealth {
        let (status, away) = tokio::join!(timeout(HEALTH_WITHIN, self.analyzer.status()), self.store_away());
        let status = status.ok().and_then(Result::ok);
        let detail = status.as_ref().map_or_else(|| "does not answer; programs run without it".to_owned(), detail);
        let unmeasured = away.map(|why| format!("; nothing is measured meanwhile: the database {why}"));
        let detail = detail + &unmeasured.unwrap_or_default();
        ComponentHealth { name: "analyzer".into(), ready: status.is_some(), detail }
    }
}

fn detail(status: &AnalyzerStatus) -> String {
    let measured = if status.measures { " and measured runs" } else { "" };
    let model = match (&status.provider, &status.model) {
        (Some(provider), Some(model)) => format!("explained by {provider} ({model})"),
        _ => "no language model is configured".to_owned(),
    };
    format!("syntax tree{measured}; {model}")
}
