//! What happened to a job while it was held.

use domain::{Outcome, StoreError, Ticket, Written};

use crate::{
    event_row::{self, EventRow},
    sqlite::{
        codec::{self, Columns},
        ending::{self, Open},
        event_rows::{self, Log},
        sql::Sql as _,
        writer::Tx,
    },
};

/// Adds events.
pub(super) fn append(tx: &mut Tx<'_>, ticket: &Ticket, events: &[EventRow]) -> Result<Written, StoreError> {
    const SQL: &str = "UPDATE jobs SET last_event = last_event + ?4
        WHERE id = ?1 AND attempt = ?2 AND executor = ?3 AND status = 'running' RETURNING key, last_event";
    let count = event_row::count(events);
    let params = (codec::id_bytes(ticket.job_id), ticket.attempt, ticket.executor.as_str(), count);
    let log = tx.row(SQL, params, |row| {
        let columns = Columns { row, job_id: ticket.job_id };
        let (job, last) = (columns.get("jobs.key")?, columns.get("jobs.last_event")?);
        Ok(Log { job, attempt: ticket.attempt, last })
    })?;
    let Some(log) = log else { return Ok(Written::Stale) };
    event_rows::write(tx, log, events)?;
    tx.touched(ticket.job_id);
    Ok(Written::Yes)
}

/// Ends the job.
pub(super) fn finish(
    tx: &mut Tx<'_>,
    ticket: &Ticket,
    events: Vec<EventRow>,
    outcome: Outcome,
) -> Result<Written, StoreError> {
    let Some(job) = held(tx, ticket)? else { return Ok(Written::Stale) };
    ending::end(tx, job, events, outcome)?;
    Ok(Written::Yes)
}

/// The job, if this ticket still holds it. It keeps doing so until the transaction ends: nobody else writes.
pub(super) fn held(tx: &Tx<'_>, ticket: &Ticket) -> Result<Option<Open>, StoreError> {
    const SQL: &str = "SELECT key FROM jobs WHERE id = ?1 AND attempt = ?2 AND executor = ?3 AND status = 'running'";
    let (id, attempt) = (ticket.job_id, ticket.attempt);
    let key = tx.value(SQL, (codec::id_bytes(id), attempt, ticket.executor.as_str()))?;
    Ok(key.map(|key| Open { key, id, attempt }))
}
