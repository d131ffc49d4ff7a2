//! [`JobIntake`]: the gateway's writes.

mod accept;
mod cancel;
mod remove;

use async_trait::async_trait;
use domain::{
    AcceptError, Accepted, IdempotencyKey, Job, JobId, JobIntake, NewJob, Outcome, PrincipalId, QueueBounds, StoreError,
};

use self::accept::NewRow;
use super::PostgresStore;

#[async_trait]
impl JobIntake for PostgresStore {
    async fn accept(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        bounds: QueueBounds,
    ) -> Result<Accepted, AcceptError> {
        let new = NewRow::new(job, key);
        let mut tx = self.begin().await?;
        let accepted = accept::queue(&mut tx, new, bounds).await;
        tx.end(accepted).await
    }

    async fn record_refused(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        outcome: Outcome,
    ) -> Result<Accepted, AcceptError> {
        let new = NewRow::new(job, key);
        let mut tx = self.begin().await?;
        let recorded = accept::refuse(&mut tx, new, outcome).await;
        tx.end(recorded).await
    }

    async fn cancel(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        let mut tx = self.begin().await?;
        let cancelled = cancel::cancel(&mut tx, owner, id).await;
        tx.end(cancelled).await
    }

    async fn delete(&self, owner: &PrincipalId, id: JobId) -> Result<Option<bool>, StoreError> {
        let mut tx = self.begin().await?;
        let deleted = remove::delete(&mut tx, owner, id).await;
        tx.end(deleted).await
    }

    async fn share(&self, owner: &PrincipalId, id: JobId, secret_hash: Option<String>) -> Result<bool, StoreError> {
        remove::share(&self.inner.pool, owner, id, secret_hash.as_deref()).await
    }
}
