//! `POST /v1/jobs`: submit a job without waiting.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
    response::{AppendHeaders, IntoResponse as _, Response},
};
use domain::{ErrorCode, Job, JobId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    asked::Asked,
    audit::Came,
    auth::Caller,
    error::{ErrorBody, RouteError},
    idempotency::{Key, REPLAYED_HEADER},
    jobs::Jobs,
    result::JobResult,
    submission::{Submission, SubmissionBody},
    submit::Submissions,
    wire::JobStatus,
};

/// A job that is in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Accepted)]
pub struct AcceptedDocument {
    /// Identifier.
    #[schema(format = "uuid")]
    job_id: String,
    /// `queued`, unless it has already got further.
    status: JobStatus,
    /// Jobs that will run before it, while it waits: 1000 stands for as many or more.
    #[schema(required)]
    queue_position: Option<u64>,
}

/// Submit a job without waiting
#[utoipa::path(
    post, path = "/v1/jobs", tag = "Jobs", request_body = SubmissionBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters: the same key with the same request answers the same job")),
    responses(
        (status = 202, description = "The job is queued", body = AcceptedDocument,
            headers(("Location" = String, description = "Where the job is"), ("Idempotency-Replayed" = Option<String>, description = "`true` when an earlier request made the job"))),
        (status = 200, description = "The policy refused the code: the job has ended", body = JobResult),
        (status = 409, description = "The idempotency key belongs to another request", body = ErrorBody),
        (status = 429, description = "The caller has too many jobs waiting; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "The queue is full or the store away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn create_job(
    caller: Caller,
    key: Key,
    came: Came,
    State(submissions): State<Arc<Submissions>>,
    State(jobs): State<Arc<Jobs>>,
    Asked(submission): Asked<Submission>,
) -> Result<Response, RouteError> {
    create(&caller, key, came, &submissions, &jobs, submission).await
}

/// Shared with `POST /execute/async`.
pub async fn create(
    caller: &Caller,
    key: Key,
    came: Came,
    submissions: &Submissions,
    jobs: &Jobs,
    submission: Submission,
) -> Result<Response, RouteError> {
    let submitted = submissions.submit(caller.id(), submission, key, came).await?;
    let job = jobs.get(caller.id(), submitted.job_id).await?;
    let headers = (location(job.id), replayed(submitted.replayed));
    // What an earlier request made may only be seen by who may look at jobs.
    let is_shown = !submitted.replayed || caller.reads_jobs();
    Ok(if is_shown && was_refused(&job) {
        (headers, Json(JobResult::from(job))).into_response()
    } else {
        (StatusCode::ACCEPTED, headers, Json(AcceptedDocument::from(&job))).into_response()
    })
}

impl From<&Job> for AcceptedDocument {
    fn from(job: &Job) -> Self {
        Self { job_id: job.id.to_string(), status: job.status.into(), queue_position: job.queue_position }
    }
}

fn was_refused(job: &Job) -> bool {
    let error = job.outcome.as_ref().and_then(|outcome| outcome.error.as_ref());
    error.is_some_and(|error| matches!(error.code, ErrorCode::PolicyViolation | ErrorCode::SyntaxError))
}

/// Where the job is.
pub fn location(id: JobId) -> AppendHeaders<[(HeaderName, String); 1]> {
    AppendHeaders([(header::LOCATION, format!("/v1/jobs/{id}"))])
}

/// Tells that an earlier request made the job.
pub fn replayed(was_there: bool) -> AppendHeaders<Option<(HeaderName, &'static str)>> {
    AppendHeaders(was_there.then_some((HeaderName::from_static(REPLAYED_HEADER), "true")))
}
