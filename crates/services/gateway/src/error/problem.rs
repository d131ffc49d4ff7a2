//! The body of every failed request.

use std::{error::Error, sync::Arc};

use serde::Serialize;
use utoipa::ToSchema;

use super::{FieldError, RouteError};

/// A failure on its way to the middleware that writes its body.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Stable, upper case.
    pub code: &'static str,
    /// For a person.
    pub message: String,
    /// What to do.
    pub suggestion: &'static str,
    /// Which fields.
    pub fields: Vec<FieldError>,
    /// In seconds.
    pub retry_after: Option<u32>,
    /// For `WWW-Authenticate`.
    pub challenge: Option<&'static str>,
    /// For the log only; set for faults of ours.
    pub cause: Option<Arc<RouteError>>,
}

/// The body of every answer with a 4xx or 5xx status.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Error, example = json!({
    "error": {
        "code": "INVALID_FIELD",
        "message": "timeout_seconds: must be greater than 0",
        "suggestion": "Correct the fields named in `details` and send the request again.",
        "details": { "fields": [{ "field": "timeout_seconds", "message": "must be greater than 0" }] }
    },
    "detail": "timeout_seconds: must be greater than 0",
    "request_id": "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11"
}))]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ErrorDetail,
    /// The same as `error.message`.
    pub detail: String,
    /// The same as the header `X-Request-Id`; give it when reporting a problem.
    pub request_id: String,
}

/// What went wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErrorDetail {
    /// Stable, for programs.
    pub code: &'static str,
    /// For a person.
    pub message: String,
    /// What to do.
    pub suggestion: &'static str,
    /// Which fields, for 413 and 422; empty otherwise.
    pub details: ErrorFields,
}

/// Which fields were wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErrorFields {
    /// Each of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub fields: Vec<FieldError>,
}

impl Problem {
    /// The body.
    pub fn into_body(self, request_id: String) -> ErrorBody {
        let Self { code, message, suggestion, fields, retry_after: _, challenge: _, cause: _ } = self;
        let error = ErrorDetail { code, message: message.clone(), suggestion, details: ErrorFields { fields } };
        ErrorBody { error, detail: message, request_id }
    }

    /// The cause and the causes of the cause, for the log.
    pub fn chain(&self) -> Option<String> {
        let mut text = String::new();
        let mut next = self.cause.as_deref().map(|cause| cause as &dyn Error);
        while let Some(error) = next {
            text.push_str(if text.is_empty() { "" } else { ": " });
            text.push_str(&error.to_string());
            next = error.source();
        }
        (!text.is_empty()).then_some(text)
    }
}
