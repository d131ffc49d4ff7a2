//! New jobs: into the line, or straight into the history.

use domain::{
    AcceptError, Accepted, AuditEvent, IdempotencyKey, JobId, NewJob, Outcome, PrincipalId, QueueBounds, Status,
    StoreError,
};
use rusqlite::ErrorCode;

use crate::{
    audit_row::{EndRow, Submitted},
    event_row::EventRow,
    spec_row::{SpecRow, to_json},
    sqlite::{
        JobKey, audit, codec,
        event_rows::{self, Log},
        fair,
        line::Waiting,
        sql::Sql as _,
        writer::Tx,
    },
};

/// A job as its columns hold it.
pub(super) struct NewRow {
    id: JobId,
    owner: PrincipalId,
    spec: SpecRow,
    key: Option<IdempotencyKey>,
    told: Submitted,
    trace: Option<String>,
}

/// What differs between a job that waits and one that was refused.
struct Start {
    status: Status,
    rank: i64,
    outcome: Option<String>,
    event: EventRow,
}

impl NewRow {
    pub(super) fn new(job: NewJob, key: Option<IdempotencyKey>) -> Self {
        let told = Submitted::of(&job);
        let NewJob { id, owner, spec, origin } = job;
        Self { id, owner, spec: spec.into(), key, told, trace: origin.trace }
    }
}

/// Puts a job in the waiting line.
pub(super) fn queue(tx: &mut Tx<'_>, new: &NewRow, bounds: QueueBounds) -> Result<Accepted, AcceptError> {
    if let Some(earlier) = replayed(tx, new)? {
        return Ok(earlier);
    }
    check(tx, &new.owner, bounds)?;
    let rank = fair::next_rank(tx, &new.owner)?;
    let start = Start { status: Status::Queued, rank, outcome: None, event: EventRow::status(Status::Queued) };
    let key = insert(tx, new, start)?;
    audit::submitted(tx, &new.told, AuditEvent::Accepted, EndRow::default())?;
    fair::join(tx, Waiting { key, rank, id: new.id, owner: new.owner.clone() })?;
    Ok(Accepted { job_id: new.id, replayed: false })
}

/// Records a job that ended before it began.
pub(super) fn refuse(tx: &mut Tx<'_>, new: &NewRow, outcome: Outcome) -> Result<Accepted, AcceptError> {
    if let Some(earlier) = replayed(tx, new)? {
        return Ok(earlier);
    }
    let told = EndRow::from(&outcome);
    let start = Start {
        status: outcome.status.into(),
        rank: 0,
        outcome: Some(to_json(&outcome)),
        event: EventRow::done(outcome),
    };
    insert(tx, new, start)?;
    audit::submitted(tx, &new.told, AuditEvent::Refused, told)?;
    Ok(Accepted { job_id: new.id, replayed: false })
}

fn replayed(tx: &Tx<'_>, new: &NewRow) -> Result<Option<Accepted>, AcceptError> {
    const SQL: &str = "SELECT id, fingerprint FROM idempotency_keys JOIN jobs ON jobs.key = job
        WHERE idempotency_keys.owner = ?1 AND idempotency_keys.key = ?2";
    let Some(key) = &new.key else { return Ok(None) };
    let earlier = tx.plain(SQL, (new.owner.as_str(), &key.key), |row| {
        Ok((codec::job_id(row.get(0)?), row.get::<_, String>(1)? == key.fingerprint))
    })?;
    match earlier {
        Some((_, false)) => Err(AcceptError::KeyReused),
        Some((job_id, true)) => Ok(Some(Accepted { job_id, replayed: true })),
        None => Ok(None),
    }
}

fn check(tx: &Tx<'_>, owner: &PrincipalId, bounds: QueueBounds) -> Result<(), AcceptError> {
    let waiting = fair::counts(tx, owner)?;
    if waiting.of_owner >= bounds.per_owner {
        return Err(AcceptError::OwnerFull { waiting: waiting.of_owner });
    }
    if waiting.total >= bounds.total {
        return Err(AcceptError::QueueFull { waiting: waiting.total });
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, new: &NewRow, start: Start) -> Result<JobKey, AcceptError> {
    let key = insert_job(tx, new, &start)?;
    let spec = &new.spec;
    tx.change(
        "INSERT INTO job_specs (job, source, stdin, rest) VALUES (?1, ?2, ?3, ?4)",
        (key, spec.source.as_bytes(), &spec.stdin, &spec.rest),
    )?;
    event_rows::write(tx, Log { job: key, attempt: 0, last: 1 }, &[start.event])?;
    if let Some(name) = &new.key {
        tx.change(
            "INSERT INTO idempotency_keys (owner, key, fingerprint, job) VALUES (?1, ?2, ?3, ?4)",
            (new.owner.as_str(), &name.key, &name.fingerprint, key),
        )?;
    }
    tx.touched(new.id);
    Ok(key)
}

fn insert_job(tx: &Tx<'_>, new: &NewRow, start: &Start) -> Result<JobKey, AcceptError> {
    const SQL: &str = "INSERT INTO jobs
        (id, owner, language, first_line, status, attempt, faults, cancel_requested, fair_rank, last_event, created_at,
            finished_at, outcome, trace)
        VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, ?6, 1, ?7, iif(?8 IS NULL, NULL, ?7), ?8, ?9)";
    let mut statement = tx.prepare_cached(SQL).map_err(StoreError::unavailable)?;
    let spec = &new.spec;
    let inserted = statement.execute((
        codec::id_bytes(new.id),
        new.owner.as_str(),
        &spec.language,
        &spec.first_line,
        start.status.as_str(),
        start.rank,
        tx.now_us(),
        start.outcome.as_deref(),
        new.trace.as_deref(),
    ));
    match inserted {
        Ok(_) => Ok(tx.last_insert_rowid()),
        Err(error) if id_taken(&error) => Err(AcceptError::IdTaken),
        Err(error) => Err(StoreError::unavailable(error).into()),
    }
}

/// The id is the only unique column that a new row fills.
fn id_taken(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| {
        error.code == ErrorCode::ConstraintViolation && error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
    })
}
