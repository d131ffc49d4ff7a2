//! The executor: claims jobs, runs each in a single-use sandbox, streams what it prints, and writes how it ended.
//!
//! Reading order: [`dispatch`](self) receives and claims, `run` takes one job to its end, `pool` keeps sandboxes warm,
//! `proof` shows that they isolate, `upkeep` recovers what other executors lost. Nothing here knows what a sandbox is
//! made of: that is the [`domain::SandboxDriver`].

mod dispatch;
mod health;
mod metrics;
mod parked;
mod permits;
mod pool;
pub mod proof;
mod readiness;
mod run;
mod settings;
mod upkeep;

use std::sync::Arc;

use domain::{AuditLog, Clock, JobFeed, JobLedger, Queue, SandboxDriver};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use health::ExecutorHealth;
pub use metrics::ExecutorMetrics;
pub use readiness::{Readiness, State};
pub use settings::Settings;

use crate::{parked::Parked, permits::Permits, pool::Pool};

/// What the executor stands on.
#[derive(Clone)]
pub struct Ports {
    /// Where jobs are claimed and finished.
    pub ledger: Arc<dyn JobLedger>,
    /// Where job ids come from.
    pub queue: Arc<dyn Queue>,
    /// Who tells that a job's owner wants it stopped.
    pub feed: Arc<dyn JobFeed>,
    /// Where sandboxes come from.
    pub driver: Arc<dyn SandboxDriver>,
    /// What is deleted when it is old enough, apart from the jobs.
    pub audit: Arc<dyn AuditLog>,
    /// Time of day, for retention.
    pub clock: Arc<dyn Clock>,
}

/// One executor of this process.
pub struct Executor {
    shared: Arc<Shared>,
}

/// What every job's task needs.
pub(crate) struct Shared {
    pub(crate) ports: Ports,
    pub(crate) settings: Settings,
    pub(crate) pool: Arc<Pool>,
    pub(crate) permits: Permits,
    pub(crate) parked: Parked,
    pub(crate) readiness: Readiness,
    pub(crate) metrics: ExecutorMetrics,
    /// Cancelled when the time to drain is over: running jobs are given back.
    pub(crate) cut: CancellationToken,
    /// Cancelled when no more jobs are to be started.
    pub(crate) stopping: CancellationToken,
    pub(crate) jobs: TaskTracker,
}

impl Executor {
    /// An executor that has not started yet.
    pub fn new(settings: Settings, ports: Ports, metrics: ExecutorMetrics) -> Self {
        let readiness = Readiness::new();
        let pool = Pool::new(ports.driver.clone(), &settings, readiness.clone(), metrics.clone());
        let permits = Permits::new(settings.concurrency, settings.concurrency_per_owner());
        let shared = Shared {
            ports,
            settings,
            pool,
            permits,
            parked: Parked::default(),
            readiness,
            metrics,
            cut: CancellationToken::new(),
            stopping: CancellationToken::new(),
            jobs: TaskTracker::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Whether it may run jobs, and why not.
    pub fn readiness(&self) -> Readiness {
        self.shared.readiness.clone()
    }

    /// How it is, as a health component.
    pub fn health(&self) -> ExecutorHealth {
        ExecutorHealth::new(self.shared.readiness.clone(), self.shared.ports.driver.clone())
    }

    /// Proves isolation, then serves until `stop`; then drains for at most [`Settings::drain`], gives back what still
    /// runs, and destroys the pool.
    pub async fn serve(self, stop: CancellationToken) {
        let shared = self.shared;
        let proving = tokio::spawn(readiness::keep_proven(shared.clone(), stop.clone()));
        let upkeep = tokio::spawn(upkeep::keep_up(shared.clone(), stop.clone()));
        dispatch::receive_until(&shared, &stop).await;
        shared.stopping.cancel();
        drain(&shared).await;
        shared.pool.close().await;
        shared.ports.driver.leave().await;
        for task in [proving, upkeep] {
            if let Err(error) = task.await {
                tracing::error!(%error, "an executor task panicked");
            }
        }
    }
}

async fn drain(shared: &Shared) {
    shared.jobs.close();
    tracing::info!(jobs = shared.jobs.len(), "draining");
    if tokio::time::timeout(shared.settings.drain, shared.jobs.wait()).await.is_err() {
        tracing::warn!(jobs = shared.jobs.len(), "time to drain is over; giving running jobs back");
        shared.cut.cancel();
        shared.jobs.wait().await;
    }
}
