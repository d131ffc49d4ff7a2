//! `POST /auth/logout`: sign out.

use axum::http::StatusCode;

use super::{AtDoor, refresh::RefreshBody, told};
use crate::error::{ErrorBody, RouteError};

/// Sign out
///
/// The refresh token is good for nothing any more. An access token that was given out stays good until it expires.
#[utoipa::path(
    post, path = "/auth/logout", tag = "Sign-in", request_body = RefreshBody,
    responses(
        (status = 204, description = "Signed out, now or before"),
        (status = 404, description = "There is no user pool", body = ErrorBody),
        (status = 429, description = "The user pool asks to slow down; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "The user pool is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn logout(door: AtDoor) -> Result<StatusCode, RouteError> {
    let token = door.refresh_token()?;
    door.pool.logout(&token).await.map_err(told)?;
    Ok(StatusCode::NO_CONTENT)
}
