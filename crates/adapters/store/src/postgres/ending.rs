//! The one place that writes a terminal state.

use domain::{Attempt, ExecutorId, JobId, Outcome, Status, StoreError};
use sqlx_core::query::query;
use sqlx_postgres::PgExecutor;

use super::{
    codec::{self, Moment},
    event_rows,
};
use crate::{
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

/// Ends a job: its last events, `done`, and its outcome. `false` when the job is not as the caller knows it.
pub(super) async fn end<'c>(
    conn: impl PgExecutor<'c>,
    now: Moment,
    job: &Open,
    mut events: Vec<EventRow>,
    outcome: Outcome,
) -> Result<bool, StoreError> {
    const SQL: &str = "WITH job AS (
            UPDATE jobs SET status = $5, finished_at = $4, outcome = $6, last_event = last_event + $7,
                executor = NULL, lease_until = NULL
            WHERE id = $1 AND attempt = $2 AND executor IS NOT DISTINCT FROM $3 AND finished_at IS NULL
            RETURNING key, last_event
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
    let ended = event_rows::bind(query, events).execute(conn).await.map_err(StoreError::unavailable)?;
    Ok(ended.rows_affected() > 0)
}
