//! The one place that writes a terminal state.

use domain::{Attempt, ExecutorId, JobId, Outcome, Status, StoreError};
use sqlx_core::query::query;
use sqlx_postgres::PgExecutor;

use super::{
    audit,
    codec::{self, Moment},
    event_rows,
};
use crate::{
    audit_row::EndRow,
    event_row::{self, EventRow},
    spec_row::to_json,
};

/// A job that has not ended, as the caller knows it.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub(super) id: JobId,
    pub(super) attempt: Attempt,
    /// Who runs it; none while it waits.
    pub(super) executor: Option<ExecutorId>,
}

/// Ends a job: its last events, `done`, its outcome, and what the audit log says (`told`, of the same outcome). `false` when the job is not as the caller knows it.
pub(super) async fn end<'c>(
    conn: impl PgExecutor<'c>,
    now: Moment,
    job: &Open,
    mut events: Vec<EventRow>,
    outcome: Outcome,
    told: &EndRow,
) -> Result<bool, StoreError> {
    const SQL: &str = "WITH job AS (
            UPDATE jobs SET status = $5, finished_at = $4, outcome = $6, last_event = last_event + $7,
                executor = NULL, lease_until = NULL
            WHERE id = $1 AND attempt = $2 AND executor IS NOT DISTINCT FROM $3 AND finished_at IS NULL
            RETURNING key, last_event, id, owner, language
        ), audit AS (
            INSERT INTO audit_log (at, event, job_id, principal, on_behalf_of, key_id, request_id, language,
                source_sha256, status, exit_code, signal, limit_met, error_code, run_us)
            SELECT $4, 'ended', job.id, job.owner, begun.on_behalf_of, begun.key_id, begun.request_id, job.language,
                begun.source_sha256, $5, $11, $12, $13, $14, $15
            FROM job LEFT JOIN audit_log AS begun ON begun.job_id = job.id AND begun.event = 'accepted'
        )
        INSERT INTO job_events (job, seq, attempt, at, kind, stream, data)
        SELECT key, last_event - $7 + n, $2, $4, kind, stream, data
        FROM job, unnest($8::text[], $9::text[], $10::bytea[]) WITH ORDINALITY AS e (kind, stream, data, n)";
    let status = Status::from(outcome.status);
    let json = to_json(&outcome);
    events.push(EventRow::done(outcome));
    let query = query(SQL)
        .bind(job.id.as_uuid())
        .bind(i64::from(job.attempt))
        .bind(job.executor.as_ref().map(|executor| codec::text(executor.as_str())))
        .bind(now)
        .bind(status.as_str())
        .bind(json)
        .bind(event_row::count(&events));
    let query = audit::bind(event_rows::bind(query, events), told);
    let ended = query.execute(conn).await.map_err(StoreError::unavailable)?;
    Ok(ended.rows_affected() > 0)
}
