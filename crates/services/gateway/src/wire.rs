//! The API's own words for the domain's nouns. The domain does not know about `OpenAPI`; each type here is the contract.

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Where a job is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
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

impl From<domain::Status> for JobStatus {
    fn from(status: domain::Status) -> Self {
        match status {
            domain::Status::Queued => Self::Queued,
            domain::Status::Running => Self::Running,
            domain::Status::Success => Self::Success,
            domain::Status::Failed => Self::Failed,
            domain::Status::TimedOut => Self::TimedOut,
            domain::Status::Cancelled => Self::Cancelled,
        }
    }
}

/// The bound that ended a job, or that it ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitName {
    /// Ran longer than its wall time.
    WallTime,
    /// Used more processor time than it may.
    CpuTime,
    /// The sandbox's memory was exhausted.
    Memory,
    /// Could not start another process or thread.
    Processes,
    /// Wrote more than is kept; the rest was discarded and the program went on.
    Output,
    /// No room left on its file system.
    Disk,
}

impl From<domain::Limit> for LimitName {
    fn from(limit: domain::Limit) -> Self {
        match limit {
            domain::Limit::WallTime => Self::WallTime,
            domain::Limit::CpuTime => Self::CpuTime,
            domain::Limit::Memory => Self::Memory,
            domain::Limit::Processes => Self::Processes,
            domain::Limit::Output => Self::Output,
            domain::Limit::Disk => Self::Disk,
        }
    }
}

/// Why a job has no result of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobErrorCode {
    /// The policy refused the code; it never ran.
    PolicyViolation,
    /// The code does not parse; it never ran.
    SyntaxError,
    /// The sandbox or its executor was lost three times.
    ExecutorLost,
    /// The queue could not hand the job to any executor; it never ran.
    Undeliverable,
}

impl From<domain::ErrorCode> for JobErrorCode {
    fn from(code: domain::ErrorCode) -> Self {
        match code {
            domain::ErrorCode::PolicyViolation => Self::PolicyViolation,
            domain::ErrorCode::SyntaxError => Self::SyntaxError,
            domain::ErrorCode::ExecutorLost => Self::ExecutorLost,
            domain::ErrorCode::Undeliverable => Self::Undeliverable,
        }
    }
}

/// An output stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StreamName {
    /// File descriptor 1.
    Stdout,
    /// File descriptor 2.
    Stderr,
}

impl From<domain::OutputStream> for StreamName {
    fn from(stream: domain::OutputStream) -> Self {
        match stream {
            domain::OutputStream::Stdout => Self::Stdout,
            domain::OutputStream::Stderr => Self::Stderr,
        }
    }
}

/// Names the streams that were cut.
pub fn truncated_streams(truncated: domain::Truncated) -> Vec<StreamName> {
    let named = [(truncated.stdout, StreamName::Stdout), (truncated.stderr, StreamName::Stderr)];
    named.into_iter().filter_map(|(cut, name)| cut.then_some(name)).collect()
}

/// One place where the code does what it may not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "rule": "import", "line": 1, "column": 1, "end_line": 1, "end_column": 10,
    "message": "`os` may not be imported", "allowed": "collections, dataclasses, functools, itertools, json, math, typing"
}))]
pub struct Violation {
    /// Stable name of the rule, for example `import` or `syntax`.
    pub rule: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Last line of the place.
    pub end_line: u32,
    /// Column after the last character of the place.
    pub end_column: u32,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do instead, or what is allowed.
    pub allowed: String,
}

impl From<domain::Violation> for Violation {
    fn from(violation: domain::Violation) -> Self {
        let domain::Violation { rule, line, column, end_line, end_column, message, allowed } = violation;
        Self { rule, line, column, end_line, end_column, message, allowed }
    }
}

/// Maps all of them.
pub fn violations(found: Vec<domain::Violation>) -> Vec<Violation> {
    found.into_iter().map(Violation::from).collect()
}

/// What one job may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Limits {
    /// Wall time of the program in milliseconds.
    pub wall_time_ms: u64,
    /// Processor time in milliseconds; null when only wall time and CPU share bound it.
    #[schema(required)]
    pub cpu_time_ms: Option<u64>,
    /// CPU share in thousandths of a core.
    pub cpu_millis: u32,
    /// Memory of the whole sandbox in bytes.
    pub memory_bytes: u64,
    /// Processes and threads at once.
    pub processes: u32,
    /// Bytes of `/tmp`.
    pub tmp_bytes: u64,
    /// Bytes kept of each output stream.
    pub output_bytes: u64,
}

impl From<&domain::Limits> for Limits {
    fn from(limits: &domain::Limits) -> Self {
        let &domain::Limits { wall_time_ms, cpu_time_ms, cpu_millis, memory_bytes, processes, tmp_bytes, output_bytes } =
            limits;
        Self { wall_time_ms, cpu_time_ms, cpu_millis, memory_bytes, processes, tmp_bytes, output_bytes }
    }
}

/// What isolates, or isolated, a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Isolation {
    /// For example `runsc`.
    pub driver: String,
    /// The runtime's version.
    pub runtime_version: String,
    /// How the runtime intercepts system calls, for example `systrap`.
    pub platform: String,
    /// How sandboxes start, for example `restore` or `cold`.
    pub start: String,
    /// Whether any layer is relaxed.
    pub relaxed: bool,
}

impl From<domain::IsolationReport> for Isolation {
    fn from(report: domain::IsolationReport) -> Self {
        let domain::IsolationReport { driver, runtime_version, platform, start, relaxed } = report;
        Self { driver, runtime_version, platform, start, relaxed }
    }
}

/// What a job used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ResourceUsage {
    /// Processor time of the whole sandbox in milliseconds; null where nobody outside of it can tell, as with pods.
    #[schema(required)]
    pub cpu_time_ms: Option<f64>,
    /// Highest memory in bytes; null where nobody outside of the sandbox can tell, as with pods and old kernels.
    #[schema(required)]
    pub memory_peak_bytes: Option<u64>,
}

impl From<domain::ResourceUsage> for ResourceUsage {
    fn from(usage: domain::ResourceUsage) -> Self {
        Self { cpu_time_ms: usage.cpu_us.map(ms), memory_peak_bytes: usage.memory_peak_bytes }
    }
}

/// Microseconds as milliseconds with up to three decimals.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 microseconds, which is 285 years")]
pub fn ms(us: u64) -> f64 {
    us as f64 / 1000.0
}

/// The time between two moments in milliseconds; 0 when the clock went back.
pub fn ms_between(from: Timestamp, to: Timestamp) -> f64 {
    ms(u64::try_from(to.duration_since(from).as_micros()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_have_at_most_three_decimals() {
        for us in [0, 1, 7, 999, 1_001, 123_456_789] {
            let text = serde_json::to_string(&ms(us)).unwrap();
            assert!(text.split('.').nth(1).is_none_or(|decimals| decimals.len() <= 3), "{text}");
        }
    }

    #[test]
    fn a_clock_that_went_back_gives_zero() {
        let later: Timestamp = "2026-01-01T00:00:01Z".parse().unwrap();
        let earlier: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        assert!((ms_between(earlier, later) - 1000.0).abs() < f64::EPSILON);
        assert!(ms_between(later, earlier).abs() < f64::EPSILON);
    }

    #[test]
    fn every_word_is_the_domains() {
        for status in domain::Status::ALL {
            assert_eq!(serde_json::to_value(JobStatus::from(status)).unwrap(), status.as_str());
        }
        for limit in domain::Limit::ALL {
            assert_eq!(serde_json::to_value(LimitName::from(limit)).unwrap(), limit.as_str());
        }
    }
}
