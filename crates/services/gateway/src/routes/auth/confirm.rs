//! `POST /auth/confirm`: confirm an account.

use axum::http::StatusCode;
use utoipa::ToSchema;

use super::{AtDoor, CODE_CHARS_MAX, told, word};
use crate::{
    error::{ErrorBody, RouteError},
    fields::Complaints,
};

/// The code that was sent.
#[derive(ToSchema)]
#[schema(as = Confirmation, example = json!({ "username": "ada@example.org", "code": "123456" }))]
#[expect(dead_code, reason = "the document's description of fields that are read one by one")]
pub struct ConfirmationBody {
    /// As given to `/auth/register`.
    #[schema(min_length = 1, max_length = 128)]
    username: String,
    /// From the message.
    #[schema(min_length = 1, max_length = 64)]
    code: String,
}

/// Confirm an account
#[utoipa::path(
    post, path = "/auth/confirm", tag = "Sign-in", request_body = ConfirmationBody,
    responses(
        (status = 204, description = "The account can be used"),
        (status = 404, description = "There is no user pool", body = ErrorBody),
        (status = 429, description = "The user pool asks to slow down; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "The user pool is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn confirm(door: AtDoor) -> Result<StatusCode, RouteError> {
    let (username, code) = fields(&door)?;
    door.pool.confirm(&username, &code).await.map_err(told)?;
    Ok(StatusCode::NO_CONTENT)
}

fn fields(door: &AtDoor) -> Result<(String, String), RouteError> {
    let fields = door.fields()?;
    let mut complaints = Complaints::default();
    let username = fields.username(&mut complaints);
    let code = word("code", fields.code, CODE_CHARS_MAX, &mut complaints);
    complaints.check((username, code))
}
