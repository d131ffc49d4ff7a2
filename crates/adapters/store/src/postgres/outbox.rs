//! [`Outbox`]: what another queue is still to be told.
//!
//! Taking, forgetting and giving back need not reach the disk: after a crash of the server a message is sent twice.

use std::{pin::pin, time::Duration};

use async_trait::async_trait;
use domain::{JobId, JobMessage, Outbox, Outgoing, SentFeed, StoreError};
use sqlx_core::{query::query, query_scalar::query_scalar};
use sqlx_postgres::{PgPool, PgRow};
use tokio::time::{Instant, sleep_until};

use super::{
    PostgresStore,
    codec::{Columns, Moment},
    job_rows,
    news::News,
    queue::{LOOK_AGAIN, WAIT_MAX, micros},
    tx::Tx,
};

#[async_trait]
impl Outbox for PostgresStore {
    async fn take(&self, max: u32, wait: Duration, hold: Duration) -> Result<Vec<Outgoing>, StoreError> {
        let deadline = Instant::now() + wait.min(WAIT_MAX);
        loop {
            // Registered before looking, so that a commit in between is not missed.
            let mut arrived = pin!(self.inner.waiters.arrived.notified());
            arrived.as_mut().enable();
            let taken = hold_some(&self.inner.pool, max.max(1), hold).await?;
            let now = Instant::now();
            if !taken.is_empty() || now >= deadline {
                return Ok(taken);
            }
            tokio::select! {
                () = arrived => {}
                () = sleep_until(deadline.min(now + LOOK_AGAIN)) => {}
            }
        }
    }

    async fn sent(&self, receipts: &[i64]) -> Result<(), StoreError> {
        const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
            DELETE FROM queue_outbox USING relaxed WHERE key = ANY ($1)";
        if receipts.is_empty() {
            return Ok(());
        }
        // It was sent, whether it can be forgotten or not.
        self.inner.bell.ring(News::sent());
        query(SQL).bind(receipts).execute(&self.inner.pool).await.map(drop).map_err(StoreError::unavailable)
    }

    async fn give_back(&self, receipts: &[i64], pause: Duration) -> Result<(), StoreError> {
        const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
            UPDATE queue_outbox SET held_until = now() + $2 * interval '1 microsecond' FROM relaxed WHERE key = ANY ($1)";
        if receipts.is_empty() {
            return Ok(());
        }
        let query = query(SQL).bind(receipts).bind(micros(pause));
        query.execute(&self.inner.pool).await.map(drop).map_err(StoreError::unavailable)
    }

    async fn announce_again(&self, after: Duration, max: u32) -> Result<Vec<JobId>, StoreError> {
        let mut tx = self.begin().await?;
        let announced = announce(&mut tx, after, max).await;
        tx.end(announced).await
    }
}

#[async_trait]
impl SentFeed for PostgresStore {
    async fn sent(&self) {
        self.inner.waiters.sent.notified().await;
    }
}

async fn hold_some(pool: &PgPool, max: u32, hold: Duration) -> Result<Vec<Outgoing>, StoreError> {
    const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), next AS (
            SELECT key FROM queue_outbox WHERE held_until <= now() ORDER BY key LIMIT $1 FOR UPDATE SKIP LOCKED
        )
        UPDATE queue_outbox SET held_until = now() + $2 * interval '1 microsecond' FROM next, relaxed, jobs
        WHERE queue_outbox.key = next.key AND jobs.key = queue_outbox.job
        RETURNING queue_outbox.key AS receipt, id, owner, trace";
    let query = query(SQL).bind(i64::from(max)).bind(micros(hold));
    let rows = query.fetch_all(pool).await.map_err(StoreError::unavailable)?;
    let mut taken = rows.iter().map(outgoing).collect::<Result<Vec<_>, _>>()?;
    // An update answers in any order.
    taken.sort_unstable_by_key(|outgoing| outgoing.receipt);
    Ok(taken)
}

fn outgoing(row: &PgRow) -> Result<Outgoing, StoreError> {
    let columns = Columns::of_row(row)?;
    let message =
        JobMessage { job_id: columns.job_id, owner: job_rows::owner(&columns)?, trace: columns.get("jobs.trace")? };
    Ok(Outgoing { message, receipt: columns.get("queue_outbox.receipt")? })
}

/// The longest that is added to `after` between two announcements of one job.
const PATIENCE_MAX: Duration = Duration::from_hours(1);

/// The wait doubles because it is as long as the job had waited at its last announcement.
async fn announce(tx: &mut Tx<'_>, after: Duration, max: u32) -> Result<Vec<JobId>, StoreError> {
    const SQL: &str = "WITH due AS (
            SELECT key FROM jobs
            WHERE status = 'queued' AND (announced_at IS NULL OR announced_at
                + $2 * interval '1 microsecond'
                + least(announced_at - created_at, $3 * interval '1 microsecond') <= $1)
                AND NOT EXISTS (SELECT FROM queue_outbox WHERE job = jobs.key)
            ORDER BY fair_rank, key LIMIT $4 FOR UPDATE SKIP LOCKED
        ), again AS (
            UPDATE jobs SET announced_at = $1 FROM due WHERE jobs.key = due.key RETURNING jobs.key, id
        ), written AS (
            INSERT INTO queue_outbox (job) SELECT key FROM again
        )
        SELECT id FROM again";
    let now: Moment = tx.now();
    let query = query_scalar(SQL).bind(now).bind(micros(after)).bind(micros(PATIENCE_MAX)).bind(i64::from(max));
    let ids = query.fetch_all(&mut **tx).await.map_err(StoreError::unavailable)?;
    if !ids.is_empty() {
        tx.ready();
    }
    Ok(ids.into_iter().map(JobId::from_uuid).collect())
}
