//! `POST /validate`: check code without running it.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::Imports;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::{
    Settings, SourceCheck,
    asked::{Asked, FromBody},
    error::{ErrorBody, RouteError},
    fields::{Complaints, object},
    submission::{language, source},
    wire::{Violation, violations},
};

/// What to check.
#[derive(Debug, ToSchema)]
#[schema(as = Source, example = json!({ "code": "import os" }))]
#[expect(dead_code, reason = "the document's description of `Fields`, which are read one by one")]
pub struct SourceBody {
    /// Source text: valid UTF-8 with at most `source_bytes_max` bytes (see `GET /languages`).
    #[schema(min_length = 1)]
    code: String,
    /// See `GET /languages`.
    #[schema(required = false, default = "python")]
    language: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields<'a> {
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    language: Option<&'a RawValue>,
}

/// A body in which every field is right.
#[derive(Debug)]
pub struct Source(String);

impl FromBody for Source {
    fn parse(body: &[u8], settings: &Settings) -> Result<Self, RouteError> {
        let fields: Fields<'_> = object(body)?;
        let mut complaints = Complaints::default();
        language(fields.language, settings, &mut complaints);
        let source = source(fields.code, settings, &mut complaints);
        complaints.check(Self(source))
    }
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Validation)]
pub struct ValidationDocument {
    /// Whether it would be run.
    safe: bool,
    /// Everything that stands against it; a syntax error has the rule `syntax`.
    security_violations: Vec<Violation>,
    /// Bytes of the source text.
    bytes: usize,
    /// Bytes that it may have.
    bytes_max: usize,
}

/// Check code without running it
#[utoipa::path(
    post, path = "/validate", tag = "Run", request_body = SourceBody,
    responses(
        (status = 200, description = "What was found", body = ValidationDocument),
        (status = 503, description = "Too much is being checked; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn validate(
    State(settings): State<Arc<Settings>>,
    State(check): State<Arc<dyn SourceCheck>>,
    Asked(Source(source)): Asked<Source>,
) -> Result<Json<ValidationDocument>, RouteError> {
    let found = match settings.imports {
        Imports::Whitelist => check.check(&source).await?,
        Imports::Any => Vec::new(),
    };
    Ok(Json(ValidationDocument {
        safe: found.is_empty(),
        security_violations: violations(found),
        bytes: source.len(),
        bytes_max: settings.source_bytes_max,
    }))
}
