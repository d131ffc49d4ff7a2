//! `POST` and `DELETE /v1/jobs/{id}/share`: a read-only link to a job.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use domain::{JobId, JobIntake};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::JobPath;
use crate::{
    auth::Caller,
    error::{ErrorBody, RouteError},
    idempotency::hex,
};

/// 128 bits cannot be guessed.
const TOKEN_BYTES: usize = 16;

/// A read-only link.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Share, example = json!({ "url": "/shared/9f86d081884c7d659a2feaa0c55ad015", "token": "9f86d081884c7d659a2feaa0c55ad015" }))]
pub struct ShareDocument {
    /// Path of the page.
    url: String,
    /// For `GET /v1/shared/{token}`.
    token: String,
}

/// Make a read-only link
///
/// Whoever has it sees the job without signing in, so a key needs both `jobs:read` and `jobs:write` to make one. An earlier
/// link of the job stops working.
#[utoipa::path(
    post, path = "/v1/jobs/{id}/share", tag = "Jobs", params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 200, description = "The link; it cannot be shown again", body = ShareDocument),
        (status = 404, description = "The caller has no such job", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn share_job(
    caller: Caller,
    JobPath(id): JobPath,
    State(intake): State<Arc<dyn JobIntake>>,
) -> Result<Json<ShareDocument>, RouteError> {
    let token = new_token();
    set(&*intake, &caller, id, Some(hash(&token))).await?;
    Ok(Json(ShareDocument { url: format!("/shared/{token}"), token }))
}

/// Remove the read-only link
#[utoipa::path(
    delete, path = "/v1/jobs/{id}/share", tag = "Jobs", params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 204, description = "No link works any more"),
        (status = 404, description = "The caller has no such job", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn unshare_job(
    caller: Caller,
    JobPath(id): JobPath,
    State(intake): State<Arc<dyn JobIntake>>,
) -> Result<StatusCode, RouteError> {
    set(&*intake, &caller, id, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn set(intake: &dyn JobIntake, caller: &Caller, id: JobId, hash: Option<String>) -> Result<(), RouteError> {
    if intake.share(caller.id(), id, hash).await? { Ok(()) } else { Err(RouteError::JobNotFound) }
}

/// Two random UUIDs have 244 random bits; the hash spreads them evenly.
fn new_token() -> String {
    let mut hash = Sha256::new();
    hash.update(Uuid::new_v4().as_bytes());
    hash.update(Uuid::new_v4().as_bytes());
    hex(&hash.finalize()[..TOKEN_BYTES])
}

/// What the store knows of a token, so that reading the store gives no link away.
pub fn hash(token: &str) -> String {
    hex(&Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (new_token(), new_token());
        assert_eq!(one.len(), 2 * TOKEN_BYTES);
        assert_ne!(one, other);
        assert_ne!(hash(&one), one);
    }
}
