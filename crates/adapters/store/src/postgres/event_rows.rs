//! Rows of `job_events`.

use domain::{ByteString, Event, EventBody, JobId, OutputStream, PrincipalId, StoreError};
use sqlx_core::query::query;
use sqlx_postgres::{PgArguments, PgPool, Postgres};

use super::{codec, codec::Columns};
use crate::event_row::{self, EventRow, OUTPUT};

type Query = sqlx_core::query::Query<'static, Postgres, PgArguments>;

/// Events as three arrays, in the order in which statements take them.
pub(super) fn bind(query: Query, events: Vec<EventRow>) -> Query {
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    let streams: Vec<_> = events.iter().map(|event| event.stream).collect();
    let data: Vec<_> = events.into_iter().map(|event| event.data).collect();
    query.bind(kinds).bind(streams).bind(data)
}

/// Events after a number, in order; `None` when the owner has no such job.
pub(super) async fn read(
    pool: &PgPool,
    owner: &PrincipalId,
    job_id: JobId,
    after: u64,
    max: u32,
) -> Result<Option<Vec<Event>>, StoreError> {
    // A job without such events is one row without a number.
    const SQL: &str = "SELECT e.* FROM jobs LEFT JOIN LATERAL
            (SELECT seq, attempt, at, kind, stream, data FROM job_events
            WHERE job = jobs.key AND seq > $3 ORDER BY seq LIMIT $4) AS e ON true
        WHERE id = $1 AND owner || '' = $2 ORDER BY e.seq";
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let query = query(SQL).bind(job_id.as_uuid()).bind(codec::text(owner.as_str())).bind(after).bind(i64::from(max));
    let rows = query.fetch_all(pool).await.map_err(StoreError::unavailable)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let events = rows.iter().filter_map(|row| event(&Columns { row, job_id }).transpose());
    events.collect::<Result<_, _>>().map(Some)
}

fn event(columns: &Columns<'_>) -> Result<Option<Event>, StoreError> {
    if columns.get::<Option<i64>>("job_events.seq")?.is_none() {
        return Ok(None);
    }
    Ok(Some(Event {
        job_id: columns.job_id,
        seq: columns.number("job_events.seq")?,
        attempt: columns.number("job_events.attempt")?,
        at: columns.time("job_events.at")?,
        body: body(columns)?,
    }))
}

fn body(columns: &Columns<'_>) -> Result<EventBody, StoreError> {
    let kind: &str = columns.get("job_events.kind")?;
    let data: &[u8] = columns.get("job_events.data")?;
    if kind == OUTPUT {
        return Ok(EventBody::Output { stream: stream(columns)?, data: ByteString(data.into()) });
    }
    columns.json_bytes("job_events.data", data)
}

fn stream(columns: &Columns<'_>) -> Result<OutputStream, StoreError> {
    columns.parse("job_events.stream", |word: &str| event_row::stream(word))
}
