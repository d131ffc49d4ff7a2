//! `GET /v1/jobs`: the caller's jobs, newest first.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{JobFilter, JobPage, JobSummary, Status};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    auth::Caller,
    error::{ErrorBody, RouteError},
    jobs::Jobs,
    query::Params,
    wire::{JobErrorCode, JobStatus, LimitName, ms},
};

const LIMIT_DEFAULT: u32 = 50;
const LIMIT_MAX: u32 = 200;

/// A page of jobs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobList)]
pub struct JobListDocument {
    /// Newest first.
    jobs: Vec<JobSummaryDocument>,
    /// Give it as `before` for the next page; null at the end.
    #[schema(required, format = "uuid")]
    next: Option<String>,
}

/// A job without its code and output.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobSummary)]
pub struct JobSummaryDocument {
    /// Identifier.
    #[schema(format = "uuid")]
    job_id: String,
    /// Where it is.
    status: JobStatus,
    /// Whether the program ended with exit code 0 within its limits.
    success: bool,
    /// Language name.
    language: String,
    /// First non-empty line of the code, at most 120 characters.
    first_line: String,
    /// The program's exit code.
    #[schema(required)]
    exit_code: Option<i32>,
    /// The signal that ended it.
    #[schema(required)]
    signal: Option<i32>,
    /// The limit that ended it or that it ran into.
    #[schema(required)]
    limit: Option<LimitName>,
    /// Set for a refusal or a fault of the service.
    #[schema(required)]
    error_code: Option<JobErrorCode>,
    /// When it was accepted.
    #[schema(format = "date-time")]
    created_at: String,
    /// When its last attempt began.
    #[schema(required, format = "date-time")]
    started_at: Option<String>,
    /// When it ended.
    #[schema(required, format = "date-time")]
    finished_at: Option<String>,
    /// Run time of the program in milliseconds.
    #[schema(required)]
    execution_time_ms: Option<f64>,
    /// Tries so far.
    attempt: u32,
}

/// The caller's jobs, newest first
#[utoipa::path(
    get, path = "/v1/jobs", tag = "Jobs",
    params(
        ("status" = Option<JobStatus>, Query, description = "Only jobs with this status"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "At most this many; 50 by default"),
        ("before" = Option<String>, Query, format = "uuid", description = "Only jobs older than this one: `next` of the page before"),
    ),
    responses(
        (status = 200, description = "One page", body = JobListDocument),
        (status = 422, description = "A parameter is wrong", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn list_jobs(
    caller: Caller,
    params: Params,
    State(jobs): State<Arc<Jobs>>,
) -> Result<Json<JobListDocument>, RouteError> {
    Ok(Json(jobs.list(caller.id(), filter(&params)?).await?.into()))
}

fn filter(params: &Params) -> Result<JobFilter, RouteError> {
    let words = Status::ALL.map(Status::as_str).join(", ");
    let in_bounds = |text: &str| text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
    Ok(JobFilter {
        status: params.read("status", &format!("must be one of: {words}"), Status::parse)?,
        before: params.read("before", "must be a job's id", |text| text.parse().ok())?,
        limit: params.read("limit", "must be a whole number from 1 to 200", in_bounds)?.unwrap_or(LIMIT_DEFAULT),
    })
}

impl From<JobPage> for JobListDocument {
    fn from(JobPage { jobs, next }: JobPage) -> Self {
        Self { jobs: jobs.into_iter().map(JobSummaryDocument::from).collect(), next: next.map(|id| id.to_string()) }
    }
}

impl From<JobSummary> for JobSummaryDocument {
    fn from(summary: JobSummary) -> Self {
        let JobSummary { id, language, first_line, status, attempt, created_at, started_at, finished_at, outcome } =
            summary;
        let outcome = outcome.as_ref();
        Self {
            job_id: id.to_string(),
            status: status.into(),
            success: status == Status::Success,
            language,
            first_line,
            exit_code: outcome.and_then(|outcome| outcome.exit_code),
            signal: outcome.and_then(|outcome| outcome.signal),
            limit: outcome.and_then(|outcome| outcome.limit).map(LimitName::from),
            error_code: outcome.and_then(|outcome| outcome.error.as_ref()).map(|error| error.code.into()),
            created_at: created_at.to_string(),
            started_at: started_at.map(|at| at.to_string()),
            finished_at: finished_at.map(|at| at.to_string()),
            execution_time_ms: outcome.filter(|outcome| outcome.isolation.is_some()).map(|outcome| ms(outcome.run_us)),
            attempt,
        }
    }
}
