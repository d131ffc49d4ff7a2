//! How a job ended.

use serde::{Deserialize, Serialize};

use crate::{IsolationReport, Limit, Status, Violation};

/// The four ways a job can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminalStatus {
    /// See [`Status::Success`].
    Success,
    /// See [`Status::Failed`].
    Failed,
    /// See [`Status::TimedOut`].
    TimedOut,
    /// See [`Status::Cancelled`].
    Cancelled,
}

impl From<TerminalStatus> for Status {
    fn from(status: TerminalStatus) -> Self {
        match status {
            TerminalStatus::Success => Self::Success,
            TerminalStatus::Failed => Self::Failed,
            TerminalStatus::TimedOut => Self::TimedOut,
            TerminalStatus::Cancelled => Self::Cancelled,
        }
    }
}

/// Why a job has no result of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCode {
    /// The policy refused the code; it never ran.
    PolicyViolation,
    /// The code does not parse; it never ran.
    SyntaxError,
    /// The executor or the sandbox was lost [`crate::MAX_ATTEMPTS`] times.
    ExecutorLost,
    /// The queue could not hand the job to any executor; it never ran.
    Undeliverable,
}

/// An error that is not the program's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobError {
    /// What kind.
    pub code: ErrorCode,
    /// A sentence for a person; never an internal name or path.
    pub message: String,
}

/// Which output streams were cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truncated {
    /// Standard output.
    pub stdout: bool,
    /// Standard error.
    pub stderr: bool,
}

impl Truncated {
    /// Whether anything was cut.
    pub const fn any(self) -> bool {
        self.stdout || self.stderr
    }
}

/// What a job used, all of its processes together, the sandbox's own kernel included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceUsage {
    /// Processor time from the moment the source was sent, in microseconds; none where nobody outside of the sandbox can tell.
    pub cpu_us: Option<u64>,
    /// Highest memory, in bytes; none where nobody outside tells.
    pub memory_peak_bytes: Option<u64>,
}

/// How a job ended: written once, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The word.
    pub status: TerminalStatus,
    /// The program's exit code; 128 + n when signal n ended it; none when it did not run or was stopped from outside.
    pub exit_code: Option<i32>,
    /// The signal that ended the program, when its exit code says so.
    pub signal: Option<i32>,
    /// The limit that ended it or that it ran into.
    pub limit: Option<Limit>,
    /// A refusal or an infrastructure fault.
    pub error: Option<JobError>,
    /// Why the policy refused the code.
    pub violations: Vec<Violation>,
    /// Which streams were cut.
    pub truncated: Truncated,
    /// What it used.
    pub usage: ResourceUsage,
    /// What isolated it; none when it never ran.
    pub isolation: Option<IsolationReport>,
    /// From the claim until the source was sent, in microseconds.
    pub startup_us: u64,
    /// From the source sent until the exit status was known, in microseconds.
    pub run_us: u64,
}

impl Outcome {
    /// An outcome of a job that never ran its program.
    pub fn not_run(status: TerminalStatus, error: Option<JobError>) -> Self {
        Self {
            status,
            exit_code: None,
            signal: None,
            limit: None,
            error,
            violations: Vec::new(),
            truncated: Truncated::default(),
            usage: ResourceUsage::default(),
            isolation: None,
            startup_us: 0,
            run_us: 0,
        }
    }
}
