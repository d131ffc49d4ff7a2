//! `GET /v1/shared/{token}`: the job behind a read-only link.

use std::sync::Arc;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};

use super::jobs::share::hash;
use crate::{
    document::respond,
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
) -> Result<Response, RouteError> {
    let Path(token) = token.map_err(|_| RouteError::JobNotFound)?;
    respond(jobs.show_shared(&hash(&token)).await?).await
}
