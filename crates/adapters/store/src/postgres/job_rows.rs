//! Rows of `jobs` and `job_specs`.

use domain::{ExecutionSpec, Job, JobId, JobSummary, Output, PrincipalId, QUEUE_POSITION_MAX, Status, StoreError};
use sqlx_core::query::query;
use sqlx_postgres::PgExecutor;

use super::{codec, codec::Columns};
use crate::spec_row::Rest;

const POSITION_MAX: i64 = QUEUE_POSITION_MAX.cast_signed();

/// Reads a whole job in one statement, and so at one moment. `$1` is [`QUEUE_POSITION_MAX`].
macro_rules! job_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, owner, status, attempt, cancel_requested, created_at, started_at, finished_at, outcome, language,
                source, stdin, rest,
                CASE status WHEN 'queued' THEN (SELECT count(*) FROM (SELECT FROM jobs AS other
                    WHERE other.status = 'queued' AND (other.fair_rank, other.key) < (jobs.fair_rank, jobs.key)
                    ORDER BY other.fair_rank, other.key LIMIT $1) AS earlier)
                END AS queue_position,
                (SELECT string_agg(data, ''::bytea ORDER BY seq) FROM job_events
                    WHERE job = key AND job_events.attempt = jobs.attempt AND stream = 'stdout') AS stdout,
                (SELECT string_agg(data, ''::bytea ORDER BY seq) FROM job_events
                    WHERE job = key AND job_events.attempt = jobs.attempt AND stream = 'stderr') AS stderr
            FROM jobs LEFT JOIN job_specs ON job = key WHERE ",
            $condition
        )
    };
}

/// An owner's job.
pub(super) async fn of_owner<'c>(
    conn: impl PgExecutor<'c>,
    owner: &PrincipalId,
    id: JobId,
) -> Result<Option<Job>, StoreError> {
    const SQL: &str = job_where!("id = $2 AND owner || '' = $3");
    let query = query(SQL).bind(POSITION_MAX).bind(id.as_uuid()).bind(codec::text(owner.as_str()));
    let row = query.fetch_optional(conn).await.map_err(StoreError::unavailable)?;
    row.map(|row| job(&Columns::of_row(&row)?)).transpose()
}

/// The job with this secret.
pub(super) async fn shared<'c>(conn: impl PgExecutor<'c>, secret_hash: &str) -> Result<Option<Job>, StoreError> {
    const SQL: &str = job_where!("share_hash = $2");
    let query = query(SQL).bind(POSITION_MAX).bind(codec::text(secret_hash));
    let row = query.fetch_optional(conn).await.map_err(StoreError::unavailable)?;
    row.map(|row| job(&Columns::of_row(&row)?)).transpose()
}

/// What a job runs, from a row of `jobs JOIN job_specs`.
pub(super) fn spec(columns: &Columns<'_>) -> Result<ExecutionSpec, StoreError> {
    let rest: Rest = columns.json("job_specs.rest")?;
    let source = columns.parse("job_specs.source", |bytes| String::from_utf8(bytes).ok())?;
    Ok(rest.spec(columns.text("jobs.language")?, source, columns.get("job_specs.stdin")?))
}

/// The owner.
pub(super) fn owner(columns: &Columns<'_>) -> Result<PrincipalId, StoreError> {
    columns.text("jobs.owner").map(PrincipalId::new)
}

/// The status word.
pub(super) fn status(columns: &Columns<'_>) -> Result<Status, StoreError> {
    columns.parse("jobs.status", Status::parse)
}

/// A job in a list.
pub(super) fn summary(columns: &Columns<'_>) -> Result<JobSummary, StoreError> {
    Ok(JobSummary {
        id: columns.job_id,
        language: columns.text("jobs.language")?,
        first_line: columns.text("jobs.first_line")?,
        status: status(columns)?,
        attempt: columns.number("jobs.attempt")?,
        created_at: columns.time("jobs.created_at")?,
        started_at: columns.optional_time("jobs.started_at")?,
        finished_at: columns.optional_time("jobs.finished_at")?,
        outcome: columns.optional_json("jobs.outcome")?,
    })
}

fn job(columns: &Columns<'_>) -> Result<Job, StoreError> {
    Ok(Job {
        id: columns.job_id,
        owner: owner(columns)?,
        spec: spec(columns)?,
        status: status(columns)?,
        attempt: columns.number("jobs.attempt")?,
        cancel_requested: columns.get("jobs.cancel_requested")?,
        created_at: columns.time("jobs.created_at")?,
        started_at: columns.optional_time("jobs.started_at")?,
        finished_at: columns.optional_time("jobs.finished_at")?,
        outcome: columns.optional_json("jobs.outcome")?,
        queue_position: columns.get::<Option<i64>>("queue_position")?.map(i64::unsigned_abs),
        output: output(columns)?,
    })
}

fn output(columns: &Columns<'_>) -> Result<Output, StoreError> {
    Ok(Output {
        stdout: columns.get::<Option<_>>("stdout")?.unwrap_or_default(),
        stderr: columns.get::<Option<_>>("stderr")?.unwrap_or_default(),
    })
}
