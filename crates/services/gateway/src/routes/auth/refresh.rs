//! `POST /auth/refresh`: get a new access token.

use axum::Json;
use utoipa::ToSchema;

use super::{AtDoor, TokensDocument, told};
use crate::error::{ErrorBody, RouteError};

/// What `/auth/login` gave.
#[derive(ToSchema)]
#[schema(as = RefreshToken)]
#[expect(dead_code, reason = "the document's description of fields that are read one by one")]
pub struct RefreshBody {
    /// The refresh token.
    #[schema(min_length = 1, max_length = 8192)]
    refresh_token: String,
}

/// Get a new access token
#[utoipa::path(
    post, path = "/auth/refresh", tag = "Sign-in", request_body = RefreshBody,
    responses(
        (status = 200, description = "The tokens", body = TokensDocument),
        (status = 401, description = "The refresh token is not good any more", body = ErrorBody),
        (status = 404, description = "There is no user pool", body = ErrorBody),
        (status = 429, description = "The user pool asks to slow down; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "The user pool is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn refresh(door: AtDoor) -> Result<Json<TokensDocument>, RouteError> {
    let token = door.refresh_token()?;
    let tokens = door.pool.refresh(&token).await.map_err(told)?;
    Ok(Json(tokens.into()))
}
