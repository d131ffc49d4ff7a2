//! What a gateway knows of the executors: what they say of themselves in the store.

use std::{sync::Arc, time::Duration};

use domain::{ExecutorRegistry, ExecutorReport};
use gateway::IsolationProbe;
use tokio::{sync::watch, task::AbortHandle, time::sleep};

use super::backend::Backend;

/// How often it is read.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// The executors that live, as of a moment ago.
pub(super) struct Fleet {
    latest: watch::Receiver<Vec<ExecutorReport>>,
    reading: Option<AbortHandle>,
}

impl Fleet {
    /// Reads it once, and again from time to time.
    pub(super) async fn watch(backend: &Backend) -> Self {
        let (sender, latest) = watch::channel(Vec::new());
        let Some(executors) = backend.executors.clone() else { return Self { latest, reading: None } };
        read(&*executors, &sender).await;
        let reading = tokio::spawn(async move {
            loop {
                sleep(LOOK_EVERY).await;
                read(&*executors, &sender).await;
            }
        });
        Self { latest, reading: Some(reading.abort_handle()) }
    }

    /// What isolates: the weakest of what any executor says, because any of them may get the next job.
    pub(super) fn isolation(&self) -> IsolationProbe {
        let latest = self.latest.clone();
        Arc::new(move || {
            let executors = latest.borrow();
            let mut reports = executors.iter().filter_map(|executor| executor.isolation.as_ref());
            let first = reports.clone().next();
            reports.find(|report| report.relaxed).or(first).cloned()
        })
    }

    pub(super) fn close(&self) {
        if let Some(reading) = &self.reading {
            reading.abort();
        }
    }
}

async fn read(executors: &dyn ExecutorRegistry, latest: &watch::Sender<Vec<ExecutorReport>>) {
    match executors.alive().await {
        Ok(alive) => drop(latest.send_replace(alive)),
        Err(error) => tracing::debug!(error = &error as &dyn std::error::Error, "the executors cannot be read"),
    }
}
