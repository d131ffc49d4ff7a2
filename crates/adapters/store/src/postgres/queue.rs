//! The queue: queued jobs in the order of their turns, each handed to one receiver at a time.
//!
//! A receiver locks the rows it takes and passes over those that others are taking (`SKIP LOCKED`). Handing out is only
//! a proposal, whoever receives a job still has to claim it, so these commits need not reach the disk.

use std::{pin::pin, time::Duration};

use async_trait::async_trait;
use domain::{Delivery, JobId, PrincipalId, Queue, QueueError};
use sqlx_core::{error::Error, query::query, row::Row as _};
use sqlx_postgres::{PgPool, PgRow};
use tokio::time::{Instant, sleep_until};

use super::{JobKey, PostgresStore, codec, news::News};

/// How long a job that was handed out may stay unclaimed before it is handed out again. Claiming takes milliseconds.
const VISIBILITY: Duration = Duration::from_secs(30);
/// How often a receiver looks although nobody told it of a job: one may have become visible by itself.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Keeps deadlines within what a clock can count.
pub(super) const WAIT_MAX: Duration = Duration::from_hours(24);

/// Names one handing out of one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Receipt {
    job: JobKey,
    number: i64,
}

#[async_trait]
impl Queue for PostgresStore {
    async fn receive(&self, max: u32, wait: Duration, busy: &[PrincipalId]) -> Result<Vec<Delivery>, QueueError> {
        let waiters = &self.inner.waiters;
        let deadline = Instant::now() + wait.min(WAIT_MAX);
        loop {
            // Registered before looking, so that an arrival in between is not missed.
            let mut arrived = pin!(waiters.arrived.notified());
            arrived.as_mut().enable();
            let taken = take(&self.inner.pool, max.max(1), busy).await.map_err(failed)?;
            let now = Instant::now();
            if !taken.is_empty() || now >= deadline {
                return Ok(taken);
            }
            tokio::select! {
                () = arrived => {}
                () = waiters.woken.notified() => return Ok(Vec::new()),
                () = sleep_until(deadline.min(now + LOOK_AGAIN)) => {}
            }
        }
    }

    /// Does nothing: a claimed, cancelled or deleted job has left the line when that was committed. One that is still
    /// queued was acknowledged by mistake, and comes back when its visibility ends rather than never.
    async fn acknowledge(&self, _delivery: Delivery) -> Result<(), QueueError> {
        Ok(())
    }

    async fn extend(&self, delivery: &Delivery, visibility: Duration) -> Result<(), QueueError> {
        if let Some(receipt) = Receipt::read(&delivery.receipt) {
            hide(&self.inner.pool, receipt, visibility).await.map_err(failed)?;
        }
        Ok(())
    }

    async fn release(&self, delivery: Delivery) -> Result<(), QueueError> {
        if let Some(receipt) = Receipt::read(&delivery.receipt) {
            show(&self.inner.pool, receipt).await.map_err(failed)?;
            self.inner.bell.ring(News::ready());
        }
        Ok(())
    }

    fn wake(&self) {
        self.inner.waiters.woken.notify_waiters();
        // And the next one too if none is waiting: it may have looked at what has changed since.
        self.inner.waiters.woken.notify_one();
    }
}

async fn take(pool: &PgPool, max: u32, busy: &[PrincipalId]) -> Result<Vec<Delivery>, Error> {
    // Without the question whether anyone else waits at all, a busy owner's whole backlog would be passed over each time.
    const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), next AS (
            SELECT key FROM jobs
            WHERE status = 'queued' AND hidden_until <= now() AND owner <> ALL ($1)
                AND EXISTS (SELECT FROM queue_owners WHERE queued > 0 AND owner <> ALL ($1))
            ORDER BY fair_rank, key LIMIT $2 FOR UPDATE SKIP LOCKED
        )
        UPDATE jobs SET hidden_until = now() + $3 * interval '1 microsecond', receipt = receipt + 1
        FROM next, relaxed WHERE jobs.key = next.key RETURNING jobs.key, id, owner, fair_rank, receipt";
    let busy: Vec<_> = busy.iter().map(|owner| codec::text(owner.as_str()).into_owned()).collect();
    let query = query(SQL).bind(busy).bind(i64::from(max)).bind(micros(VISIBILITY));
    let mut rows = query.fetch_all(pool).await?.iter().map(delivery).collect::<Result<Vec<_>, _>>()?;
    // An update answers in any order.
    rows.sort_unstable_by_key(|(turn, _)| *turn);
    Ok(rows.into_iter().map(|(_, delivery)| delivery).collect())
}

/// The delivery and its turn.
fn delivery(row: &PgRow) -> Result<((i64, JobKey), Delivery), Error> {
    let receipt = Receipt { job: row.try_get("key")?, number: row.try_get("receipt")? };
    let owner = codec::plain(row.try_get("owner")?).map(PrincipalId::new);
    let job_id = JobId::from_uuid(row.try_get("id")?);
    Ok((
        (row.try_get("fair_rank")?, receipt.job),
        Delivery { job_id, owner, trace: None, receipt: receipt.to_string() },
    ))
}

async fn hide(pool: &PgPool, receipt: Receipt, visibility: Duration) -> Result<(), Error> {
    const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        UPDATE jobs SET hidden_until = now() + $3 * interval '1 microsecond' FROM relaxed
        WHERE key = $1 AND receipt = $2 AND status || '' = 'queued'";
    let query = query(SQL).bind(receipt.job).bind(receipt.number).bind(micros(visibility));
    query.execute(pool).await.map(drop)
}

async fn show(pool: &PgPool, receipt: Receipt) -> Result<(), Error> {
    const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        UPDATE jobs SET hidden_until = '-infinity', receipt = receipt + 1 FROM relaxed
        WHERE key = $1 AND receipt = $2 AND status || '' = 'queued'";
    query(SQL).bind(receipt.job).bind(receipt.number).execute(pool).await.map(drop)
}

pub(super) fn micros(time: Duration) -> i64 {
    i64::try_from(time.min(WAIT_MAX).as_micros()).expect("a day")
}

fn failed(error: Error) -> QueueError {
    QueueError(error.into())
}

impl Receipt {
    /// The receipt, unless another queue wrote it; such a delivery is not handed out here, so there is nothing to do for it.
    fn read(text: &str) -> Option<Self> {
        let (job, number) = text.split_once('.')?;
        Some(Self { job: job.parse().ok()?, number: number.parse().ok()? })
    }
}

impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.job, self.number)
    }
}
