//! How a gateway puts jobs in.

use async_trait::async_trait;

use crate::{Job, JobId, NewJob, Outcome, PrincipalId, StoreError};

/// A caller's name for one request, so that sending it again does not run it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The caller's text, 1 to 255 visible ASCII characters.
    pub key: String,
    /// SHA-256 of the request, hexadecimal: the same key with another request is a conflict.
    pub fingerprint: String,
}

/// How many jobs may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueBounds {
    /// Altogether.
    pub total: u64,
    /// Of one owner.
    pub per_owner: u64,
}

/// A job that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// Its id: an earlier job's when the idempotency key was seen before.
    pub job_id: JobId,
    /// Whether it was there already.
    pub replayed: bool,
}

/// Why a job was not stored. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The caller already has [`QueueBounds::per_owner`] jobs waiting.
    #[error("this caller already has {waiting} jobs waiting")]
    OwnerFull {
        /// How many.
        waiting: u64,
    },
    /// [`QueueBounds::total`] jobs wait.
    #[error("{waiting} jobs are waiting already")]
    QueueFull {
        /// How many.
        waiting: u64,
    },
    /// The idempotency key belongs to another request.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// A job with this id exists.
    #[error("a job with this id exists")]
    IdTaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The gateway's writes.
#[async_trait]
pub trait JobIntake: Send + Sync {
    /// Commits a job as `queued` together with its queue message and its first event (`status queued`).
    ///
    /// When it returns `Ok`, the job survives a crash and a power failure. The same owner, key and fingerprint
    /// answer the same job, whatever became of it. Exceeding a bound stores nothing.
    async fn accept(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        bounds: QueueBounds,
    ) -> Result<Accepted, AcceptError>;

    /// Commits a job that the policy refused, as terminal: it is a run in the history and never reaches the queue.
    async fn record_refused(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        outcome: Outcome,
    ) -> Result<Accepted, AcceptError>;

    /// Asks to stop a job. A queued one is `cancelled` at once (with its `done` event); a running one is marked,
    /// and its executor stops it; a terminal one stays as it is. `None` when the owner has no such job.
    /// Answers the job's state after the call.
    async fn cancel(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError>;

    /// Deletes a terminal job with its events. `Some(false)` when it is not terminal; `None` when the owner has no such job.
    async fn delete(&self, owner: &PrincipalId, id: JobId) -> Result<Option<bool>, StoreError>;

    /// Sets (or with `None` removes) the secret of a job's read-only link, replacing an earlier one. Stored as given, so
    /// pass a hash. `false` when the owner has no such job.
    async fn share(&self, owner: &PrincipalId, id: JobId, secret_hash: Option<String>) -> Result<bool, StoreError>;
}
