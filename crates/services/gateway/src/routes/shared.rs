//! `GET /v1/shared/{token}`: the job behind a read-only link.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};

use super::jobs::share::hash;
use crate::{
    error::{ErrorBody, RouteError},
    jobs::Jobs,
    result::JobResult,
};

/// The job behind a read-only link
#[utoipa::path(
    get, path = "/v1/shared/{token}", tag = "Jobs",
    params(("token" = String, Path, description = "From `POST /v1/jobs/{id}/share`")),
    responses(
        (status = 200, description = "The job", body = JobResult),
        (status = 404, description = "No such link, or no longer", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn get_shared(
    State(jobs): State<Arc<Jobs>>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Json<JobResult>, RouteError> {
    let Path(token) = token.map_err(|_| RouteError::JobNotFound)?;
    Ok(Json(jobs.shared(&hash(&token)).await?.into()))
}
