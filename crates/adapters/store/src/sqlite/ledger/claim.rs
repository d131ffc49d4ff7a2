//! Taking a job, and keeping it.

use std::time::Duration;

use domain::{Claim, Claimed, ExecutorId, Held, JobId, PrincipalId, Status, StoreError, Ticket};

use crate::{
    event_row::EventRow,
    sqlite::{
        JobKey, codec,
        codec::Columns,
        event_rows::{self, Log},
        fair, job_rows,
        sql::Sql as _,
        writer::Tx,
    },
};

/// Sets a queued job running under the next attempt, unless its owner has as many running as it may.
pub(super) fn claim_within(
    tx: &mut Tx<'_>,
    id: JobId,
    executor: ExecutorId,
    lease: Duration,
    owner_running_max: Option<u32>,
) -> Result<Claimed, StoreError> {
    if let Some(max) = owner_running_max
        && owner_runs(tx, id, max)?
    {
        return Ok(Claimed::OwnerBusy);
    }
    let claim = claim(tx, id, executor, lease)?;
    Ok(claim.map_or(Claimed::Gone, |claim| Claimed::Yes(Box::new(claim))))
}

/// Whether the owner of a queued job has so many running. It stays so until the transaction ends: nobody else writes.
fn owner_runs(tx: &Tx<'_>, id: JobId, jobs: u32) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT (SELECT count(*) FROM jobs AS other WHERE other.owner = jobs.owner
            AND other.status = 'running') FROM jobs WHERE id = ?1 AND status = 'queued'";
    let running: Option<u32> = tx.value(SQL, [codec::id_bytes(id)])?;
    Ok(running.is_some_and(|running| running >= jobs))
}

fn claim(tx: &mut Tx<'_>, id: JobId, executor: ExecutorId, lease: Duration) -> Result<Option<Claim>, StoreError> {
    const SQL: &str = "UPDATE jobs SET status = 'running', attempt = attempt + 1, executor = ?2, started_at = ?3,
            lease_until = ?4, last_event = last_event + 1
        WHERE id = ?1 AND status = 'queued' RETURNING key, attempt, fair_rank, last_event";
    let params = (codec::id_bytes(id), executor.as_str(), tx.now_us(), lease_until(tx, lease));
    let taken = tx.row(SQL, params, |row| {
        let columns = Columns { row, job_id: id };
        let log = Log {
            job: columns.get("jobs.key")?,
            attempt: columns.get("jobs.attempt")?,
            last: columns.get("jobs.last_event")?,
        };
        Ok((log, columns.get("jobs.fair_rank")?))
    })?;
    let Some((log, rank)) = taken else { return Ok(None) };
    event_rows::write(tx, log, &[EventRow::status(Status::Running)])?;
    let claim = read(tx, log.job, Ticket { job_id: id, attempt: log.attempt, executor })?;
    fair::serve(tx, &claim.owner, log.job, rank)?;
    tx.touched(id);
    Ok(Some(claim))
}

/// Extends a lease from now.
pub(super) fn extend(tx: &Tx<'_>, ticket: &Ticket, lease: Duration) -> Result<Held, StoreError> {
    const SQL: &str = "UPDATE jobs SET lease_until = ?4
        WHERE id = ?1 AND attempt = ?2 AND executor = ?3 AND status = 'running' RETURNING cancel_requested";
    let params = (codec::id_bytes(ticket.job_id), ticket.attempt, ticket.executor.as_str(), lease_until(tx, lease));
    let cancel_requested = tx.value(SQL, params)?;
    Ok(match cancel_requested {
        Some(false) => Held::Yes,
        Some(true) => Held::CancelRequested,
        None => Held::Lost,
    })
}

fn lease_until(tx: &Tx<'_>, lease: Duration) -> i64 {
    tx.now_us().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX))
}

fn read(tx: &Tx<'_>, key: JobKey, ticket: Ticket) -> Result<Claim, StoreError> {
    const SQL: &str = "SELECT owner, created_at, language, source, stdin, rest, trace
        FROM jobs JOIN job_specs ON job = key WHERE key = ?1";
    let job_id = ticket.job_id;
    let claim = tx.row(SQL, [key], |row| {
        let columns = Columns { row, job_id };
        Ok(Claim {
            ticket,
            owner: PrincipalId::new(columns.get::<String>("jobs.owner")?),
            spec: job_rows::spec(&columns)?,
            created_at: columns.time("jobs.created_at")?,
            trace: columns.get("jobs.trace")?,
        })
    })?;
    claim.ok_or_else(|| StoreError::Inconsistent {
        job_id,
        place: "job_specs.job",
        source: "the row is missing".into(),
    })
}
