//! `GET /v1/audit`: who ran what, when, with which outcome.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use domain::{AuditEntry, AuditEvent, AuditFilter, AuditLog, AuditPage, PrincipalId, StoreError, Timestamp};
use futures_util::{Stream, stream};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    error::{ErrorBody, RouteError},
    query::Params,
    wire::{JobErrorCode, JobStatus, LimitName, ms},
};

const LIMIT_DEFAULT: u32 = 100;
const LIMIT_MAX: u32 = 1000;
const JSON_LINES: &str = "application/x-ndjson";

/// A page of the audit log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditPage)]
pub struct AuditPageDocument {
    /// Newest first.
    entries: Vec<AuditEntryDocument>,
    /// Give it as `before` for the next page; null at the end.
    #[schema(required)]
    next: Option<u64>,
}

/// What happened to a job.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditEvent)]
pub enum AuditEventName {
    /// It was accepted, and will run.
    Accepted,
    /// The language check refused it; it never runs.
    Refused,
    /// It ran and ended, or was stopped or lost.
    Ended,
}

/// One entry. It never has code, input or output.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct AuditEntryDocument {
    /// Its number; later entries have higher ones.
    seq: u64,
    /// When it was written.
    #[schema(format = "date-time")]
    at: String,
    /// What happened.
    event: AuditEventName,
    /// The job.
    #[schema(format = "uuid")]
    job_id: String,
    /// Whose job it is.
    principal: String,
    /// Who had it made, where the service owns it: measured runs of an analysis are jobs of `system:analyzer`, on behalf of
    /// the caller who asked for the analysis.
    #[schema(required)]
    on_behalf_of: Option<String>,
    /// The API key that was used, where it was one.
    #[schema(required)]
    key_id: Option<String>,
    /// `X-Request-Id` of the request that made the job.
    #[schema(required)]
    request_id: Option<String>,
    /// Language name.
    language: String,
    /// SHA-256 of the code, in hexadecimal.
    #[schema(required)]
    source_sha256: Option<String>,
    /// How it ended; null on `accepted`, as is all that follows.
    #[schema(required)]
    status: Option<JobStatus>,
    /// The program's exit code.
    #[schema(required)]
    exit_code: Option<i32>,
    /// The signal that ended it.
    #[schema(required)]
    signal: Option<i32>,
    /// The limit that ended it or that it ran into.
    #[schema(required)]
    limit: Option<LimitName>,
    /// Set for a refusal or a fault of the service.
    #[schema(required)]
    error_code: Option<JobErrorCode>,
    /// Run time of the program in milliseconds.
    #[schema(required)]
    execution_time_ms: Option<f64>,
}

/// Who ran what, when, with which outcome
///
/// For operators. With `Accept: application/x-ndjson` the answer is every entry that matches, newest first, one JSON object a
/// line and without pages.
#[utoipa::path(
    get, path = "/v1/audit", tag = "Service",
    params(
        ("principal" = Option<String>, Query, description = "Only this principal's"),
        ("since" = Option<String>, Query, format = "date-time", description = "Only entries of this time or later"),
        ("until" = Option<String>, Query, format = "date-time", description = "Only entries before this time"),
        ("before" = Option<u64>, Query, description = "Only entries with a lower number: `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000, description = "At most this many on a page; 100 by default"),
    ),
    responses(
        (status = 200, description = "One page, or lines", content((AuditPageDocument = "application/json"), (AuditEntryDocument = "application/x-ndjson"))),
        (status = 403, description = "The caller is no operator", body = ErrorBody),
        (status = 422, description = "A parameter is wrong", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn audit(
    params: Params,
    headers: HeaderMap,
    State(log): State<Arc<dyn AuditLog>>,
) -> Result<Response, RouteError> {
    let filter = filter(&params)?;
    if !wants_lines(&headers) {
        return Ok(Json(AuditPageDocument::from(log.entries(filter).await?)).into_response());
    }
    // The first page is read before anything is sent, so that a store that is away is a 503.
    let first = log.entries(AuditFilter { limit: LIMIT_MAX, ..filter.clone() }).await?;
    let mut response = Body::from_stream(lines(log, filter, first)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON_LINES));
    Ok(response)
}

fn wants_lines(headers: &HeaderMap) -> bool {
    let mut accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.any(|value| value.contains(JSON_LINES))
}

fn filter(params: &Params) -> Result<AuditFilter, RouteError> {
    let time = |text: &str| text.parse::<Timestamp>().ok();
    let in_bounds = |text: &str| text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
    let must_be_time = "must be a time such as 2026-01-31T12:00:00Z";
    Ok(AuditFilter {
        principal: params.get("principal").map(PrincipalId::new),
        since: params.read("since", must_be_time, time)?,
        until: params.read("until", must_be_time, time)?,
        before: params.read("before", "must be the number of an entry", |text| text.parse().ok())?,
        limit: params.read("limit", "must be a whole number from 1 to 1000", in_bounds)?.unwrap_or(LIMIT_DEFAULT),
    })
}

/// Page after page. A store that goes away meanwhile breaks the answer off, so that its reader cannot take it for whole.
fn lines(
    log: Arc<dyn AuditLog>,
    filter: AuditFilter,
    first: AuditPage,
) -> impl Stream<Item = Result<Bytes, StoreError>> {
    stream::try_unfold(Some((first, log, filter)), async |state| {
        let Some((page, log, filter)) = state else { return Ok(None) };
        let text = text(page.entries);
        let next = match page.next {
            None => None,
            Some(before) => {
                let filter = AuditFilter { before: Some(before), limit: LIMIT_MAX, ..filter };
                Some((log.entries(filter.clone()).await?, log, filter))
            }
        };
        Ok(Some((text, next)))
    })
}

fn text(entries: Vec<AuditEntry>) -> Bytes {
    let mut text = Vec::new();
    for entry in entries {
        let line = serde_json::to_vec(&AuditEntryDocument::from(entry)).expect("plain data");
        text.extend_from_slice(&line);
        text.push(b'\n');
    }
    text.into()
}

impl From<AuditPage> for AuditPageDocument {
    fn from(AuditPage { entries, next }: AuditPage) -> Self {
        Self { entries: entries.into_iter().map(AuditEntryDocument::from).collect(), next }
    }
}

impl From<AuditEntry> for AuditEntryDocument {
    fn from(entry: AuditEntry) -> Self {
        let AuditEntry { seq, at, event, job_id, principal, origin, language, source_sha256, outcome } = entry;
        let outcome = outcome.as_ref();
        Self {
            seq,
            at: at.to_string(),
            event: event.into(),
            job_id: job_id.to_string(),
            principal: principal.as_str().to_owned(),
            on_behalf_of: origin.on_behalf_of.map(|principal| principal.as_str().to_owned()),
            key_id: origin.key_id,
            request_id: origin.request_id,
            language,
            source_sha256,
            status: outcome.map(|outcome| domain::Status::from(outcome.status).into()),
            exit_code: outcome.and_then(|outcome| outcome.exit_code),
            signal: outcome.and_then(|outcome| outcome.signal),
            limit: outcome.and_then(|outcome| outcome.limit).map(LimitName::from),
            error_code: outcome.and_then(|outcome| outcome.error_code).map(JobErrorCode::from),
            execution_time_ms: outcome.map(|outcome| ms(outcome.run_us)),
        }
    }
}

impl From<AuditEvent> for AuditEventName {
    fn from(event: AuditEvent) -> Self {
        match event {
            AuditEvent::Accepted => Self::Accepted,
            AuditEvent::Refused => Self::Refused,
            AuditEvent::Ended => Self::Ended,
        }
    }
}
