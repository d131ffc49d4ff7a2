//! An executor tells gateways and operators that it lives.

use std::{sync::Arc, time::Duration};

use domain::{ExecutorId, ExecutorRegistry, ExecutorReport, Health};
use executor::Readiness;
use tokio::{task::JoinHandle, time::sleep};

use super::backend::Backend;

/// How often it is told …
const TELL_EVERY: Duration = Duration::from_secs(2);
/// … and how long it is believed: a few that were lost do not matter.
const BELIEVED_FOR: Duration = Duration::from_secs(10);

/// What is told.
#[derive(Clone)]
pub(super) struct Words {
    pub(super) id: ExecutorId,
    pub(super) slots: u32,
    pub(super) python_version: String,
    pub(super) readiness: Readiness,
    pub(super) health: Arc<dyn Health>,
}

/// Tells it until it leaves.
pub(super) struct Announcer {
    id: ExecutorId,
    executors: Option<Arc<dyn ExecutorRegistry>>,
    telling: JoinHandle<()>,
}

impl Words {
    /// Says them now and from time to time.
    pub(super) fn keep_telling(self, backend: &Backend) -> Announcer {
        let (id, executors) = (self.id.clone(), backend.executors.clone());
        let registry = executors.clone();
        let telling = tokio::spawn(async move {
            let Some(registry) = registry else { return };
            loop {
                self.tell(&*registry).await;
                sleep(TELL_EVERY).await;
            }
        });
        Announcer { id, executors, telling }
    }

    async fn tell(&self, registry: &dyn ExecutorRegistry) {
        let health = self.health.health().await;
        let report = ExecutorReport {
            id: self.id.clone(),
            ready: health.ready,
            detail: health.detail,
            isolation: self.readiness.report(),
            python_version: self.python_version.clone(),
            slots: self.slots,
        };
        if let Err(error) = registry.announce(&report, BELIEVED_FOR).await {
            tracing::debug!(error = &error as &dyn std::error::Error, "the executor could not be announced");
        }
    }
}

impl Announcer {
    /// Says that it stops.
    pub(super) async fn leave(self) {
        self.telling.abort();
        // Not before the last announcement is over, which would bring it back.
        let _ = self.telling.await;
        if let Some(executors) = self.executors
            && let Err(error) = executors.leave(&self.id).await
        {
            tracing::debug!(error = &error as &dyn std::error::Error, "the executor could not take its leave");
        }
    }
}
