//! Every way a request can fail, and the one body they all have.
//!
//! A handler answers a [`RouteError`]; its `IntoResponse` attaches a [`Problem`] to the response, and the middleware
//! [`crate::middleware::envelope`] writes the body, because only there the request's id is known. Bodies never carry an
//! internal name or path: what went wrong inside is in the problem's `cause`, which goes to the log.

mod problem;

use std::{error::Error, sync::Arc};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{AcceptError, CreateKeyError, Scope, SignInError, StoreError, TokenError};
use serde::Serialize;
use utoipa::ToSchema;

pub use problem::{ErrorBody, Problem};

use crate::check::CheckerBusy;
use crate::slots::Full;

/// After this many seconds a place may be free again: a job runs for seconds.
const RETRY_SOON_SECONDS: u32 = 1;

/// After this many seconds a part of the service that is away may be back.
const RETRY_LATER_SECONDS: u32 = 5;

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// Not JSON, or cut short.
    #[error("the body is not valid JSON: {0}")]
    MalformedBody(String),
    /// The body took too long to arrive.
    #[error("the body did not arrive in time")]
    BodyTimeout,
    /// No principal.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The key was not made for this.
    #[error("this key does not have the scope `{}`", .0.as_str())]
    ScopeRequired(Scope),
    /// Keys may not do this.
    #[error("this can only be done by a person, not with an API key")]
    PersonRequired,
    /// It is not every caller's business.
    #[error("this is for operators only")]
    OperatorRequired,
    /// No such API key, or another principal's.
    #[error("there is no such key")]
    KeyNotFound,
    /// The caller has as many API keys as one may have.
    #[error("you have too many keys")]
    TooManyKeys,
    /// People sign in elsewhere, or not at all.
    #[error("there is no sign-in here: this service has no user pool")]
    NoSignIn,
    /// The user pool said no.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// A browser was tricked, or a name is missing in the configuration.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The caller, or the address, asks too often.
    #[error("too many requests in a short time")]
    RateLimited {
        /// In seconds.
        retry_after: u32,
    },
    /// No such route.
    #[error("there is nothing at this address")]
    NotFound,
    /// No such job, or another principal's.
    #[error("there is no such job")]
    JobNotFound,
    /// The route exists with another method.
    #[error("this address does not take this method")]
    MethodNotAllowed,
    /// An idempotency key came with another request before.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// The job must end first.
    #[error("the job has not finished")]
    JobNotFinished,
    /// The body, or fields of it.
    #[error("{}", summary(.0, "the request is too large"))]
    TooLarge(Vec<FieldError>),
    /// Not `application/json`.
    #[error("the body must be sent as application/json")]
    UnsupportedMediaType,
    /// Fields that are missing, of the wrong type or out of range.
    #[error("{}", summary(.0, "the request has an invalid field"))]
    InvalidFields(Vec<FieldError>),
    /// The caller has too many jobs or requests waiting.
    #[error("you have too many jobs waiting")]
    TooManyJobs,
    /// All callers together have.
    #[error("too many jobs are waiting")]
    QueueFull,
    /// No thread is free to check the source.
    #[error("too much code is being checked")]
    CheckerBusy(#[from] CheckerBusy),
    /// The caller, or all together, have as many analyses running as may.
    #[error("too many analyses at once")]
    TooManyAnalyses {
        /// In seconds.
        retry_after: u32,
    },
    /// No analyzer is configured, or it cannot be reached.
    #[error("the analyzer is not available")]
    AnalyzerUnavailable,
    /// The store failed.
    #[error("the service cannot reach its store")]
    Store(#[source] StoreError),
    /// A fault of ours.
    #[error("something went wrong inside the service")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Its path, for example `timeout_seconds` or `files[0].path`.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl FieldError {
    /// Names a field and what is wrong with it.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

impl RouteError {
    /// One invalid field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidFields(vec![FieldError::new(field, message)])
    }

    /// What to tell a person, without the full stop.
    pub fn sentence(&self) -> String {
        sentence(&self.to_string())
    }

    const fn status_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::MalformedBody(_) => (StatusCode::BAD_REQUEST, "MALFORMED_BODY"),
            Self::BodyTimeout => (StatusCode::REQUEST_TIMEOUT, "BODY_TIMEOUT"),
            Self::Token(TokenError::Unavailable) => (StatusCode::SERVICE_UNAVAILABLE, "NOT_READY"),
            Self::Token(_) => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
            Self::ScopeRequired(_) => (StatusCode::FORBIDDEN, "INSUFFICIENT_SCOPE"),
            Self::PersonRequired => (StatusCode::FORBIDDEN, "PERSON_REQUIRED"),
            Self::OperatorRequired => (StatusCode::FORBIDDEN, "OPERATOR_REQUIRED"),
            Self::KeyNotFound => (StatusCode::NOT_FOUND, "KEY_NOT_FOUND"),
            Self::TooManyKeys => (StatusCode::CONFLICT, "TOO_MANY_KEYS"),
            Self::NoSignIn => (StatusCode::NOT_FOUND, "SIGN_IN_NOT_CONFIGURED"),
            Self::SignIn(error) => sign_in_status(error),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "FORBIDDEN"),
            Self::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"),
            Self::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            Self::JobNotFound => (StatusCode::NOT_FOUND, "JOB_NOT_FOUND"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED"),
            Self::KeyReused => (StatusCode::CONFLICT, "IDEMPOTENCY_KEY_REUSED"),
            Self::JobNotFinished => (StatusCode::CONFLICT, "JOB_NOT_FINISHED"),
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE"),
            Self::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE"),
            Self::InvalidFields(_) => (StatusCode::UNPROCESSABLE_ENTITY, "INVALID_FIELD"),
            Self::TooManyJobs => (StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_JOBS"),
            Self::TooManyAnalyses { .. } => (StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_ANALYSES"),
            Self::QueueFull => (StatusCode::SERVICE_UNAVAILABLE, "QUEUE_FULL"),
            Self::CheckerBusy(_) => (StatusCode::SERVICE_UNAVAILABLE, "CHECKER_BUSY"),
            Self::AnalyzerUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "ANALYZER_UNAVAILABLE"),
            Self::Store(StoreError::Unavailable(_)) => (StatusCode::SERVICE_UNAVAILABLE, "STORE_UNAVAILABLE"),
            Self::Store(StoreError::Inconsistent { .. }) | Self::Internal(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
            }
        }
    }

    const fn suggestion(&self) -> &'static str {
        match self {
            Self::MalformedBody(_) => "Send one JSON object in UTF-8.",
            Self::BodyTimeout => "Send the request again.",
            Self::Token(TokenError::Unavailable) => "Try again in a few seconds.",
            Self::Token(_) => "Send a valid token in the header `Authorization: Bearer …`.",
            Self::ScopeRequired(_) => "Make a key with this scope, or sign in.",
            Self::PersonRequired => "Sign in and send the access token instead of a key.",
            Self::OperatorRequired => "Ask whoever operates the service.",
            Self::KeyNotFound => "Check the key's id with GET /v1/keys.",
            Self::TooManyKeys => "Revoke a key that is not needed any more.",
            Self::NoSignIn => "See `auth.mode` of GET /v1/config for how callers are told apart here.",
            Self::SignIn(error) => sign_in_suggestion(error),
            Self::Forbidden(_) => {
                "Use the address that the service was started with, or add yours to its configuration."
            }
            Self::RateLimited { .. } => {
                "Send requests less often; the header `Retry-After` says when the next is served."
            }
            Self::NotFound => "See /docs for the addresses that exist.",
            Self::JobNotFound => "Check the job's id; a job that was deleted or has expired is gone.",
            Self::MethodNotAllowed => "See the header `Allow` or /docs.",
            Self::KeyReused => "Use a new key for a new request, or send exactly the same request again.",
            Self::JobNotFinished => "Cancel the job, or wait until it has ended.",
            Self::TooLarge(_) => "Make the request smaller; GET /languages tells the limits.",
            Self::UnsupportedMediaType => {
                "Set the header `Content-Type: application/json` and do not compress the body."
            }
            Self::InvalidFields(_) => "Correct the fields named in `details` and send the request again.",
            Self::TooManyJobs => {
                "Wait until some of your jobs have ended; the header `Retry-After` says when to try again."
            }
            Self::QueueFull | Self::CheckerBusy(_) => {
                "The service is busy; the header `Retry-After` says when to try again."
            }
            Self::TooManyAnalyses { .. } => {
                "Wait until another analysis has ended; the header `Retry-After` says when to try again."
            }
            Self::AnalyzerUnavailable => {
                "Try again later, or go on without an analysis; an operator can configure an analyzer."
            }
            Self::Store(StoreError::Unavailable(_)) => {
                "Try again after the time in `Retry-After`, with an `Idempotency-Key` so that nothing runs twice."
            }
            Self::Store(StoreError::Inconsistent { .. }) | Self::Internal(_) => {
                "Try again; if it happens again, report it with the request id."
            }
        }
    }

    const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::RateLimited { retry_after } | Self::TooManyAnalyses { retry_after } => Some(*retry_after),
            Self::TooManyJobs | Self::QueueFull | Self::CheckerBusy(_) => Some(RETRY_SOON_SECONDS),
            Self::Token(TokenError::Unavailable)
            | Self::SignIn(SignInError::Unavailable(_) | SignInError::TooManyRequests)
            | Self::AnalyzerUnavailable
            | Self::Store(StoreError::Unavailable(_)) => Some(RETRY_LATER_SECONDS),
            _ => None,
        }
    }

    /// What `WWW-Authenticate` says.
    fn challenge(&self) -> Option<&'static str> {
        match self {
            Self::Token(TokenError::Missing) => Some("Bearer"),
            Self::Token(TokenError::Expired | TokenError::Invalid) => Some("Bearer error=\"invalid_token\""),
            Self::ScopeRequired(scope) => Some(scope_challenge(*scope)),
            _ => None,
        }
    }

    /// Whether an operator should know. Being busy is no fault, and would fill the log when there is least time for it.
    const fn is_fault(&self) -> bool {
        let sign_in_is_away = matches!(self, Self::SignIn(SignInError::Unavailable(_)));
        sign_in_is_away || matches!(self, Self::Store(_) | Self::Internal(_) | Self::Token(TokenError::Unavailable))
    }

    fn fields(&mut self) -> Vec<FieldError> {
        match self {
            Self::TooLarge(fields) | Self::InvalidFields(fields) => std::mem::take(fields),
            _ => Vec::new(),
        }
    }
}

const fn sign_in_status(error: &SignInError) -> (StatusCode, &'static str) {
    match error {
        SignInError::Refused => (StatusCode::UNAUTHORIZED, "SIGN_IN_REFUSED"),
        SignInError::ChallengeRequired => (StatusCode::FORBIDDEN, "CHALLENGE_REQUIRED"),
        SignInError::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS"),
        SignInError::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "SIGN_IN_UNAVAILABLE"),
        // The handlers name the field; see `routes::auth`.
        SignInError::CodeRefused | SignInError::WeakPassword(_) | SignInError::BadUsername => {
            (StatusCode::UNPROCESSABLE_ENTITY, "INVALID_FIELD")
        }
    }
}

const fn sign_in_suggestion(error: &SignInError) -> &'static str {
    match error {
        SignInError::Refused => {
            "Check user name and password. A new account must be confirmed first; an old sign-in must be repeated."
        }
        SignInError::ChallengeRequired => "Sign in on the web page of the user pool once, then try again.",
        SignInError::TooManyRequests => "Wait; the header `Retry-After` says how long.",
        SignInError::Unavailable(_) => "Try again in a few seconds.",
        SignInError::CodeRefused | SignInError::WeakPassword(_) | SignInError::BadUsername => {
            "Correct the fields named in `details` and send the request again."
        }
    }
}

/// A header's value cannot be put together where it must live as long as the program.
const fn scope_challenge(scope: Scope) -> &'static str {
    match scope {
        Scope::JobsRead => "Bearer error=\"insufficient_scope\", scope=\"jobs:read\"",
        Scope::JobsWrite => "Bearer error=\"insufficient_scope\", scope=\"jobs:write\"",
        Scope::Analyze => "Bearer error=\"insufficient_scope\", scope=\"analyze\"",
        Scope::ServiceRead => "Bearer error=\"insufficient_scope\", scope=\"service:read\"",
    }
}

/// The first field's complaint, which is the whole message in the common case of one.
fn summary(fields: &[FieldError], otherwise: &str) -> String {
    match fields {
        [] => otherwise.to_owned(),
        [one] => format!("{}: {}", one.field, one.message),
        [first, rest @ ..] => format!("{}: {} (and {} more)", first.field, first.message, rest.len()),
    }
}

impl From<StoreError> for RouteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<CreateKeyError> for RouteError {
    fn from(error: CreateKeyError) -> Self {
        match error {
            CreateKeyError::Full => Self::TooManyKeys,
            CreateKeyError::Store(error) => Self::Store(error),
        }
    }
}

impl From<AcceptError> for RouteError {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::OwnerFull { .. } => Self::TooManyJobs,
            AcceptError::QueueFull { .. } => Self::QueueFull,
            AcceptError::KeyReused => Self::KeyReused,
            AcceptError::Store(error) => Self::Store(error),
            error @ AcceptError::IdTaken => Self::Internal(Box::new(error)),
        }
    }
}

impl From<Full> for RouteError {
    fn from(full: Full) -> Self {
        match full {
            Full::Principal => Self::TooManyJobs,
            Full::Total => Self::QueueFull,
        }
    }
}

impl IntoResponse for RouteError {
    fn into_response(mut self) -> Response {
        let (status, code) = self.status_code();
        let (message, suggestion) = (self.sentence(), self.suggestion());
        let (retry_after, challenge) = (self.retry_after(), self.challenge());
        let fields = self.fields();
        let problem = Problem {
            code,
            message,
            suggestion,
            fields,
            retry_after,
            challenge,
            cause: self.is_fault().then(|| Arc::new(self)),
        };
        (status, axum::Extension(problem)).into_response()
    }
}

/// Messages of field errors begin with the field's name, which keeps its case.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let is_prose = message.split_once([':', ' ']).is_some_and(|(word, _)| message.as_bytes()[word.len()] == b' ');
    match chars.next() {
        Some(first) if is_prose => first.to_uppercase().chain(chars).collect(),
        _ => message.to_owned(),
    }
}
