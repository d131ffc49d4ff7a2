//! `POST /execute/async`: the older name of `POST /v1/jobs`.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::jobs::create::{AcceptedDocument, create};
use crate::{
    asked::Asked,
    audit::Came,
    auth::Caller,
    error::{ErrorBody, RouteError},
    idempotency::Key,
    jobs::Jobs,
    result::JobResult,
    submission::{Submission, SubmissionBody},
    submit::Submissions,
};

/// Submit a job without waiting
///
/// The same as `POST /v1/jobs`.
#[utoipa::path(
    post, path = "/execute/async", tag = "Run", request_body = SubmissionBody,
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
pub async fn execute_async(
    caller: Caller,
    key: Key,
    came: Came,
    State(submissions): State<Arc<Submissions>>,
    State(jobs): State<Arc<Jobs>>,
    Asked(submission): Asked<Submission>,
) -> Result<Response, RouteError> {
    create(&caller, key, came, &submissions, &jobs, submission).await
}
