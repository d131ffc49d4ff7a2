//! The one place that writes a terminal state.

use domain::{Attempt, JobId, Outcome, Status, StoreError};

use super::{
    JobKey, audit,
    event_rows::{self, Log},
    sql::Sql as _,
    writer::Tx,
};
use crate::{
    audit_row::EndRow,
    event_row::{self, EventRow},
    spec_row::to_json,
};

/// A job that has not ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) key: JobKey,
    pub(super) id: JobId,
    pub(super) attempt: Attempt,
}

/// Ends a job: its last events, `done`, and its outcome. The schema refuses to end one twice.
pub(super) fn end(tx: &mut Tx<'_>, job: Open, mut events: Vec<EventRow>, outcome: Outcome) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE jobs SET status = ?2, finished_at = ?3, outcome = ?4, last_event = last_event + ?5,
        executor = NULL, lease_until = NULL WHERE key = ?1 RETURNING last_event";
    let status = Status::from(outcome.status);
    let (json, told) = (to_json(&outcome), EndRow::from(&outcome));
    events.push(EventRow::done(outcome));
    let params = (job.key, status.as_str(), tx.now_us(), json, event_row::count(&events));
    log(tx, job, SQL, params, &events)?;
    tx.touched(job.id);
    audit::ended(tx, job.key, job.id, told)
}

/// Changes a job by a statement that answers `last_event`, and writes the events that this made room for.
pub(super) fn log(
    tx: &Tx<'_>,
    job: Open,
    sql: &str,
    params: impl rusqlite::Params,
    events: &[EventRow],
) -> Result<(), StoreError> {
    let last = tx.value(sql, params)?;
    let last = last.ok_or_else(|| vanished(job))?;
    event_rows::write(tx, Log { job: job.key, attempt: job.attempt, last }, events)
}

/// The error of a row that was there a moment ago, in the same transaction.
pub(super) fn vanished(job: Open) -> StoreError {
    StoreError::Inconsistent { job_id: job.id, place: "jobs.key", source: "the row is missing".into() }
}
