//! [`JobLedger`]: the executor's writes.

mod claim;
mod lose;
mod prune;
mod record;

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Claimed, EventBody, ExecutorId, Held, JobError, JobId, JobLedger, Outcome, PrincipalId, Requeued, StoreError,
    Ticket, Timestamp, Written,
};

use self::lose::Lost;
use super::{PostgresStore, ending, ending::Open, news::News};
use crate::{
    audit_row::{Announcement, EndRow},
    event_row::rows,
};

/// Jobs taken from dead executors in one transaction, so that a large recovery does not hold up other writes.
const REAP_BATCH: u32 = 64;

#[async_trait]
impl JobLedger for PostgresStore {
    async fn claim_within(
        &self,
        id: JobId,
        executor: &ExecutorId,
        lease: Duration,
        owner_running_max: Option<u32>,
    ) -> Result<Claimed, StoreError> {
        let mut tx = self.begin().await?;
        let claim = claim::claim_within(&mut tx, id, executor, lease, owner_running_max).await;
        tx.end(claim).await
    }

    async fn heartbeat(&self, ticket: &Ticket, lease: Duration) -> Result<Held, StoreError> {
        claim::extend(&self.inner.pool, self.now(), ticket, lease).await
    }

    async fn append(&self, ticket: &Ticket, events: Vec<EventBody>) -> Result<Written, StoreError> {
        if events.is_empty() {
            return Ok(Written::Yes);
        }
        let appended = record::append(&self.inner.pool, self.now(), ticket, rows(events)).await?;
        Ok(self.written(ticket.job_id, appended))
    }

    async fn finish(&self, ticket: &Ticket, events: Vec<EventBody>, outcome: Outcome) -> Result<Written, StoreError> {
        let Ticket { job_id, attempt, executor } = ticket.clone();
        let job = Open { id: job_id, attempt, executor: Some(executor) };
        let told = EndRow::from(&outcome);
        let ended = ending::end(&self.inner.pool, self.now(), &job, rows(events), outcome, &told).await?;
        if ended {
            Announcement::Ended(job_id, told).say();
        }
        Ok(self.written(job_id, ended))
    }

    async fn requeue(&self, ticket: &Ticket, lost: JobError, counts: bool) -> Result<Requeued, StoreError> {
        let mut tx = self.begin().await?;
        let requeued = lose::give_up(&mut tx, ticket, lost, counts).await;
        tx.end(requeued).await
    }

    async fn reap_expired(&self) -> Result<Vec<JobId>, StoreError> {
        self.reap(&Lost::Expired).await
    }

    async fn reap_other_than(&self, alive: &ExecutorId) -> Result<Vec<JobId>, StoreError> {
        self.reap(&Lost::OtherThan(alive.clone())).await
    }

    async fn fail_queued(&self, id: JobId, owner: &PrincipalId, error: JobError) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let failed = lose::fail_queued(&mut tx, id, owner, error).await;
        tx.end(failed).await
    }

    async fn prune(&self, finished_before: Timestamp, max: u32) -> Result<u64, StoreError> {
        let mut left = max;
        while left > 0 {
            let batch = left.min(prune::BATCH);
            let mut tx = self.begin().await?;
            let deleted = prune::prune(&mut tx, finished_before, batch).await;
            let deleted = tx.end(deleted).await?;
            left -= deleted;
            if deleted < batch {
                break;
            }
        }
        Ok(u64::from(max - left))
    }
}

impl PostgresStore {
    /// Tells of a write that was one statement.
    fn written(&self, id: JobId, written: bool) -> Written {
        if !written {
            return Written::Stale;
        }
        self.inner.bell.ring(News::of(id));
        Written::Yes
    }

    async fn reap(&self, lost: &Lost) -> Result<Vec<JobId>, StoreError> {
        let mut reaped = Vec::new();
        loop {
            let mut tx = self.begin().await?;
            let batch = lose::reap(&mut tx, lost, REAP_BATCH).await;
            let batch = tx.end(batch).await?;
            let complete = batch.len() < REAP_BATCH as usize;
            reaped.extend(batch);
            if complete {
                return Ok(reaped);
            }
        }
    }
}
