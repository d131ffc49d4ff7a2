//! `POST /auth/register`: ask for an account.

use axum::{Json, http::StatusCode};
use domain::NewAccount;
use serde::Serialize;
use utoipa::ToSchema;

use super::{AtDoor, USERNAME_CHARS_MAX, told, word};
use crate::{
    error::{ErrorBody, RouteError},
    fields::Complaints,
};

/// Who wants an account.
#[derive(ToSchema)]
#[schema(as = Registration, example = json!({ "username": "ada@example.org", "password": "Correct-Horse-7" }))]
#[expect(dead_code, reason = "the document's description of fields that are read one by one")]
pub struct RegistrationBody {
    /// What to sign in with; where people sign in with their addresses, the address.
    #[schema(min_length = 1, max_length = 128)]
    username: String,
    /// Where the code goes; by default the user name, when that is an address.
    #[schema(max_length = 128)]
    email: Option<String>,
    /// As strong as the user pool asks for.
    #[schema(min_length = 1, max_length = 256, format = "password")]
    password: String,
}

/// What happens next.
#[derive(Serialize, ToSchema)]
#[schema(as = Registered)]
pub struct RegisteredDocument {
    /// Always `confirmation_sent`.
    #[schema(example = "confirmation_sent")]
    status: &'static str,
}

/// Ask for an account
///
/// A code is sent to the address; give it to `/auth/confirm`. The answer is the same when the user name is taken.
#[utoipa::path(
    post, path = "/auth/register", tag = "Sign-in", request_body = RegistrationBody,
    responses(
        (status = 202, description = "If the user name is free, a code is on its way", body = RegisteredDocument),
        (status = 404, description = "There is no user pool", body = ErrorBody),
        (status = 429, description = "The user pool asks to slow down; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "The user pool is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn register(door: AtDoor) -> Result<(StatusCode, Json<RegisteredDocument>), RouteError> {
    door.pool.register(account(&door)?).await.map_err(told)?;
    Ok((StatusCode::ACCEPTED, Json(RegisteredDocument { status: "confirmation_sent" })))
}

fn account(door: &AtDoor) -> Result<NewAccount, RouteError> {
    let fields = door.fields()?;
    let mut complaints = Complaints::default();
    let username = fields.username(&mut complaints);
    let password = fields.password(&mut complaints);
    let email = match fields.email {
        Some(raw) if raw.get() != "null" => word("email", Some(raw), USERNAME_CHARS_MAX, &mut complaints),
        _ => username.clone(),
    };
    if !is_address(&email) {
        complaints.invalid("email", "must be an e-mail address; it is needed unless the user name is one");
    }
    complaints.check(NewAccount { username, email, password })
}

/// Only what no address can be without; whether mail arrives shows by the code.
fn is_address(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty())
}
