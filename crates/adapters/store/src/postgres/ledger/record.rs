//! What happened to a job while it was held.

use domain::{StoreError, Ticket};
use sqlx_core::query::query;
use sqlx_postgres::PgPool;

use crate::{
    event_row::{self, EventRow},
    postgres::{
        codec::{self, Moment},
        event_rows,
    },
};

/// Adds events; `false` when the ticket is stale.
pub(super) async fn append(
    pool: &PgPool,
    now: Moment,
    ticket: &Ticket,
    events: Vec<EventRow>,
) -> Result<bool, StoreError> {
    const SQL: &str = "WITH job AS (
            UPDATE jobs SET last_event = last_event + $5
            WHERE id = $1 AND attempt = $2 AND executor = $3 AND status || '' = 'running' RETURNING key, last_event
        )
        INSERT INTO job_events (job, seq, attempt, at, kind, stream, data)
        SELECT key, last_event - $5 + n, $2, $4, kind, stream, data
        FROM job, unnest($6::text[], $7::text[], $8::bytea[]) WITH ORDINALITY AS e (kind, stream, data, n)";
    let query = query(SQL)
        .bind(ticket.job_id.as_uuid())
        .bind(i64::from(ticket.attempt))
        .bind(codec::text(ticket.executor.as_str()))
        .bind(now)
        .bind(event_row::count(&events));
    let appended = event_rows::bind(query, events).execute(pool).await.map_err(StoreError::unavailable)?;
    Ok(appended.rows_affected() > 0)
}
