//! Attempts that an infrastructure fault ended.

use domain::{
    ExecutorId, JobError, JobId, MAX_ATTEMPTS, Outcome, PrincipalId, Requeued, Status, StoreError, TerminalStatus,
    Ticket,
};
use sqlx_core::query::query;
use sqlx_postgres::PgRow;

use crate::{
    audit_row::{Announcement, EndRow},
    event_row::EventRow,
    lost::executor_lost,
    postgres::{
        codec::{self, Columns},
        ending::{self, Open},
        line,
        tx::Tx,
    },
};

/// The lock under which jobs are taken from executors that are gone: two who take several jobs each could otherwise wait
/// for each other's owners.
const REAP_LOCK: i64 = 0x636f_6465_0000_0002;

/// Which running jobs nobody runs any more.
#[derive(Debug, Clone)]
pub(super) enum Lost {
    /// Those whose lease has run out.
    Expired,
    /// Those that anyone but this executor holds.
    OtherThan(ExecutorId),
}

/// A running job that is locked, and what decides over it.
struct Running {
    job: Open,
    faults: u32,
    cancel_requested: bool,
}

/// An executor gives its job back.
pub(super) async fn give_up(
    tx: &mut Tx<'_>,
    ticket: &Ticket,
    lost: JobError,
    counts: bool,
) -> Result<Requeued, StoreError> {
    match held(tx, ticket).await? {
        Some(running) => lose(tx, running, lost, counts).await,
        None => Ok(Requeued::Stale),
    }
}

/// Takes at most `max` jobs from executors that are gone.
pub(super) async fn reap(tx: &mut Tx<'_>, lost: &Lost, max: u32) -> Result<Vec<JobId>, StoreError> {
    let locked = query("SELECT pg_advisory_xact_lock($1)").bind(REAP_LOCK).execute(&mut **tx).await;
    locked.map_err(StoreError::unavailable)?;
    let mut ids = Vec::new();
    for running in find(tx, lost, max).await? {
        ids.push(running.job.id);
        lose(tx, running, executor_lost(), true).await?;
    }
    Ok(ids)
}

/// Ends a job that waits and will never be taken.
pub(super) async fn fail_queued(
    tx: &mut Tx<'_>,
    id: JobId,
    owner: &PrincipalId,
    error: JobError,
) -> Result<bool, StoreError> {
    const SQL: &str =
        "SELECT id, attempt FROM jobs WHERE id = $1 AND owner || '' = $2 AND status || '' = 'queued' FOR UPDATE";
    let query = query(SQL).bind(id.as_uuid()).bind(codec::text(owner.as_str()));
    let row = query.fetch_optional(&mut **tx).await.map_err(StoreError::unavailable)?;
    let Some(row) = row else { return Ok(false) };
    let columns = Columns::of_row(&row)?;
    let (now, job) = (tx.now(), Open { id, attempt: columns.number("jobs.attempt")?, executor: None });
    let outcome = Outcome::not_run(TerminalStatus::Failed, Some(error));
    let told = EndRow::from(&outcome);
    ending::end(&mut **tx, now, &job, Vec::new(), outcome, &told).await?;
    line::leave(tx, owner).await?;
    tx.touched(id);
    tx.audited(Announcement::Ended(id, told));
    Ok(true)
}

async fn held(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<Option<Running>, StoreError> {
    const SQL: &str = "SELECT id, attempt, executor, faults, cancel_requested FROM jobs
        WHERE id = $1 AND attempt = $2 AND executor = $3 AND status || '' = 'running' FOR UPDATE";
    let query = query(SQL)
        .bind(ticket.job_id.as_uuid())
        .bind(i64::from(ticket.attempt))
        .bind(codec::text(ticket.executor.as_str()));
    let row = query.fetch_optional(&mut **tx).await.map_err(StoreError::unavailable)?;
    row.map(|row| running(&row)).transpose()
}

/// Locks lost jobs. One that is being written to is left for the next time.
async fn find(tx: &mut Tx<'_>, lost: &Lost, max: u32) -> Result<Vec<Running>, StoreError> {
    const EXPIRED: &str = "SELECT id, attempt, executor, faults, cancel_requested FROM jobs
        WHERE status = 'running' AND lease_until <= $2 ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED";
    const OTHER_THAN: &str = "SELECT id, attempt, executor, faults, cancel_requested FROM jobs
        WHERE status = 'running' AND executor <> $2 LIMIT $1 FOR UPDATE SKIP LOCKED";
    let query = match lost {
        Lost::Expired => query(EXPIRED).bind(i64::from(max)).bind(tx.now()),
        Lost::OtherThan(alive) => query(OTHER_THAN).bind(i64::from(max)).bind(codec::text(alive.as_str())),
    };
    let rows = query.fetch_all(&mut **tx).await.map_err(StoreError::unavailable)?;
    rows.iter().map(running).collect()
}

fn running(row: &PgRow) -> Result<Running, StoreError> {
    let columns = Columns::of_row(row)?;
    let executor = Some(ExecutorId::new(columns.text("jobs.executor")?));
    Ok(Running {
        job: Open { id: columns.job_id, attempt: columns.number("jobs.attempt")?, executor },
        faults: columns.number("jobs.faults")?,
        cancel_requested: columns.get("jobs.cancel_requested")?,
    })
}

/// Attempts only ever count up, because they are the fencing token; what is compared with the most that are allowed are
/// the faults.
async fn lose(tx: &mut Tx<'_>, running: Running, lost: JobError, counts: bool) -> Result<Requeued, StoreError> {
    let Running { job, faults, cancel_requested } = running;
    let faults = faults + u32::from(counts);
    tx.touched(job.id);
    let (outcome, answer) = if cancel_requested {
        (Outcome::not_run(TerminalStatus::Cancelled, None), Requeued::Cancelled)
    } else if faults >= MAX_ATTEMPTS {
        (Outcome::not_run(TerminalStatus::Failed, Some(lost)), Requeued::Failed)
    } else {
        queue_again(tx, &job, faults).await?;
        return Ok(Requeued::Queued);
    };
    let now = tx.now();
    let told = EndRow::from(&outcome);
    ending::end(&mut **tx, now, &job, Vec::new(), outcome, &told).await?;
    tx.audited(Announcement::Ended(job.id, told));
    Ok(answer)
}

/// It gets the turn it had, or the current one if turns have started afresh since. Its old deliveries are void.
async fn queue_again(tx: &mut Tx<'_>, job: &Open, faults: u32) -> Result<(), StoreError> {
    const SQL: &str = "WITH job AS (
            UPDATE jobs SET status = 'queued', faults = $2, last_event = last_event + 1, executor = NULL,
                lease_until = NULL, hidden_until = '-infinity', receipt = receipt + 1,
                fair_rank = least(fair_rank, (SELECT last_value FROM queue_turn)),
                announced_at = CASE WHEN $6 THEN $3 END
            WHERE id = $1 RETURNING key, owner, attempt, last_event
        ), announced AS (
            INSERT INTO queue_outbox (job) SELECT key FROM job WHERE $6
        ), line AS (
            INSERT INTO queue_owners AS o (owner, queued) SELECT owner, 1 FROM job
            ON CONFLICT (owner) DO UPDATE SET queued = o.queued + 1
        )
        INSERT INTO job_events (job, seq, attempt, at, kind, data) SELECT key, last_event, attempt, $3, $4, $5 FROM job";
    let event = EventRow::status(Status::Queued);
    let query = query(SQL).bind(job.id.as_uuid()).bind(i64::from(faults)).bind(tx.now()).bind(event.kind);
    let queued = query.bind(event.data).bind(tx.announces()).execute(&mut **tx).await;
    tx.ready();
    queued.map(drop).map_err(StoreError::unavailable)
}
