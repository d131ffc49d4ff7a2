//! Who ran what, when, with which outcome. Never the code, its input or its output.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{ErrorCode, JobId, Limit, Outcome, PrincipalId, StoreError, TerminalStatus, Timestamp};

/// How a request came, as far as it is kept beyond the request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The request's id: the caller's own where it sent one. At most 128 visible ASCII characters.
    pub request_id: Option<String>,
    /// The API key that was used, by its public id, where it was one.
    pub key_id: Option<String>,
    /// The trace that the request belongs to, as a W3C `traceparent`: at most 55 ASCII characters. It is kept with the job
    /// and is not in the audit log.
    pub trace: Option<String>,
    /// Who had the job made, where the service itself owns it: a measured run of an analysis is the analyzer's job, on behalf
    /// of the caller who asked for the analysis.
    pub on_behalf_of: Option<PrincipalId>,
}

/// What an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditEvent {
    /// A job was accepted, and will run.
    Accepted,
    /// A job was refused by the policy, and never runs.
    Refused,
    /// An accepted job ended: it ran, was stopped, or was lost.
    Ended,
}

impl AuditEvent {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Refused, Self::Ended];

    /// The word used in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    /// The event that [`Self::as_str`] gave.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == word)
    }
}

/// How a job ended, as the audit log keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditOutcome {
    /// The word.
    pub status: TerminalStatus,
    /// See [`Outcome::exit_code`].
    pub exit_code: Option<i32>,
    /// See [`Outcome::signal`].
    pub signal: Option<i32>,
    /// See [`Outcome::limit`].
    pub limit: Option<Limit>,
    /// What kind of refusal or fault it was.
    pub error_code: Option<ErrorCode>,
    /// See [`Outcome::run_us`].
    pub run_us: u64,
}

impl From<&Outcome> for AuditOutcome {
    fn from(outcome: &Outcome) -> Self {
        Self {
            status: outcome.status,
            exit_code: outcome.exit_code,
            signal: outcome.signal,
            limit: outcome.limit,
            error_code: outcome.error.as_ref().map(|error| error.code),
            run_us: outcome.run_us,
        }
    }
}

/// One line of the log. Each can be read alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number; later entries have higher ones.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// What happened.
    pub event: AuditEvent,
    /// The job.
    pub job_id: JobId,
    /// Whose it is.
    pub principal: PrincipalId,
    /// How the request came that made the job.
    pub origin: Origin,
    /// Language name.
    pub language: String,
    /// SHA-256 of the source as it was submitted, in hexadecimal; none for the end of a job that was accepted before there
    /// was a log.
    pub source_sha256: Option<String>,
    /// How the job ended; set exactly when it was refused or has ended.
    pub outcome: Option<AuditOutcome>,
}

/// Which entries to read, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only this principal's.
    pub principal: Option<PrincipalId>,
    /// Only those written at this time or later.
    pub since: Option<Timestamp>,
    /// Only those written before this time.
    pub until: Option<Timestamp>,
    /// Only entries with a lower number (the last of the previous page).
    pub before: Option<u64>,
    /// At most this many, from 1 to 1000.
    pub limit: u32,
}

/// One page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Give this as [`AuditFilter::before`] for the next page; none at the end.
    pub next: Option<u64>,
}

/// Reads the log. It is written by the stores themselves, in the very transactions that accept, refuse and end jobs, so
/// that nothing can run unrecorded; no port changes an entry.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// Entries, newest first.
    async fn entries(&self, filter: AuditFilter) -> Result<AuditPage, StoreError>;

    /// Deletes entries that were written before this time, at most `max`, oldest first; answers how many.
    async fn forget(&self, written_before: Timestamp, max: u32) -> Result<u64, StoreError>;
}
