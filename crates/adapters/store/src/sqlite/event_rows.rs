//! Rows of `job_events`.

use domain::{Attempt, ByteString, Event, EventBody, JobId, Output, OutputStream, StoreError};
use rusqlite::Connection;

use super::{JobKey, codec::Columns, sql::Sql as _, writer::Tx};
use crate::event_row::{self, EventRow, OUTPUT, count};

/// Which job and attempt events belong to, and how many the job has after them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Log {
    pub(super) job: JobKey,
    pub(super) attempt: Attempt,
    /// `jobs.last_event` after these events.
    pub(super) last: i64,
}

/// Writes events under the last numbers of the log.
pub(super) fn write(tx: &Tx<'_>, log: Log, events: &[EventRow]) -> Result<(), StoreError> {
    const SQL: &str =
        "INSERT INTO job_events (job, seq, attempt, at, kind, stream, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let first = log.last - count(events) + 1;
    for (seq, event) in (first..).zip(events) {
        tx.change(SQL, (log.job, seq, log.attempt, tx.now_us(), event.kind, event.stream, &event.data))?;
    }
    Ok(())
}

/// Events after a number, in order.
pub(super) fn read(
    conn: &Connection,
    job: JobKey,
    job_id: JobId,
    after: u64,
    max: u32,
) -> Result<Vec<Event>, StoreError> {
    const SQL: &str =
        "SELECT seq, attempt, at, kind, stream, data FROM job_events WHERE job = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    conn.rows(SQL, (job, after, max), |row| event(&Columns { row, job_id }))
}

/// What an attempt wrote so far.
pub(super) fn output(conn: &Connection, job: JobKey, job_id: JobId, attempt: Attempt) -> Result<Output, StoreError> {
    const SQL: &str =
        "SELECT stream, data FROM job_events WHERE job = ?1 AND attempt = ?2 AND kind = 'output' ORDER BY seq";
    let mut output = Output::default();
    conn.rows(SQL, (job, attempt), |row| {
        let columns = Columns { row, job_id };
        let data: Vec<u8> = columns.get("job_events.data")?;
        match stream(&columns)? {
            OutputStream::Stdout => output.stdout.extend(data),
            OutputStream::Stderr => output.stderr.extend(data),
        }
        Ok(())
    })?;
    Ok(output)
}

fn event(columns: &Columns<'_>) -> Result<Event, StoreError> {
    Ok(Event {
        job_id: columns.job_id,
        seq: columns.number("job_events.seq")?,
        attempt: columns.get("job_events.attempt")?,
        at: columns.time("job_events.at")?,
        body: body(columns)?,
    })
}

fn body(columns: &Columns<'_>) -> Result<EventBody, StoreError> {
    let kind: String = columns.get("job_events.kind")?;
    let data: Vec<u8> = columns.get("job_events.data")?;
    if kind == OUTPUT {
        return Ok(EventBody::Output { stream: stream(columns)?, data: ByteString(data) });
    }
    columns.json_bytes("job_events.data", &data)
}

fn stream(columns: &Columns<'_>) -> Result<OutputStream, StoreError> {
    columns.parse("job_events.stream", |word: String| event_row::stream(&word))
}
