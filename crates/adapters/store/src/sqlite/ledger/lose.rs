//! Attempts that an infrastructure fault ended.

use domain::{
    ExecutorId, JobError, JobId, MAX_ATTEMPTS, Outcome, PrincipalId, Requeued, Status, StoreError, TerminalStatus,
    Ticket,
};

use super::record;
use crate::{
    event_row::EventRow,
    lost::executor_lost,
    sqlite::{
        codec::{self, Columns},
        ending::{self, Open},
        fair,
        line::Waiting,
        sql::Sql as _,
        writer::Tx,
    },
};

/// Which running jobs nobody runs any more.
#[derive(Debug, Clone)]
pub(super) enum Lost {
    /// Those whose lease has run out.
    Expired,
    /// Those that anyone but this executor holds.
    OtherThan(ExecutorId),
}

/// What decides over a lost job.
struct History {
    owner: PrincipalId,
    rank: i64,
    faults: u32,
    cancel_requested: bool,
}

/// An executor gives its job back.
pub(super) fn give_up(tx: &mut Tx<'_>, ticket: &Ticket, lost: JobError, counts: bool) -> Result<Requeued, StoreError> {
    match record::held(tx, ticket)? {
        Some(job) => lose(tx, job, lost, counts),
        None => Ok(Requeued::Stale),
    }
}

/// Takes at most `max` jobs from executors that are gone.
pub(super) fn reap(tx: &mut Tx<'_>, lost: &Lost, max: u32) -> Result<Vec<JobId>, StoreError> {
    let jobs = find(tx, lost, max)?;
    for job in &jobs {
        lose(tx, *job, executor_lost(), true)?;
    }
    Ok(jobs.into_iter().map(|job| job.id).collect())
}

/// Ends a job that waits and will never be taken.
pub(super) fn fail_queued(
    tx: &mut Tx<'_>,
    id: JobId,
    owner: &PrincipalId,
    error: JobError,
) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT id, key, attempt FROM jobs WHERE id = ?1 AND owner = ?2 AND status = 'queued'";
    let queued = tx.row(SQL, (codec::id_bytes(id), owner.as_str()), |row| {
        let columns = Columns::of_row(row)?;
        Ok(Open { key: columns.get("jobs.key")?, id, attempt: columns.get("jobs.attempt")? })
    })?;
    let Some(job) = queued else { return Ok(false) };
    ending::end(tx, job, Vec::new(), Outcome::not_run(TerminalStatus::Failed, Some(error)))?;
    fair::leave(tx, owner, job.key)?;
    Ok(true)
}

fn find(tx: &Tx<'_>, lost: &Lost, max: u32) -> Result<Vec<Open>, StoreError> {
    const EXPIRED: &str = "SELECT id, key, attempt FROM jobs
        WHERE status = 'running' AND lease_until <= ?1 ORDER BY lease_until LIMIT ?2";
    const OTHER_THAN: &str = "SELECT id, key, attempt FROM jobs WHERE status = 'running' AND executor <> ?1 LIMIT ?2";
    let read = |row: &rusqlite::Row<'_>| {
        let columns = Columns::of_row(row)?;
        Ok(Open { key: columns.get("jobs.key")?, id: columns.job_id, attempt: columns.get("jobs.attempt")? })
    };
    match lost {
        Lost::Expired => tx.rows(EXPIRED, (tx.now_us(), max), read),
        Lost::OtherThan(alive) => tx.rows(OTHER_THAN, (alive.as_str(), max), read),
    }
}

/// Attempts only ever count up, because they are the fencing token; what is compared with the most that are allowed are
/// the faults.
fn lose(tx: &mut Tx<'_>, job: Open, lost: JobError, counts: bool) -> Result<Requeued, StoreError> {
    let history = history(tx, job)?;
    let faults = history.faults + u32::from(counts);
    if history.cancel_requested {
        ending::end(tx, job, Vec::new(), Outcome::not_run(TerminalStatus::Cancelled, None))?;
        return Ok(Requeued::Cancelled);
    }
    if faults >= MAX_ATTEMPTS {
        ending::end(tx, job, Vec::new(), Outcome::not_run(TerminalStatus::Failed, Some(lost)))?;
        return Ok(Requeued::Failed);
    }
    queue_again(tx, job, history, faults)?;
    Ok(Requeued::Queued)
}

fn history(tx: &Tx<'_>, job: Open) -> Result<History, StoreError> {
    const SQL: &str = "SELECT owner, fair_rank, faults, cancel_requested FROM jobs WHERE key = ?1";
    let history = tx.row(SQL, [job.key], |row| {
        let columns = Columns { row, job_id: job.id };
        Ok(History {
            owner: PrincipalId::new(columns.get::<String>("jobs.owner")?),
            rank: columns.get("jobs.fair_rank")?,
            faults: columns.get("jobs.faults")?,
            cancel_requested: columns.get("jobs.cancel_requested")?,
        })
    })?;
    history.ok_or_else(|| ending::vanished(job))
}

fn queue_again(tx: &mut Tx<'_>, job: Open, history: History, faults: u32) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE jobs SET status = 'queued', faults = ?2, fair_rank = ?3, last_event = last_event + 1,
        executor = NULL, lease_until = NULL WHERE key = ?1 RETURNING last_event";
    let rank = fair::rank_again(tx, history.rank)?;
    ending::log(tx, job, SQL, (job.key, faults, rank), &[EventRow::status(Status::Queued)])?;
    fair::join(tx, Waiting { key: job.key, rank, id: job.id, owner: history.owner })?;
    tx.touched(job.id);
    Ok(())
}
