//! `POST /v1/jobs/{id}/cancel`: stop a job.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::JobIntake;

use super::JobPath;
use crate::{
    auth::Caller,
    error::{ErrorBody, RouteError},
    result::Shown,
};

/// Stop a job
///
/// A waiting job is `cancelled` at once; a running one has `cancel_requested` until its executor has stopped it; one
/// that has ended stays as it is. A key without `jobs:read` is answered where the job is, and nothing of its code or output.
#[utoipa::path(
    post, path = "/v1/jobs/{id}/cancel", tag = "Jobs", params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 200, description = "The job as it is now", body = Shown),
        (status = 404, description = "The caller has no such job", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn cancel_job(
    caller: Caller,
    JobPath(id): JobPath,
    State(intake): State<Arc<dyn JobIntake>>,
) -> Result<Json<Shown>, RouteError> {
    let job = intake.cancel(caller.id(), id).await?.ok_or(RouteError::JobNotFound)?;
    Ok(Json(Shown::to(&caller, job)))
}
