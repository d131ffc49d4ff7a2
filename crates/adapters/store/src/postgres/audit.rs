//! [`AuditLog`]. Entries are written by the statements that insert and end jobs (`intake`, `ending`).

use async_trait::async_trait;
use domain::{
    AuditEntry, AuditEvent, AuditFilter, AuditLog, AuditOutcome, AuditPage, Origin, PrincipalId, StoreError, Timestamp,
};
use sqlx_core::query::query;
use sqlx_postgres::{PgArguments, PgPool, PgRow, Postgres};

use super::{
    PostgresStore,
    codec::{self, Columns, Moment},
};
use crate::audit_row::{EndRow, variant};

/// The longest page.
const PAGE_MAX: u32 = 1000;
/// Entries deleted in one transaction, so that a statement stays far below its time limit.
const FORGET_BATCH: u32 = 1000;

type Query = sqlx_core::query::Query<'static, Postgres, PgArguments>;

/// The columns of an end, in the order in which statements take them.
pub(super) fn bind(query: Query, end: &EndRow) -> Query {
    let query = query.bind(end.exit_code).bind(end.signal).bind(end.limit);
    query.bind(end.error_code.clone()).bind(end.run_us)
}

#[async_trait]
impl AuditLog for PostgresStore {
    async fn entries(&self, filter: AuditFilter) -> Result<AuditPage, StoreError> {
        let limit = filter.limit.clamp(1, PAGE_MAX) as usize;
        let mut entries = newest(&self.inner.pool, &filter, limit + 1).await?;
        // One more than asked for says whether there is a next page.
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| more).map(|entry| entry.seq);
        Ok(AuditPage { entries, next })
    }

    async fn forget(&self, written_before: Timestamp, max: u32) -> Result<u64, StoreError> {
        let mut left = u64::from(max);
        while left > 0 {
            let batch = left.min(u64::from(FORGET_BATCH));
            let forgotten = forget(&self.inner.pool, written_before, batch).await?;
            left -= forgotten.min(left);
            if forgotten < batch {
                break;
            }
        }
        Ok(u64::from(max) - left)
    }
}

async fn forget(pool: &PgPool, written_before: Timestamp, max: u64) -> Result<u64, StoreError> {
    // What another process is deleting is left to it. The table lets entries go of which was said that they are old.
    const SQL: &str = "WITH told AS MATERIALIZED (SELECT set_config('code_remote.forget_before', $1::text, true)),
        old AS MATERIALIZED (SELECT seq FROM audit_log, told WHERE at < $1
            ORDER BY at, seq LIMIT $2 FOR UPDATE OF audit_log SKIP LOCKED)
        DELETE FROM audit_log WHERE seq IN (SELECT seq FROM old)";
    let max = i64::try_from(max).expect("a batch");
    let forgotten = query(SQL).bind(Moment(written_before)).bind(max).execute(pool).await;
    Ok(forgotten.map_err(StoreError::unavailable)?.rows_affected())
}

async fn newest(pool: &PgPool, filter: &AuditFilter, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
    macro_rules! select_where {
        ($condition:literal) => {
            concat!(
                "SELECT seq, at, event, job_id AS id, principal, on_behalf_of, key_id, request_id, language, source_sha256,
                    status, exit_code, signal, limit_met, error_code, run_us
                FROM audit_log WHERE at >= coalesce($1, '-infinity') AND at < coalesce($2, 'infinity') AND seq < $3 ",
                $condition,
                " ORDER BY seq DESC LIMIT $4"
            )
        };
    }
    const ALL: &str = select_where!("");
    const OF_PRINCIPAL: &str = select_where!("AND principal = $5");
    let bind = |sql| {
        let before = filter.before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
        let query = query(sql).bind(filter.since.map(Moment)).bind(filter.until.map(Moment)).bind(before);
        query.bind(i64::try_from(limit).expect("a page"))
    };
    let query = match &filter.principal {
        Some(principal) => bind(OF_PRINCIPAL).bind(codec::text(principal.as_str()).into_owned()),
        None => bind(ALL),
    };
    let rows = query.fetch_all(pool).await.map_err(StoreError::unavailable)?;
    rows.iter().map(entry).collect()
}

fn entry(row: &PgRow) -> Result<AuditEntry, StoreError> {
    let columns = Columns::of_row(row)?;
    Ok(AuditEntry {
        seq: columns.number("audit_log.seq")?,
        at: columns.time("audit_log.at")?,
        event: columns.parse("audit_log.event", AuditEvent::parse)?,
        job_id: columns.job_id,
        principal: PrincipalId::new(columns.text("audit_log.principal")?),
        origin: Origin {
            trace: None,
            request_id: optional_text(&columns, "audit_log.request_id")?,
            key_id: optional_text(&columns, "audit_log.key_id")?,
            on_behalf_of: optional_text(&columns, "audit_log.on_behalf_of")?.map(PrincipalId::new),
        },
        language: columns.text("audit_log.language")?,
        source_sha256: columns.get("audit_log.source_sha256")?,
        outcome: outcome(&columns)?,
    })
}

fn optional_text(columns: &Columns<'_>, place: &'static str) -> Result<Option<String>, StoreError> {
    let text: Option<String> = columns.get(place)?;
    text.map(|text| codec::plain(text).ok_or_else(|| columns.inconsistent(place, "not as it was written"))).transpose()
}

fn outcome(columns: &Columns<'_>) -> Result<Option<AuditOutcome>, StoreError> {
    let Some(status) = columns.get::<Option<&str>>("audit_log.status")? else { return Ok(None) };
    let unknown = || columns.inconsistent("audit_log.status", "not one of the known words");
    Ok(Some(AuditOutcome {
        status: variant(status).ok_or_else(unknown)?,
        exit_code: columns.get("audit_log.exit_code")?,
        signal: columns.get("audit_log.signal")?,
        limit: columns.get::<Option<&str>>("audit_log.limit_met")?.and_then(variant),
        error_code: columns.get::<Option<&str>>("audit_log.error_code")?.and_then(variant),
        run_us: columns.number("audit_log.run_us")?,
    }))
}
