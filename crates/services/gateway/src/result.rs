//! A job as its owner sees it.

mod brief;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{ExecutionSpec, InputFile, Job, Outcome, Status, TerminalStatus};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    ending::Ending,
    wire::{
        Isolation, JobErrorCode, JobStatus, LimitName, Limits, ResourceUsage, StreamName, Violation, ms, ms_between,
        truncated_streams, violations,
    },
};

pub use brief::{JobBrief, Shown};

/// A job: what was asked, how far it is, and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Result, example = example)]
#[expect(clippy::struct_excessive_bools, reason = "the contract's fields, not states")]
pub struct JobResult {
    /// Identifier.
    #[schema(format = "uuid")]
    pub job_id: String,
    /// Where it is.
    pub status: JobStatus,
    /// Whether the program ended with exit code 0 within its limits.
    pub success: bool,
    /// Language name.
    pub language: String,
    /// Source text, exactly as submitted.
    pub code: String,
    /// Arguments of the program.
    pub args: Vec<String>,
    /// Standard input as text; each invalid sequence is U+FFFD.
    pub stdin: String,
    /// Standard input exactly, when it is not valid UTF-8.
    #[schema(required)]
    pub stdin_base64: Option<String>,
    /// Extra files, without their contents.
    pub files: Vec<FileSummary>,
    /// The same as `stdout`.
    pub output: String,
    /// Standard output as text; each invalid sequence is U+FFFD.
    pub stdout: String,
    /// Standard error as text; each invalid sequence is U+FFFD.
    pub stderr: String,
    /// Standard output exactly, when it is not valid UTF-8.
    #[schema(required)]
    pub stdout_base64: Option<String>,
    /// Standard error exactly, when it is not valid UTF-8.
    #[schema(required)]
    pub stderr_base64: Option<String>,
    /// Why it did not succeed, in a sentence.
    #[schema(required)]
    pub error: Option<String>,
    /// The exception's name, where there is one.
    #[schema(required)]
    pub error_type: Option<String>,
    /// Set for a refusal or a fault of the service.
    #[schema(required)]
    pub error_code: Option<JobErrorCode>,
    /// The program's exit code; 128 + n when signal n ended it.
    #[schema(required)]
    pub exit_code: Option<i32>,
    /// The signal that ended the program.
    #[schema(required)]
    pub signal: Option<i32>,
    /// Whether it was stopped at its wall or processor time.
    pub timed_out: bool,
    /// The limit that ended it or that it ran into.
    #[schema(required)]
    pub limit: Option<LimitName>,
    /// Run time of the program in milliseconds.
    #[schema(required)]
    pub execution_time_ms: Option<f64>,
    /// From acceptance until an executor took it, in milliseconds.
    #[schema(required)]
    pub queue_time_ms: Option<f64>,
    /// From then until the program was sent to its sandbox, in milliseconds.
    #[schema(required)]
    pub startup_time_ms: Option<f64>,
    /// Why the policy refused the code.
    pub security_violations: Vec<Violation>,
    /// Whether any output stream was cut.
    pub truncated: bool,
    /// Which.
    pub truncated_streams: Vec<StreamName>,
    /// What it used; null when it never ran.
    #[schema(required)]
    pub resource_usage: Option<ResourceUsage>,
    /// What it may use.
    pub limits: Limits,
    /// What isolated it; null when it never ran.
    #[schema(required)]
    pub isolation: Option<Isolation>,
    /// Tries so far; more than one means that the service lost a sandbox.
    pub attempt: u32,
    /// When it was accepted.
    #[schema(format = "date-time")]
    pub created_at: String,
    /// When its last attempt began.
    #[schema(required, format = "date-time")]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required, format = "date-time")]
    pub finished_at: Option<String>,
    /// Jobs that will run before it, while it waits: 1000 stands for as many or more.
    #[schema(required)]
    pub queue_position: Option<u64>,
    /// Whether its owner asked to stop it.
    pub cancel_requested: bool,
}

/// A file that was given to a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileSummary {
    /// Relative path.
    pub path: String,
    /// Size.
    pub bytes: usize,
}

/// The fields that exist once a job has ended; shared with the event `done`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ended {
    /// See [`Ending`].
    pub ending: Ending,
    /// See [`JobResult::execution_time_ms`].
    pub execution_time_ms: Option<f64>,
    /// See [`JobResult::startup_time_ms`].
    pub startup_time_ms: Option<f64>,
    /// See [`JobResult::resource_usage`].
    pub resource_usage: Option<ResourceUsage>,
}

impl Ended {
    /// A job without isolation never ran, so its times and usage are unknown rather than zero.
    pub fn of(outcome: &Outcome, limits: &domain::Limits, stderr: &[u8]) -> Self {
        let ran = outcome.isolation.is_some();
        Self {
            ending: Ending::of(outcome, limits, stderr),
            execution_time_ms: ran.then(|| ms(outcome.run_us)),
            startup_time_ms: ran.then(|| ms(outcome.startup_us)),
            resource_usage: ran.then(|| outcome.usage.into()),
        }
    }
}

impl From<Job> for JobResult {
    fn from(job: Job) -> Self {
        let Job {
            id,
            owner: _,
            spec,
            status,
            attempt,
            cancel_requested,
            created_at,
            started_at,
            finished_at,
            outcome,
            queue_position,
            output,
        } = job;
        let ExecutionSpec { language, source, stdin, args, files, imports: _, limits } = spec;
        let ended = outcome.as_ref().map(|outcome| Ended::of(outcome, &limits, &output.stderr)).unwrap_or_default();
        let Ended { ending, execution_time_ms, startup_time_ms, resource_usage } = ended;
        let Ending { error, error_type, error_code } = ending;
        let outcome = outcome.unwrap_or_else(|| Outcome::not_run(TerminalStatus::Failed, None));
        let (stdin, stdin_base64) = text_or_base64(stdin.0);
        let (stdout, stdout_base64) = text_or_base64(output.stdout);
        let (stderr, stderr_base64) = text_or_base64(output.stderr);
        Self {
            job_id: id.to_string(),
            status: status.into(),
            success: status == Status::Success,
            language,
            code: source,
            args,
            stdin,
            stdin_base64,
            files: files.iter().map(FileSummary::from).collect(),
            output: stdout.clone(),
            stdout,
            stderr,
            stdout_base64,
            stderr_base64,
            error,
            error_type,
            error_code,
            exit_code: outcome.exit_code,
            signal: outcome.signal,
            timed_out: status == Status::TimedOut,
            limit: outcome.limit.map(LimitName::from),
            execution_time_ms,
            queue_time_ms: started_at.map(|started| ms_between(created_at, started)),
            startup_time_ms,
            security_violations: violations(outcome.violations),
            truncated: outcome.truncated.any(),
            truncated_streams: truncated_streams(outcome.truncated),
            resource_usage,
            limits: Limits::from(&limits),
            isolation: outcome.isolation.map(Isolation::from),
            attempt,
            created_at: created_at.to_string(),
            started_at: started_at.map(|at| at.to_string()),
            finished_at: finished_at.map(|at| at.to_string()),
            queue_position,
            cancel_requested,
        }
    }
}

impl From<&InputFile> for FileSummary {
    fn from(file: &InputFile) -> Self {
        Self { path: file.path.clone(), bytes: file.content.0.len() }
    }
}

/// Bytes as text, and exactly as base64 when the text lost something.
pub fn text_or_base64(bytes: Vec<u8>) -> (String, Option<String>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let bytes = error.as_bytes();
            (String::from_utf8_lossy(bytes).into_owned(), Some(STANDARD.encode(bytes)))
        }
    }
}

fn example() -> serde_json::Value {
    serde_json::from_str(include_str!("../examples/result.json")).expect("the example is JSON: a test reads it")
}

#[cfg(test)]
mod tests;
