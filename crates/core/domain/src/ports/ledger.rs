//! How an executor takes jobs and writes what became of them.

use std::time::Duration;

use async_trait::async_trait;

use crate::{
    Attempt, EventBody, ExecutionSpec, ExecutorId, JobError, JobId, Outcome, PrincipalId, StoreError, Timestamp,
};

/// The right to write to a job: which one, and as which attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The job.
    pub job_id: JobId,
    /// The fencing token.
    pub attempt: Attempt,
    /// Who holds it.
    pub executor: ExecutorId,
}

/// A job that is now this executor's to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The right to write.
    pub ticket: Ticket,
    /// Whose it is.
    pub owner: PrincipalId,
    /// What to run.
    pub spec: ExecutionSpec,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// The trace of the request that made it, as a W3C `traceparent`.
    pub trace: Option<String>,
}

/// What became of a wish to take a job.
#[derive(Debug, Clone, PartialEq)]
pub enum Claimed {
    /// It is this executor's.
    Yes(Box<Claim>),
    /// It is queued, and its owner has as many jobs running as it may: it stays where it is. Try again later.
    OwnerBusy,
    /// It is not queued (a second delivery, cancelled, gone): acknowledge and forget it.
    Gone,
}

/// Whether a write was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is committed.
    Yes,
    /// The ticket is stale (the lease was lost, or the job ended otherwise): nothing was written, and nothing may be done for this job any more.
    Stale,
}

/// What a heartbeat learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The lease is extended.
    Yes,
    /// The lease is extended, and the owner wants the job stopped.
    CancelRequested,
    /// The ticket is stale.
    Lost,
}

/// What became of a job whose attempt was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requeued {
    /// It waits again.
    Queued,
    /// It had its last attempt and is `failed` with `EXECUTOR_LOST`.
    Failed,
    /// Its owner had asked to stop it, so it is `cancelled`.
    Cancelled,
    /// The ticket was stale.
    Stale,
}

/// The executor's writes. Each call is one transaction; every write is fenced by its [`Ticket`].
#[async_trait]
pub trait JobLedger: Send + Sync {
    /// Takes a queued job: sets it `running`, counts the attempt up, writes the event `status running`.
    ///
    /// With `owner_running_max` its owner never has more jobs running than that, on all executors together and however
    /// many of them claim at once. A job that waits for that reason has not been tried: nothing is written.
    async fn claim_within(
        &self,
        id: JobId,
        executor: &ExecutorId,
        lease: Duration,
        owner_running_max: Option<u32>,
    ) -> Result<Claimed, StoreError>;

    /// Takes a queued job, however many its owner has running. `None` when it is not queued.
    async fn claim(&self, id: JobId, executor: &ExecutorId, lease: Duration) -> Result<Option<Claim>, StoreError> {
        match self.claim_within(id, executor, lease, None).await? {
            Claimed::Yes(claim) => Ok(Some(*claim)),
            Claimed::OwnerBusy | Claimed::Gone => Ok(None),
        }
    }

    /// Extends the lease to `lease` from now.
    async fn heartbeat(&self, ticket: &Ticket, lease: Duration) -> Result<Held, StoreError>;

    /// Appends events. An empty list does nothing and answers [`Written::Yes`].
    async fn append(&self, ticket: &Ticket, events: Vec<EventBody>) -> Result<Written, StoreError>;

    /// Appends the last events and `done`, and writes the terminal state: exactly once for a job.
    async fn finish(&self, ticket: &Ticket, events: Vec<EventBody>, outcome: Outcome) -> Result<Written, StoreError>;

    /// Gives an attempt up after an infrastructure fault: back to `queued`, or `failed` with `lost` as its error after
    /// [`crate::MAX_ATTEMPTS`]. `counts` is false for an orderly shutdown, which does not use the attempt up.
    async fn requeue(&self, ticket: &Ticket, lost: JobError, counts: bool) -> Result<Requeued, StoreError>;

    /// Requeues or fails every running job whose lease has expired. Answers their ids.
    async fn reap_expired(&self) -> Result<Vec<JobId>, StoreError>;

    /// Requeues or fails every running job that is not held by `alive`. For a store that only one process at a time can
    /// use: at its start, all other holders are dead, so recovery need not wait for leases. Answers their ids.
    async fn reap_other_than(&self, alive: &ExecutorId) -> Result<Vec<JobId>, StoreError>;

    /// Ends a job that no queue can deliver: `failed` with `error`, if it is this owner's and still `queued`. `false` when it
    /// is not, or is gone: nothing was written.
    async fn fail_queued(&self, id: JobId, owner: &PrincipalId, error: JobError) -> Result<bool, StoreError>;

    /// Deletes terminal jobs that ended before this time, at most `max`; answers how many.
    async fn prune(&self, finished_before: Timestamp, max: u32) -> Result<u64, StoreError>;
}
