//! The parts of the API's documents that the command line reads. Unknown fields are left to `--json`.

use serde::{Deserialize, Serialize};

/// Body of a submission.
#[derive(Debug, Default, Serialize)]
pub struct Submission {
    /// Source text.
    pub code: String,
    /// Language name.
    pub language: String,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<f64>,
    /// Standard input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stdin_base64: Option<String>,
    /// Arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
    /// Extra files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}

/// One extra file.
#[derive(Debug, Serialize)]
pub struct File {
    /// Name in the working directory.
    pub path: String,
    /// Contents.
    pub content_base64: String,
}

/// One place where the policy refused.
#[derive(Debug, Deserialize)]
pub struct Violation {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// Rule.
    pub rule: String,
    /// What is wrong.
    pub message: String,
    /// What to do instead.
    pub allowed: String,
}

/// How a job is or ended.
#[derive(Debug, Deserialize)]
pub struct JobResult {
    /// Id.
    pub job_id: String,
    /// Status word.
    pub status: String,
    /// Whether it is to be stopped.
    #[serde(default)]
    pub cancel_requested: bool,
    /// Exit code.
    pub exit_code: Option<i32>,
    /// Signal.
    pub signal: Option<i32>,
    /// Limit word.
    pub limit: Option<String>,
    /// A sentence.
    pub error: Option<String>,
    /// A stable word.
    pub error_code: Option<String>,
    /// Streams that were cut.
    #[serde(default)]
    pub truncated_streams: Vec<String>,
    /// Why it was refused.
    #[serde(default)]
    pub security_violations: Vec<Violation>,
    /// Milliseconds of the program.
    pub execution_time_ms: Option<f64>,
    /// Milliseconds in the queue.
    pub queue_time_ms: Option<f64>,
    /// Milliseconds of start-up.
    pub startup_time_ms: Option<f64>,
    /// When it was accepted. A key that may not look at jobs is not told.
    pub created_at: Option<String>,
}

/// A row of the list of jobs.
#[derive(Debug, Deserialize)]
pub struct JobRow {
    /// Id.
    pub job_id: String,
    /// Status word.
    pub status: String,
    /// First line of the source.
    pub first_line: String,
    /// When it was accepted.
    pub created_at: String,
    /// Milliseconds of the program.
    pub execution_time_ms: Option<f64>,
}

/// A page of jobs.
#[derive(Debug, Deserialize)]
pub struct JobList {
    /// The rows.
    pub jobs: Vec<JobRow>,
}

/// The answer to a check.
#[derive(Debug, Deserialize)]
pub struct Validation {
    /// Whether it would be run.
    pub safe: bool,
    /// Why not.
    pub security_violations: Vec<Violation>,
}

/// An API key that was just made.
#[derive(Deserialize)]
pub struct CreatedApiKey {
    /// The key itself.
    pub key: String,
}

/// `GET /v1/keys`
#[derive(Debug, Deserialize)]
pub struct ApiKeyList {
    /// Newest first.
    pub keys: Vec<ApiKey>,
}

/// An API key in a list.
#[derive(Debug, Deserialize)]
pub struct ApiKey {
    /// Its name inside the service.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// RFC 3339.
    pub expires_at: String,
    /// RFC 3339, when it was revoked.
    pub revoked_at: Option<String>,
}
