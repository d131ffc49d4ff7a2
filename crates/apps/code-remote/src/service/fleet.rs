//! What a gateway knows of the executors: what they say of themselves in the store.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{ComponentHealth, ExecutorRegistry, ExecutorReport, Health};
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

    /// Whether somebody runs jobs, as a health component.
    pub(super) fn health(&self) -> Arc<dyn Health> {
        Arc::new(FleetHealth(self.latest.clone()))
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

struct FleetHealth(watch::Receiver<Vec<ExecutorReport>>);

#[async_trait]
impl Health for FleetHealth {
    async fn health(&self) -> ComponentHealth {
        let executors = self.0.borrow();
        let ready = executors.iter().filter(|executor| executor.ready).count();
        let detail = match executors.iter().find(|executor| !executor.ready) {
            _ if executors.is_empty() => "no executor lives; jobs are accepted and wait".to_owned(),
            Some(other) => format!("{ready} of {} executors run jobs; another says: {}", executors.len(), other.detail),
            None if ready == 1 => "one executor runs jobs".to_owned(),
            None => format!("{ready} executors run jobs"),
        };
        ComponentHealth { name: "executors".into(), ready: ready > 0, detail }
    }
}
