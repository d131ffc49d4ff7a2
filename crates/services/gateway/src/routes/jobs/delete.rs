//! `DELETE /v1/jobs/{id}`: forget a job that has ended.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use domain::JobIntake;

use super::JobPath;
use crate::{
    auth::Caller,
    error::{ErrorBody, RouteError},
};

/// Forget a job that has ended
#[utoipa::path(
    delete, path = "/v1/jobs/{id}", tag = "Jobs", params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 204, description = "It is gone, with its events and its link"),
        (status = 404, description = "The caller has no such job", body = ErrorBody),
        (status = 409, description = "It has not ended", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn delete_job(
    caller: Caller,
    JobPath(id): JobPath,
    State(intake): State<Arc<dyn JobIntake>>,
) -> Result<StatusCode, RouteError> {
    match intake.delete(caller.id(), id).await? {
        None => Err(RouteError::JobNotFound),
        Some(false) => Err(RouteError::JobNotFinished),
        Some(true) => Ok(StatusCode::NO_CONTENT),
    }
}
