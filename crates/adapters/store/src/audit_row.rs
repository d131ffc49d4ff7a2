//! What an entry of the audit log holds in columns, and the same as a line of the process's log.

use domain::{AuditEvent, AuditOutcome, JobId, NewJob, Origin, Outcome, PrincipalId, Status};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

use crate::spec_row::{from_json, to_json};

/// The beginning of a job's record: who, what, and how it came.
#[derive(Debug, Clone)]
pub(crate) struct Submitted {
    pub(crate) job_id: JobId,
    pub(crate) principal: PrincipalId,
    pub(crate) origin: Origin,
    pub(crate) language: String,
    pub(crate) source_sha256: String,
}

/// How a job ended, in columns. All are empty for a job that has not.
#[derive(Debug, Clone, Default)]
pub(crate) struct EndRow {
    pub(crate) status: Option<&'static str>,
    pub(crate) exit_code: Option<i32>,
    pub(crate) signal: Option<i32>,
    pub(crate) limit: Option<&'static str>,
    pub(crate) error_code: Option<String>,
    pub(crate) run_us: Option<i64>,
}

/// What the process's log says once an entry is committed.
#[derive(Debug, Clone)]
pub(crate) enum Announcement {
    /// A job was accepted or refused.
    Submitted(AuditEvent, Box<Submitted>, EndRow),
    /// A job ended.
    Ended(JobId, EndRow),
}

impl Submitted {
    /// What is kept of a job.
    pub(crate) fn of(job: &NewJob) -> Self {
        let NewJob { id, owner, spec, origin } = job;
        let source_sha256 = hex(&Sha256::digest(spec.source.as_bytes()));
        let language = spec.language.clone();
        Self { job_id: *id, principal: owner.clone(), origin: origin.clone(), language, source_sha256 }
    }
}

impl From<&Outcome> for EndRow {
    fn from(outcome: &Outcome) -> Self {
        let AuditOutcome { status, exit_code, signal, limit, error_code, run_us } = outcome.into();
        Self {
            status: Some(Status::from(status).as_str()),
            exit_code,
            signal,
            limit: limit.map(domain::Limit::as_str),
            error_code: error_code.map(|code| word(&code)),
            run_us: Some(i64::try_from(run_us).unwrap_or(i64::MAX)),
        }
    }
}

impl Announcement {
    /// Says it.
    pub(crate) fn say(&self) {
        match self {
            Self::Submitted(event, job, end) => {
                let Submitted { job_id, principal, origin, language, source_sha256 } = &**job;
                tracing::info!(
                    target: "audit",
                    {
                        audit.event = event.as_str(),
                        job.id = %job_id,
                        principal.id = %principal,
                        principal.on_behalf_of = origin.on_behalf_of.as_ref().map(PrincipalId::as_str),
                        key.id = origin.key_id,
                        request.id = origin.request_id,
                        job.language = language,
                        source.sha256 = source_sha256,
                        job.status = end.status,
                        job.error_code = end.error_code,
                    },
                    "took a submission"
                );
            }
            Self::Ended(job_id, end) => tracing::info!(
                target: "audit",
                {
                    audit.event = AuditEvent::Ended.as_str(),
                    job.id = %job_id,
                    job.status = end.status,
                    job.exit_code = end.exit_code,
                    job.signal = end.signal,
                    job.limit = end.limit,
                    job.error_code = end.error_code,
                    job.run_us = end.run_us,
                },
                "a job ended"
            ),
        }
    }
}

/// The word of a unit variant.
pub(crate) fn word(value: &impl Serialize) -> String {
    to_json(value).trim_matches('"').to_owned()
}

/// The variant with this word.
pub(crate) fn variant<T: DeserializeOwned>(word: &str) -> Option<T> {
    from_json(format!("\"{word}\"").as_bytes()).ok()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
