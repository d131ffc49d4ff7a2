//! `POST /auth/login`: sign in.

use axum::Json;
use domain::Secret;
use utoipa::ToSchema;

use super::{AtDoor, TokensDocument, told};
use crate::{
    error::{ErrorBody, RouteError},
    fields::Complaints,
};

/// Who signs in.
#[derive(ToSchema)]
#[schema(as = Login, example = json!({ "username": "ada@example.org", "password": "Correct-Horse-7" }))]
#[expect(dead_code, reason = "the document's description of fields that are read one by one")]
pub struct LoginBody {
    /// The user name.
    #[schema(min_length = 1, max_length = 128)]
    username: String,
    /// The password.
    #[schema(min_length = 1, max_length = 256, format = "password")]
    password: String,
}

/// Sign in
#[utoipa::path(
    post, path = "/auth/login", tag = "Sign-in", request_body = LoginBody,
    responses(
        (status = 200, description = "The tokens", body = TokensDocument),
        (status = 401, description = "User name or password is wrong, or the account is not confirmed", body = ErrorBody),
        (status = 403, description = "The account needs a step that only the user pool's own page has", body = ErrorBody),
        (status = 404, description = "There is no user pool", body = ErrorBody),
        (status = 429, description = "The user pool asks to slow down; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "The user pool is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn login(door: AtDoor) -> Result<Json<TokensDocument>, RouteError> {
    let (username, password) = fields(&door)?;
    let tokens = door.pool.login(&username, &password).await.map_err(told)?;
    Ok(Json(tokens.into()))
}

fn fields(door: &AtDoor) -> Result<(String, Secret), RouteError> {
    let fields = door.fields()?;
    let mut complaints = Complaints::default();
    let username = fields.username(&mut complaints);
    let password = fields.password(&mut complaints);
    complaints.check((username, password))
}
