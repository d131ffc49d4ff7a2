//! The unit of work.

use serde::{Deserialize, Serialize};

use crate::{ByteString, JobId, Limits, Origin, Outcome, PrincipalId, Timestamp};

/// How often a job is tried when the *infrastructure* fails; a program's own crash is a result and never retried.
pub const MAX_ATTEMPTS: u32 = 3;

/// Waiting jobs ahead of one are counted up to here, so that looking at a job takes as long however many wait.
pub const QUEUE_POSITION_MAX: u64 = 1000;

/// Number of a try, from 1; 0 while a job has never been claimed. It is also the fencing token: a write that carries an older attempt is refused.
pub type Attempt = u32;

/// Where a job is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Accepted and waiting.
    Queued,
    /// Claimed by an executor.
    Running,
    /// Ended with exit code 0 within its limits.
    Success,
    /// Ended otherwise, or was refused.
    Failed,
    /// Stopped at its wall or CPU time.
    TimedOut,
    /// Stopped by its owner.
    Cancelled,
}

impl Status {
    /// Every value.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Running, Self::Success, Self::Failed, Self::TimedOut, Self::Cancelled];

    /// The word used in the database, the API and the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status that [`Self::as_str`] gave.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether nothing can change any more.
    pub const fn is_terminal(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// How strictly Python is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Imports {
    /// Only the whitelisted modules; the check at run time is on.
    Whitelist,
    /// No language check at all; every layer of isolation stays.
    Any,
}

/// A file put into the program's working directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// Relative path without `..`.
    pub path: String,
    /// Contents.
    pub content: ByteString,
}

/// What to run: source text in one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecutionSpec {
    /// Language name as in `GET /languages`.
    pub language: String,
    /// Source text, exactly as submitted. Always valid UTF-8 once accepted.
    pub source: String,
    /// Standard input.
    pub stdin: ByteString,
    /// Arguments after the program's name.
    pub args: Vec<String>,
    /// Extra files.
    pub files: Vec<InputFile>,
    /// Whether the language check's run-time half is on.
    pub imports: Imports,
    /// What it may use.
    pub limits: Limits,
}

/// A job as its gateway accepts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Identifier.
    pub id: JobId,
    /// Who asked.
    pub owner: PrincipalId,
    /// What to run.
    pub spec: ExecutionSpec,
    /// How the request came, for the audit log.
    pub origin: Origin,
}

/// A job as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Identifier.
    pub id: JobId,
    /// Who asked.
    pub owner: PrincipalId,
    /// What to run.
    pub spec: ExecutionSpec,
    /// Where it is.
    pub status: Status,
    /// Tries so far.
    pub attempt: Attempt,
    /// Whether its owner asked to stop it.
    pub cancel_requested: bool,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When its last attempt was claimed.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// How it ended; set exactly when the status is terminal.
    pub outcome: Option<Outcome>,
    /// Jobs that will be claimed before it, while queued; [`QUEUE_POSITION_MAX`] stands for as many or more.
    pub queue_position: Option<u64>,
    /// What the last attempt wrote so far.
    pub output: Output,
}

/// Both output streams, as kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
}

/// A job in a list: without output, and with only the beginning of its source.
#[derive(Debug, Clone, PartialEq)]
pub struct JobSummary {
    /// Identifier.
    pub id: JobId,
    /// Language name.
    pub language: String,
    /// First non-empty line of the source, at most 120 characters.
    pub first_line: String,
    /// Where it is.
    pub status: Status,
    /// Tries so far.
    pub attempt: Attempt,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When its last attempt was claimed.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// Which jobs to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Only this status.
    pub status: Option<Status>,
    /// Only jobs older than this one (the last of the previous page).
    pub before: Option<JobId>,
    /// At most this many, from 1 to 200.
    pub limit: u32,
}

/// One page of jobs.
#[derive(Debug, Clone, PartialEq)]
pub struct JobPage {
    /// The jobs.
    pub jobs: Vec<JobSummary>,
    /// Give this as [`JobFilter::before`] for the next page; none at the end.
    pub next: Option<JobId>,
}
