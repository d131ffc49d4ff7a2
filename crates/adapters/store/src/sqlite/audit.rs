//! [`AuditLog`], and the writes to it that are part of other transactions.

use async_trait::async_trait;
use domain::{
    AuditEntry, AuditEvent, AuditFilter, AuditLog, AuditOutcome, AuditPage, Origin, PrincipalId, StoreError, Timestamp,
};
use rusqlite::{Connection, Row};

use super::{
    JobKey, SqliteStore,
    codec::{self, Columns},
    sql::Sql as _,
    writer::{Durability::Process, Tx},
};
use crate::audit_row::{Announcement, EndRow, Submitted, variant};

/// The longest page.
const PAGE_MAX: u32 = 1000;
/// Entries deleted in one transaction, so that other writes get their turn in between.
const FORGET_BATCH: u32 = 500;

/// A job was accepted, or refused with this outcome.
pub(super) fn submitted(tx: &mut Tx<'_>, job: &Submitted, event: AuditEvent, end: EndRow) -> Result<(), StoreError> {
    const SQL: &str =
        "INSERT INTO audit_log (at, event, job_id, principal, on_behalf_of, key_id, request_id, language, source_sha256,
            status, exit_code, signal, limit_met, error_code, run_us)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let params = (
        tx.now_us(),
        event.as_str(),
        codec::id_bytes(job.job_id),
        job.principal.as_str(),
        job.origin.on_behalf_of.as_ref().map(PrincipalId::as_str),
        job.origin.key_id.as_deref(),
        job.origin.request_id.as_deref(),
        &job.language,
        &job.source_sha256,
        end.status,
        end.exit_code,
        end.signal,
        end.limit,
        end.error_code.as_deref(),
        end.run_us,
    );
    tx.change(SQL, params)?;
    tx.audited(Announcement::Submitted(event, Box::new(job.clone()), end));
    Ok(())
}

/// An accepted job ended.
pub(super) fn ended(tx: &mut Tx<'_>, job: JobKey, id: domain::JobId, end: EndRow) -> Result<(), StoreError> {
    const SQL: &str =
        "INSERT INTO audit_log (at, event, job_id, principal, on_behalf_of, key_id, request_id, language, source_sha256,
            status, exit_code, signal, limit_met, error_code, run_us)
        SELECT ?2, 'ended', jobs.id, jobs.owner, begun.on_behalf_of, begun.key_id, begun.request_id, jobs.language,
            begun.source_sha256, ?3, ?4, ?5, ?6, ?7, ?8
        FROM jobs LEFT JOIN audit_log AS begun ON begun.job_id = jobs.id AND begun.event = 'accepted'
        WHERE jobs.key = ?1";
    let params =
        (job, tx.now_us(), end.status, end.exit_code, end.signal, end.limit, end.error_code.as_deref(), end.run_us);
    tx.change(SQL, params)?;
    tx.audited(Announcement::Ended(id, end));
    Ok(())
}

#[async_trait]
impl AuditLog for SqliteStore {
    async fn entries(&self, filter: AuditFilter) -> Result<AuditPage, StoreError> {
        self.inner.readers.read(move |conn| page(conn, &filter)).await
    }

    async fn forget(&self, written_before: Timestamp, max: u32) -> Result<u64, StoreError> {
        let mut left = max;
        while left > 0 {
            let batch = left.min(FORGET_BATCH);
            let forgotten = self.inner.writer.write(Process, move |tx| forget(tx, written_before, batch)).await?;
            left -= forgotten;
            if forgotten < batch {
                break;
            }
        }
        Ok(u64::from(max - left))
    }
}

fn forget(tx: &Tx<'_>, written_before: Timestamp, max: u32) -> Result<u32, StoreError> {
    const SQL: &str = "DELETE FROM audit_log WHERE seq IN
        (SELECT seq FROM audit_log WHERE at < ?1 ORDER BY at, seq LIMIT ?2)";
    // The table lets entries go of which was said that they are old.
    tx.change("INSERT INTO audit_forget (before) VALUES (?1)", [written_before.as_microsecond()])?;
    let forgotten = tx.change(SQL, (written_before.as_microsecond(), max))?;
    tx.change("DELETE FROM audit_forget", ())?;
    Ok(u32::try_from(forgotten).expect("at most `max`"))
}

fn page(conn: &Connection, filter: &AuditFilter) -> Result<AuditPage, StoreError> {
    let limit = filter.limit.clamp(1, PAGE_MAX) as usize;
    let mut entries = newest(conn, filter, limit + 1)?;
    // One more than asked for says whether there is a next page.
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|entry| entry.seq);
    Ok(AuditPage { entries, next })
}

fn newest(conn: &Connection, filter: &AuditFilter, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
    let principal = if filter.principal.is_some() { "principal = ?5 AND" } else { "?5 IS NULL AND" };
    let sql = format!(
        "SELECT seq, at, event, job_id, job_id AS id, principal, on_behalf_of, key_id, request_id, language, source_sha256,
            status, exit_code, signal, limit_met, error_code, run_us
        FROM audit_log WHERE {principal} at >= ?1 AND at < ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4"
    );
    let params = (
        filter.since.map_or(i64::MIN, Timestamp::as_microsecond),
        filter.until.map_or(i64::MAX, Timestamp::as_microsecond),
        filter.before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX)),
        i64::try_from(limit).expect("a page"),
        filter.principal.as_ref().map(PrincipalId::as_str),
    );
    conn.rows(&sql, params, entry)
}

fn entry(row: &Row<'_>) -> Result<AuditEntry, StoreError> {
    let columns = Columns::of_row(row)?;
    Ok(AuditEntry {
        seq: columns.number("audit_log.seq")?,
        at: columns.time("audit_log.at")?,
        event: columns.parse("audit_log.event", |word: String| AuditEvent::parse(&word))?,
        job_id: columns.job_id,
        principal: PrincipalId::new(columns.get::<String>("audit_log.principal")?),
        origin: Origin {
            request_id: columns.get("audit_log.request_id")?,
            key_id: columns.get("audit_log.key_id")?,
            trace: None,
            on_behalf_of: columns.get::<Option<String>>("audit_log.on_behalf_of")?.map(PrincipalId::new),
        },
        language: columns.get("audit_log.language")?,
        source_sha256: columns.get("audit_log.source_sha256")?,
        outcome: outcome(&columns)?,
    })
}

fn outcome(columns: &Columns<'_>) -> Result<Option<AuditOutcome>, StoreError> {
    let Some(status) = columns.get::<Option<String>>("audit_log.status")? else { return Ok(None) };
    let known = || columns.inconsistent("audit_log.status", "not one of the known words");
    Ok(Some(AuditOutcome {
        status: variant(&status).ok_or_else(known)?,
        exit_code: columns.get("audit_log.exit_code")?,
        signal: columns.get("audit_log.signal")?,
        limit: columns.get::<Option<String>>("audit_log.limit_met")?.as_deref().and_then(variant),
        error_code: columns.get::<Option<String>>("audit_log.error_code")?.as_deref().and_then(variant),
        run_us: columns.number("audit_log.run_us")?,
    }))
}
