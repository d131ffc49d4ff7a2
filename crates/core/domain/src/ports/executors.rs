//! Who runs jobs, for those who cannot see it: executors have no port that others may ask.

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{ExecutorId, IsolationReport, StoreError};

/// What an executor says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecutorReport {
    /// This life of its process.
    pub id: ExecutorId,
    /// Whether it runs jobs.
    pub ready: bool,
    /// How it is, or why it does not run jobs: a sentence for a person, no internal path.
    pub detail: String,
    /// What isolates, once it is proven.
    pub isolation: Option<IsolationReport>,
    /// Version of the Python in its sandboxes.
    pub python_version: String,
    /// Jobs it may run at once.
    pub slots: u32,
}

/// Where executors say that they live. A help for people and health checks; jobs are kept safe by their leases.
#[async_trait]
pub trait ExecutorRegistry: Send + Sync {
    /// Says that this executor lives, for this long. Replaces what it said before.
    async fn announce(&self, report: &ExecutorReport, lives_for: Duration) -> Result<(), StoreError>;

    /// Says that it stops. Does nothing when it is not known.
    async fn leave(&self, id: &ExecutorId) -> Result<(), StoreError>;

    /// Those whose time is not over, by id.
    async fn alive(&self) -> Result<Vec<ExecutorReport>, StoreError>;
}
