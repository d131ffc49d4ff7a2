//! Rows of `jobs` and `job_specs`.

use domain::{ExecutionSpec, Job, JobId, JobSummary, PrincipalId, QUEUE_POSITION_MAX, Status, StoreError};
use rusqlite::{Connection, Params};

use super::{
    JobKey,
    codec::{self, Columns},
    event_rows,
    sql::Sql as _,
};
use crate::spec_row::Rest;

/// What a job runs, from a row of `jobs JOIN job_specs`.
pub(super) fn spec(columns: &Columns<'_>) -> Result<ExecutionSpec, StoreError> {
    let rest: Rest = columns.json("job_specs.rest")?;
    let source = columns.parse("job_specs.source", |bytes| String::from_utf8(bytes).ok())?;
    Ok(rest.spec(columns.get("jobs.language")?, source, columns.get("job_specs.stdin")?))
}

/// A job in a list.
pub(super) fn summary(columns: &Columns<'_>) -> Result<JobSummary, StoreError> {
    Ok(JobSummary {
        id: columns.job_id,
        language: columns.get("jobs.language")?,
        first_line: columns.get("jobs.first_line")?,
        status: status(columns)?,
        attempt: columns.get("jobs.attempt")?,
        created_at: columns.time("jobs.created_at")?,
        started_at: columns.optional_time("jobs.started_at")?,
        finished_at: columns.optional_time("jobs.finished_at")?,
        outcome: columns.optional_json("jobs.outcome")?,
    })
}

/// A job by its id, if this owner has it.
pub(super) fn of_owner(conn: &Connection, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
    find(conn, "id = ?1 AND owner = ?2", (codec::id_bytes(id), owner.as_str()))
}

/// The job with this secret.
pub(super) fn shared(conn: &Connection, secret_hash: &str) -> Result<Option<Job>, StoreError> {
    find(conn, "share_hash = ?1", [secret_hash])
}

fn find(conn: &Connection, condition: &str, params: impl Params) -> Result<Option<Job>, StoreError> {
    let sql = format!(
        "SELECT id, key, owner, status, attempt, cancel_requested, fair_rank, created_at, started_at, finished_at,
            outcome, language, source, stdin, rest FROM jobs JOIN job_specs ON job = key WHERE {condition}"
    );
    conn.row(&sql, params, |row| job(conn, &Columns::of_row(row)?))
}

fn job(conn: &Connection, columns: &Columns<'_>) -> Result<Job, StoreError> {
    let (key, id) = (columns.get("jobs.key")?, columns.job_id);
    let status = status(columns)?;
    let attempt = columns.get("jobs.attempt")?;
    let queue_position = match status {
        Status::Queued => Some(queue_position(conn, key, columns.get("jobs.fair_rank")?)?),
        _ => None,
    };
    Ok(Job {
        id,
        owner: PrincipalId::new(columns.get::<String>("jobs.owner")?),
        spec: spec(columns)?,
        status,
        attempt,
        cancel_requested: columns.get("jobs.cancel_requested")?,
        created_at: columns.time("jobs.created_at")?,
        started_at: columns.optional_time("jobs.started_at")?,
        finished_at: columns.optional_time("jobs.finished_at")?,
        outcome: columns.optional_json("jobs.outcome")?,
        queue_position,
        output: event_rows::output(conn, key, id, attempt)?,
    })
}

fn queue_position(conn: &Connection, key: JobKey, rank: i64) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM (SELECT 1 FROM jobs
        WHERE status = 'queued' AND (fair_rank, key) < (?1, ?2) ORDER BY fair_rank, key LIMIT ?3)";
    let before = conn.value::<u32>(SQL, (rank, key, QUEUE_POSITION_MAX.cast_signed()))?;
    Ok(before.unwrap_or(0).into())
}

/// The status word.
pub(super) fn status(columns: &Columns<'_>) -> Result<Status, StoreError> {
    columns.parse("jobs.status", |word: String| Status::parse(&word))
}
