//! [`JobLedger`]: the executor's writes.
//!
//! What only hands work around survives the end of the process; what ends a job survives a power failure.

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
use super::{
    SqliteStore,
    writer::{
        Durability::{Power, Process},
        Tx,
    },
};
use crate::event_row::rows;

/// Jobs taken from dead executors in one transaction, so that a large recovery does not hold up other writes.
const REAP_BATCH: u32 = 64;

#[async_trait]
impl JobLedger for SqliteStore {
    async fn claim_within(
        &self,
        id: JobId,
        executor: &ExecutorId,
        lease: Duration,
        owner_running_max: Option<u32>,
    ) -> Result<Claimed, StoreError> {
        let executor = executor.clone();
        let claim = move |tx: &mut Tx<'_>| claim::claim_within(tx, id, executor, lease, owner_running_max);
        self.inner.writer.write(Process, claim).await
    }

    async fn heartbeat(&self, ticket: &Ticket, lease: Duration) -> Result<Held, StoreError> {
        let ticket = ticket.clone();
        self.inner.writer.write(Process, move |tx| claim::extend(tx, &ticket, lease)).await
    }

    async fn append(&self, ticket: &Ticket, events: Vec<EventBody>) -> Result<Written, StoreError> {
        if events.is_empty() {
            return Ok(Written::Yes);
        }
        let (ticket, events) = (ticket.clone(), rows(events));
        self.inner.writer.write(Process, move |tx| record::append(tx, &ticket, &events)).await
    }

    async fn finish(&self, ticket: &Ticket, events: Vec<EventBody>, outcome: Outcome) -> Result<Written, StoreError> {
        let (ticket, events) = (ticket.clone(), rows(events));
        self.inner.writer.write(Power, move |tx| record::finish(tx, &ticket, events, outcome)).await
    }

    async fn requeue(&self, ticket: &Ticket, lost: JobError, counts: bool) -> Result<Requeued, StoreError> {
        let ticket = ticket.clone();
        self.inner.writer.write(Power, move |tx| lose::give_up(tx, &ticket, lost, counts)).await
    }

    async fn reap_expired(&self) -> Result<Vec<JobId>, StoreError> {
        self.reap(&Lost::Expired).await
    }

    async fn reap_other_than(&self, alive: &ExecutorId) -> Result<Vec<JobId>, StoreError> {
        self.reap(&Lost::OtherThan(alive.clone())).await
    }

    async fn fail_queued(&self, id: JobId, owner: &PrincipalId, error: JobError) -> Result<bool, StoreError> {
        let owner = owner.clone();
        self.inner.writer.write(Power, move |tx| lose::fail_queued(tx, id, &owner, error)).await
    }

    async fn prune(&self, finished_before: Timestamp, max: u32) -> Result<u64, StoreError> {
        let mut left = max;
        while left > 0 {
            let batch = left.min(prune::BATCH);
            let deleted = self.inner.writer.write(Process, move |tx| prune::prune(tx, finished_before, batch)).await?;
            left -= deleted;
            if deleted < batch {
                break;
            }
        }
        self.return_pages().await?;
        Ok(u64::from(max - left))
    }
}

impl SqliteStore {
    async fn reap(&self, lost: &Lost) -> Result<Vec<JobId>, StoreError> {
        let mut reaped = Vec::new();
        loop {
            let lost = lost.clone();
            let batch = self.inner.writer.write(Power, move |tx| lose::reap(tx, &lost, REAP_BATCH)).await?;
            let complete = batch.len() < REAP_BATCH as usize;
            reaped.extend(batch);
            if complete {
                return Ok(reaped);
            }
        }
    }

    async fn return_pages(&self) -> Result<(), StoreError> {
        for _ in 0..prune::ROUNDS {
            if !self.inner.writer.write(Process, prune::return_pages).await? {
                break;
            }
        }
        Ok(())
    }
}
