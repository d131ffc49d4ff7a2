//! What the executor counts. Labels come from closed sets.

use std::{sync::atomic::AtomicI64, time::Duration};

use domain::{Limit, Outcome, PrincipalId, StartKind, Status};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OutcomeLabels {
    status: &'static str,
    limit: &'static str,
    /// Whose job it was: a caller's, or the service's own, such as a measured run of an analysis.
    of: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct StageLabels {
    stage: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct StartLabels {
    kind: &'static str,
}

/// Seconds; a warm run takes 4 ms, a cold start about 100, a job at most 30 s by default.
const STAGE_BUCKETS: [f64; 14] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0];

/// Handles to the executor's metrics; cheap to clone.
#[derive(Clone, Debug)]
pub struct ExecutorMetrics {
    outcomes: Family<OutcomeLabels, Counter>,
    stages: Family<StageLabels, Histogram>,
    starts: Family<StartLabels, Counter>,
    /// Sandboxes waiting for a job.
    pub(crate) pool_idle: Gauge<i64, AtomicI64>,
    /// Sandboxes starting.
    pub(crate) pool_starting: Gauge<i64, AtomicI64>,
    /// Jobs that found the pool empty.
    pub(crate) pool_empty: Counter,
    /// Sandboxes that did not start.
    pub(crate) start_failures: Counter,
    /// Attempts lost to an infrastructure fault.
    pub(crate) attempts_lost: Counter,
    /// Jobs running.
    pub(crate) running: Gauge<i64, AtomicI64>,
}

impl ExecutorMetrics {
    /// Registers everything under the registry's prefix.
    pub fn register(registry: &mut Registry) -> Self {
        let registry = registry.sub_registry_with_prefix("executor");
        let metrics = Self {
            outcomes: Family::default(),
            stages: Family::new_with_constructor(|| Histogram::new(STAGE_BUCKETS)),
            starts: Family::default(),
            pool_idle: Gauge::default(),
            pool_starting: Gauge::default(),
            pool_empty: Counter::default(),
            start_failures: Counter::default(),
            attempts_lost: Counter::default(),
            running: Gauge::default(),
        };
        registry.register(
            "jobs",
            "Jobs ended, by status, by limit, and by whether they were callers' or the service's own",
            metrics.outcomes.clone(),
        );
        registry.register("stage_seconds", "Time a job spent in a stage, in seconds", metrics.stages.clone());
        registry.register("sandbox_starts", "Sandboxes handed to a job, by how they came up", metrics.starts.clone());
        registry.register("pool_idle", "Warm sandboxes waiting for a job", metrics.pool_idle.clone());
        registry.register("pool_starting", "Sandboxes starting", metrics.pool_starting.clone());
        registry.register("pool_empty", "Jobs of callers that found no warm sandbox", metrics.pool_empty.clone());
        registry.register("sandbox_start_failures", "Sandboxes that did not start", metrics.start_failures.clone());
        registry.register(
            "attempts_lost",
            "Attempts lost to a fault of the infrastructure",
            metrics.attempts_lost.clone(),
        );
        registry.register("running", "Jobs running", metrics.running.clone());
        metrics
    }

    pub(crate) fn ended(&self, owner: &PrincipalId, outcome: &Outcome) {
        let status = Status::from(outcome.status).as_str();
        let limit = outcome.limit.map_or("none", Limit::as_str);
        let of = if owner.is_system() { "service" } else { "callers" };
        self.outcomes.get_or_create(&OutcomeLabels { status, limit, of }).inc();
        self.stage("startup", Duration::from_micros(outcome.startup_us));
        self.stage("run", Duration::from_micros(outcome.run_us));
    }

    pub(crate) fn stage(&self, stage: &'static str, took: Duration) {
        self.stages.get_or_create(&StageLabels { stage }).observe(took.as_secs_f64());
    }

    pub(crate) fn handed_out(&self, kind: StartKind) {
        let kind = match kind {
            StartKind::Cold => "cold",
            StartKind::Restored => "restored",
        };
        self.starts.get_or_create(&StartLabels { kind }).inc();
    }
}
