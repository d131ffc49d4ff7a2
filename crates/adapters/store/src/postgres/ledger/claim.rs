//! Taking a job, and keeping it.

use std::time::Duration;

use domain::{Claim, Claimed, ExecutorId, Held, JobId, Status, StoreError, Ticket, Timestamp};
use sqlx_core::{query::query, query_scalar::query_scalar};
use sqlx_postgres::PgPool;

use crate::{
    event_row::EventRow,
    postgres::{
        codec::{self, Columns, Moment},
        job_rows,
        tx::Tx,
    },
};

/// Sets a queued job running under the next attempt, unless its owner has as many running as it may.
pub(super) async fn claim_within(
    tx: &mut Tx<'_>,
    id: JobId,
    executor: &ExecutorId,
    lease: Duration,
    owner_running_max: Option<u32>,
) -> Result<Claimed, StoreError> {
    if let Some(max) = owner_running_max {
        if owner_runs(tx, id, max).await? {
            return Ok(Claimed::OwnerBusy);
        }
        tx.waited();
    }
    let claim = claim(tx, id, executor, lease).await?;
    Ok(claim.map_or(Claimed::Gone, |claim| Claimed::Yes(Box::new(claim))))
}

/// Whether the owner of a queued job has so many running. No more begin until the transaction ends: whoever claims one of
/// the owner's jobs holds the owner's row. It is counted by a statement of its own, because the one that waited for that
/// row still sees what was there before.
async fn owner_runs(tx: &mut Tx<'_>, id: JobId, jobs: u32) -> Result<bool, StoreError> {
    const LOCK: &str =
        "WITH job AS MATERIALIZED (SELECT owner FROM jobs WHERE id = $1 AND status || '' = 'queued' FOR UPDATE)
        SELECT o.owner FROM queue_owners AS o JOIN job ON o.owner = job.owner FOR UPDATE OF o";
    const COUNT: &str = "SELECT count(*) FROM
        (SELECT FROM jobs WHERE owner = $1 AND status = 'running' LIMIT $2) AS running";
    let lock = query_scalar::<_, String>(LOCK).bind(id.as_uuid());
    let Some(owner) = lock.fetch_optional(&mut **tx).await.map_err(StoreError::unavailable)? else { return Ok(false) };
    let count = query_scalar::<_, i64>(COUNT).bind(owner).bind(i64::from(jobs));
    let running = count.fetch_one(&mut **tx).await.map_err(StoreError::unavailable)?;
    Ok(running >= i64::from(jobs))
}

async fn claim(
    tx: &mut Tx<'_>,
    id: JobId,
    executor: &ExecutorId,
    lease: Duration,
) -> Result<Option<Claim>, StoreError> {
    // `turn` is counted so that it is carried out.
    const SQL: &str = "WITH job AS (
            UPDATE jobs SET status = 'running', attempt = attempt + 1, executor = $2, started_at = $3,
                lease_until = $4, last_event = last_event + 1
            WHERE id = $1 AND status || '' = 'queued'
            RETURNING key, owner, attempt, fair_rank, last_event, created_at, language, trace
        ), event AS (
            INSERT INTO job_events (job, seq, attempt, at, kind, data)
            SELECT key, last_event, attempt, $3, $5, $6 FROM job
        ), line AS (
            UPDATE queue_owners SET queued = queued - 1, last_rank = CASE queued WHEN 1 THEN 0 ELSE last_rank END
            FROM job WHERE queue_owners.owner = job.owner
        ), turn AS (
            SELECT setval('queue_turn', fair_rank) FROM job WHERE fair_rank > (SELECT last_value FROM queue_turn)
        )
        SELECT job.owner, attempt, created_at, language, source, stdin, rest, trace, (SELECT count(*) FROM turn)
        FROM job LEFT JOIN job_specs ON job_specs.job = key";
    let event = EventRow::status(Status::Running);
    let query = query(SQL)
        .bind(id.as_uuid())
        .bind(codec::text(executor.as_str()))
        .bind(tx.now())
        .bind(lease_until(tx.now(), lease))
        .bind(event.kind)
        .bind(event.data);
    let Some(row) = query.fetch_optional(&mut **tx).await.map_err(StoreError::unavailable)? else { return Ok(None) };
    let columns = Columns { row: &row, job_id: id };
    tx.touched(id);
    Ok(Some(Claim {
        ticket: Ticket { job_id: id, attempt: columns.number("jobs.attempt")?, executor: executor.clone() },
        owner: job_rows::owner(&columns)?,
        spec: job_rows::spec(&columns)?,
        created_at: columns.time("jobs.created_at")?,
        trace: columns.get("jobs.trace")?,
    }))
}

/// Extends a lease from now. The commit need not reach the disk: a crash of the server makes the lease end sooner.
pub(super) async fn extend(pool: &PgPool, now: Moment, ticket: &Ticket, lease: Duration) -> Result<Held, StoreError> {
    const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        UPDATE jobs SET lease_until = $4 FROM relaxed
        WHERE id = $1 AND attempt = $2 AND executor = $3 AND status || '' = 'running' RETURNING cancel_requested";
    let query = query_scalar(SQL)
        .bind(ticket.job_id.as_uuid())
        .bind(i64::from(ticket.attempt))
        .bind(codec::text(ticket.executor.as_str()))
        .bind(lease_until(now, lease));
    Ok(match query.fetch_optional(pool).await.map_err(StoreError::unavailable)? {
        Some(false) => Held::Yes,
        Some(true) => Held::CancelRequested,
        None => Held::Lost,
    })
}

fn lease_until(now: Moment, lease: Duration) -> Moment {
    Moment(now.0.checked_add(lease).unwrap_or(Timestamp::MAX))
}
