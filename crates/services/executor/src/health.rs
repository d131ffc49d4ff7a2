//! The executor as a health component.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{ComponentHealth, Health, SandboxDriver};

use crate::{Readiness, State};

/// Tells whether jobs can run here.
pub struct ExecutorHealth {
    readiness: Readiness,
    driver: Arc<dyn SandboxDriver>,
}

impl ExecutorHealth {
    pub(crate) fn new(readiness: Readiness, driver: Arc<dyn SandboxDriver>) -> Self {
        Self { readiness, driver }
    }
}

#[async_trait]
impl Health for ExecutorHealth {
    async fn health(&self) -> ComponentHealth {
        let (ready, detail) = match self.readiness.state() {
            State::Proving => (false, "isolation is being proven".to_owned()),
            State::Refuted(reason) => (false, reason),
            State::Proven(report) => match self.driver.check().await {
                Ok(_) => (true, format!("{} {} on {}", report.driver, report.runtime_version, report.platform)),
                Err(error) => {
                    self.readiness.doubt(&error);
                    (false, error.to_string())
                }
            },
        };
        ComponentHealth { name: "executor".into(), ready, detail }
    }
}
