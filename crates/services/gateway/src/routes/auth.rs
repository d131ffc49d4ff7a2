//! Sign-in for clients that have no software of the user pool's own. None of the answers tells whether an account exists.

pub mod confirm;
pub mod login;
pub mod logout;
pub mod me;
pub mod refresh;
pub mod register;

use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, Request};
use bytes::Bytes;
use domain::{Secret, SignIn, SignInError, Tokens};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::{
    Settings,
    body::read_small_json,
    error::RouteError,
    fields::{Complaints, object},
};

const USERNAME_CHARS_MAX: usize = 128;
const PASSWORD_CHARS_MAX: usize = 256;
const CODE_CHARS_MAX: usize = 64;
const TOKEN_CHARS_MAX: usize = 8_192;

/// A request at the user pool's door: that there is one was looked at before the body was.
pub struct AtDoor {
    /// The user pool.
    pub pool: Arc<dyn SignIn>,
    body: Bytes,
}

impl<S> FromRequest<S> for AtDoor
where
    Arc<Settings>: FromRef<S>,
    Option<Arc<dyn SignIn>>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = RouteError;

    async fn from_request(request: Request, state: &S) -> Result<Self, RouteError> {
        let pool = <Option<Arc<dyn SignIn>>>::from_ref(state).ok_or(RouteError::NoSignIn)?;
        let body = read_small_json(request, &<Arc<Settings>>::from_ref(state)).await?;
        Ok(Self { pool, body })
    }
}

/// The fields of all these bodies.
#[derive(Deserialize)]
pub struct Fields<'a> {
    #[serde(borrow, default)]
    username: Option<&'a RawValue>,
    #[serde(borrow, default)]
    email: Option<&'a RawValue>,
    #[serde(borrow, default)]
    password: Option<&'a RawValue>,
    #[serde(borrow, default)]
    code: Option<&'a RawValue>,
    #[serde(borrow, default)]
    refresh_token: Option<&'a RawValue>,
}

impl AtDoor {
    fn fields(&self) -> Result<Fields<'_>, RouteError> {
        Ok(object(&self.body)?)
    }

    /// The body of `/auth/refresh` and `/auth/logout`.
    fn refresh_token(&self) -> Result<Secret, RouteError> {
        let mut complaints = Complaints::default();
        let token = word("refresh_token", self.fields()?.refresh_token, TOKEN_CHARS_MAX, &mut complaints);
        complaints.check(Secret::new(token))
    }
}

impl Fields<'_> {
    fn username(&self, complaints: &mut Complaints) -> String {
        word("username", self.username, USERNAME_CHARS_MAX, complaints)
    }

    /// Anything may be a password; whether it is a good one is the pool's to say.
    fn password(&self, complaints: &mut Complaints) -> Secret {
        let password = text("password", self.password, PASSWORD_CHARS_MAX, complaints);
        Secret::new(password)
    }
}

/// A text that must be there.
fn text(field: &str, raw: Option<&RawValue>, chars_max: usize, complaints: &mut Complaints) -> String {
    if raw.is_none_or(|raw| raw.get() == "null") {
        complaints.invalid(field, "is required");
        return String::new();
    }
    let text: String = complaints.read(field, raw).unwrap_or_default();
    if text.is_empty() || text.chars().count() > chars_max {
        complaints.invalid(field, format!("must have 1 to {chars_max} characters"));
    }
    text
}

/// A text without spaces and control characters that must be there.
fn word(field: &str, raw: Option<&RawValue>, chars_max: usize, complaints: &mut Complaints) -> String {
    let word = text(field, raw, chars_max, complaints);
    if word.chars().any(|c| c.is_whitespace() || c.is_control()) {
        complaints.invalid(field, "must not contain spaces or control characters");
    }
    word
}

/// What the pool objects to, told by the field that it objects to.
fn told(error: SignInError) -> RouteError {
    match error {
        SignInError::CodeRefused => RouteError::invalid("code", "is wrong or too old"),
        SignInError::WeakPassword(why) => RouteError::invalid("password", why),
        SignInError::BadUsername => RouteError::invalid("username", "cannot be used as a user name here"),
        other => RouteError::SignIn(other),
    }
}

/// What somebody who signed in has.
#[derive(Serialize, ToSchema)]
#[schema(as = Tokens)]
pub struct TokensDocument {
    /// Send it as `Authorization: Bearer …`.
    access_token: String,
    /// For `/auth/refresh` and `/auth/logout`; null when the one that was sent stays good.
    #[schema(required)]
    refresh_token: Option<String>,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds for which the access token is good.
    #[schema(example = 3600)]
    expires_in: u32,
}

impl From<Tokens> for TokensDocument {
    fn from(Tokens { access, refresh, expires_in_seconds }: Tokens) -> Self {
        Self {
            access_token: access.reveal().to_owned(),
            refresh_token: refresh.map(|token| token.reveal().to_owned()),
            token_type: "Bearer",
            expires_in: expires_in_seconds,
        }
    }
}
