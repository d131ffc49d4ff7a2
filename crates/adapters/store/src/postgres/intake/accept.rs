//! New jobs: into the line, or straight into the history.

use domain::{
    AcceptError, Accepted, AuditEvent, IdempotencyKey, JobId, NewJob, Outcome, PrincipalId, QueueBounds, Status,
    StoreError,
};
use sqlx_core::{error::Error, query::query, query_as::query_as};

use crate::{
    audit_row::{Announcement, EndRow, Submitted},
    event_row::EventRow,
    postgres::{audit, codec, line, tx::Tx},
    spec_row::{SpecRow, to_json},
};

/// A job as its columns hold it.
pub(super) struct NewRow {
    id: JobId,
    owner: PrincipalId,
    spec: SpecRow,
    key: Option<IdempotencyKey>,
    told: Submitted,
}

/// What differs between a job that waits and one that was refused.
struct Start {
    status: Status,
    rank: i64,
    outcome: Option<String>,
    event: EventRow,
    audit: (AuditEvent, EndRow),
}

impl NewRow {
    pub(super) fn new(job: NewJob, key: Option<IdempotencyKey>) -> Self {
        let told = Submitted::of(&job);
        let NewJob { id, owner, spec, origin: _ } = job;
        Self { id, owner, spec: spec.into(), key, told }
    }
}

/// Puts a job in the waiting line.
pub(super) async fn queue(tx: &mut Tx<'_>, new: NewRow, bounds: QueueBounds) -> Result<Accepted, AcceptError> {
    let place = line::enter(tx, &new.owner).await?;
    if let Some(earlier) = replayed(tx, &new).await? {
        // Nothing new waits.
        line::step_back(tx, &new.owner).await?;
        return Ok(earlier);
    }
    place.check(tx, bounds).await?;
    tx.ready();
    let audit = (AuditEvent::Accepted, EndRow::default());
    let event = EventRow::status(Status::Queued);
    let start = Start { status: Status::Queued, rank: place.rank, outcome: None, event, audit };
    insert(tx, new, start).await
}

/// Records a job that ended before it began.
pub(super) async fn refuse(tx: &mut Tx<'_>, new: NewRow, outcome: Outcome) -> Result<Accepted, AcceptError> {
    // Two requests with one key come from one owner, and so one after the other.
    line::hold(tx, &new.owner).await?;
    if let Some(earlier) = replayed(tx, &new).await? {
        return Ok(earlier);
    }
    let (json, audit) = (to_json(&outcome), (AuditEvent::Refused, EndRow::from(&outcome)));
    let (status, event) = (outcome.status.into(), EventRow::done(outcome));
    let start = Start { status, rank: 0, outcome: Some(json), event, audit };
    insert(tx, new, start).await
}

async fn replayed(tx: &mut Tx<'_>, new: &NewRow) -> Result<Option<Accepted>, AcceptError> {
    const SQL: &str = "SELECT id, fingerprint FROM idempotency_keys JOIN jobs ON jobs.key = job
        WHERE idempotency_keys.owner = $1 AND idempotency_keys.key = $2";
    let Some(key) = &new.key else { return Ok(None) };
    let query = query_as(SQL).bind(codec::text(new.owner.as_str())).bind(codec::text(&key.key));
    let earlier: Option<(uuid::Uuid, String)> =
        query.fetch_optional(&mut **tx).await.map_err(StoreError::unavailable)?;
    match earlier {
        Some((_, fingerprint)) if fingerprint != key.fingerprint => Err(AcceptError::KeyReused),
        Some((id, _)) => Ok(Some(Accepted { job_id: JobId::from_uuid(id), replayed: true })),
        None => Ok(None),
    }
}

async fn insert(tx: &mut Tx<'_>, new: NewRow, start: Start) -> Result<Accepted, AcceptError> {
    const SQL: &str = "WITH job AS (
            INSERT INTO jobs (id, owner, language, first_line, status, attempt, faults, cancel_requested, fair_rank,
                last_event, created_at, finished_at, outcome, announced_at, trace)
            VALUES ($1, $2, $3, $4, $5, 0, 0, false, $27, 1, $6,
                CASE WHEN $7 IS NOT NULL THEN $6 END, $7, CASE WHEN $25 THEN $6 END, $26)
            RETURNING key
        ), announced AS (
            INSERT INTO queue_outbox (job) SELECT key FROM job WHERE $25
        ), spec AS (
            INSERT INTO job_specs (job, source, stdin, rest) SELECT key, $8, $9, $10 FROM job
        ), named AS (
            INSERT INTO idempotency_keys (owner, key, fingerprint, job)
            SELECT $2, $11, $12, key FROM job WHERE $11 IS NOT NULL
        ), audit AS (
            INSERT INTO audit_log (at, event, job_id, principal, on_behalf_of, key_id, request_id, language,
                source_sha256, status, exit_code, signal, limit_met, error_code, run_us)
            SELECT $6, $15, $1, $2, $28, $16, $17, $3, $18, $19, $20, $21, $22, $23, $24 FROM job
        )
        INSERT INTO job_events (job, seq, attempt, at, kind, data) SELECT key, 1, 0, $6, $13, $14 FROM job";
    let NewRow { id, owner, spec, key, told } = new;
    let (event, end) = start.audit;
    let announces = tx.announces() && start.status == Status::Queued;
    let query = query(SQL)
        .bind(id.as_uuid())
        .bind(codec::text(owner.as_str()).into_owned())
        .bind(codec::text(&spec.language).into_owned())
        .bind(codec::text(&spec.first_line).into_owned())
        .bind(start.status.as_str())
        .bind(tx.now())
        .bind(start.outcome)
        .bind(spec.source.into_bytes())
        .bind(spec.stdin)
        .bind(spec.rest)
        .bind(key.as_ref().map(|key| codec::text(&key.key).into_owned()))
        .bind(key.as_ref().map(|key| key.fingerprint.clone()))
        .bind(start.event.kind)
        .bind(start.event.data)
        .bind(event.as_str())
        .bind(optional_text(told.origin.key_id.as_deref()))
        .bind(optional_text(told.origin.request_id.as_deref()))
        .bind(told.source_sha256.clone())
        .bind(end.status);
    let query = audit::bind(query, &end).bind(announces).bind(told.origin.trace.clone()).bind(start.rank);
    let query = query.bind(optional_text(told.origin.on_behalf_of.as_ref().map(PrincipalId::as_str)));
    query.execute(&mut **tx).await.map_err(not_inserted)?;
    tx.touched(id);
    tx.audited(Announcement::Submitted(event, Box::new(told), end));
    Ok(Accepted { job_id: id, replayed: false })
}

fn optional_text(text: Option<&str>) -> Option<String> {
    text.map(|text| codec::text(text).into_owned())
}

fn not_inserted(error: Error) -> AcceptError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("jobs_id_taken") => AcceptError::IdTaken,
        _ => StoreError::unavailable(error).into(),
    }
}
