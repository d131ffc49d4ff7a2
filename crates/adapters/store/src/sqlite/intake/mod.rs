//! [`JobIntake`]: the gateway's writes. All of them survive a power failure.

mod accept;
mod cancel;
mod remove;

use async_trait::async_trait;
use domain::{
    AcceptError, Accepted, IdempotencyKey, Job, JobId, JobIntake, NewJob, Outcome, PrincipalId, QueueBounds, StoreError,
};

use self::accept::NewRow;
use super::{SqliteStore, writer::Durability::Power};

#[async_trait]
impl JobIntake for SqliteStore {
    async fn accept(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        bounds: QueueBounds,
    ) -> Result<Accepted, AcceptError> {
        let new = NewRow::new(job, key);
        self.inner.writer.write(Power, move |tx| accept::queue(tx, &new, bounds)).await
    }

    async fn record_refused(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        outcome: Outcome,
    ) -> Result<Accepted, AcceptError> {
        let new = NewRow::new(job, key);
        self.inner.writer.write(Power, move |tx| accept::refuse(tx, &new, outcome)).await
    }

    async fn cancel(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        let owner = owner.clone();
        self.inner.writer.write(Power, move |tx| cancel::cancel(tx, &owner, id)).await
    }

    async fn delete(&self, owner: &PrincipalId, id: JobId) -> Result<Option<bool>, StoreError> {
        let owner = owner.clone();
        self.inner.writer.write(Power, move |tx| remove::delete(tx, &owner, id)).await
    }

    async fn share(&self, owner: &PrincipalId, id: JobId, secret_hash: Option<String>) -> Result<bool, StoreError> {
        let owner = owner.clone();
        self.inner.writer.write(Power, move |tx| remove::share(tx, &owner, id, secret_hash.as_deref())).await
    }
}
