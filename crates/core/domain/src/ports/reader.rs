//! How jobs are looked at.

use async_trait::async_trait;

use crate::{Event, Job, JobFilter, JobId, JobPage, PrincipalId, Status, StoreError};

/// The queue at a glance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueStats {
    /// Jobs waiting.
    pub queued: u64,
    /// Jobs running.
    pub running: u64,
    /// How long the oldest waiting job has waited, in milliseconds; 0 when none waits.
    pub oldest_age_ms: u64,
}

/// Reads. Another owner's job is absent, like a missing one.
#[async_trait]
pub trait JobReader: Send + Sync {
    /// One job with the output of its last attempt.
    async fn get(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError>;

    /// Only a job's status: what a waiter asks after each hint of the feed. A store that can answer without reading the
    /// output should.
    async fn status(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Status>, StoreError> {
        Ok(self.get(owner, id).await?.map(|job| job.status))
    }

    /// The owner's jobs, newest first.
    async fn list(&self, owner: &PrincipalId, filter: JobFilter) -> Result<JobPage, StoreError>;

    /// Events with a number greater than `after`, in order, at most `max` (at least 1) of them.
    /// An empty list means: none yet. `None` when the owner has no such job.
    async fn events(
        &self,
        owner: &PrincipalId,
        id: JobId,
        after: u64,
        max: u32,
    ) -> Result<Option<Vec<Event>>, StoreError>;

    /// The job whose read-only link has this secret (see [`crate::JobIntake::share`]), whoever its owner is.
    async fn shared(&self, secret_hash: &str) -> Result<Option<Job>, StoreError>;

    /// The queue at a glance, all owners together.
    async fn queue_stats(&self) -> Result<QueueStats, StoreError>;
}
