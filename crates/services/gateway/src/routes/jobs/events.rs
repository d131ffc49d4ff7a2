//! `GET /v1/jobs/{id}/events`: a job's events, those that were and those to come.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};

use super::JobPath;
use crate::{
    Settings,
    auth::Caller,
    error::{ErrorBody, RouteError},
    event_stream::event_stream,
    events::EventMessage,
    follow::Follower,
    jobs::Jobs,
    metrics::Metrics,
    query::Params,
    state::Followers,
};

const LAST_EVENT_ID: &str = "last-event-id";

/// A job's events, live
///
/// Server-sent events: first those that are stored, then each as it happens; `done` is the last, and the stream ends.
/// A comment comes every few seconds when nothing else does. A client that was cut off sends the last `id` it saw and
/// misses nothing. Output of an attempt lower than the newest is void.
#[utoipa::path(
    get, path = "/v1/jobs/{id}/events", tag = "Jobs",
    params(
        ("id" = String, Path, format = "uuid"),
        ("Last-Event-ID" = Option<u64>, Header, description = "Only events after this one"),
        ("last_event_id" = Option<u64>, Query, description = "The same, where a header cannot be set"),
    ),
    responses(
        (status = 200, description = "A stream of events; each `data` is one of these", body = EventMessage, content_type = "text/event-stream"),
        (status = 204, description = "`done` was the last event seen: do not connect again"),
        (status = 404, description = "The caller has no such job", body = ErrorBody),
        (status = 422, description = "The last event's id is not a number", body = ErrorBody),
        (status = 429, description = "The caller has too many streams open", body = ErrorBody),
        (status = 503, description = "Too many streams are open or the store is away; see `Retry-After`", body = ErrorBody),
    )
)]
#[expect(clippy::too_many_arguments, reason = "the parts that a handler asks for")]
pub async fn job_events(
    caller: Caller,
    JobPath(id): JobPath,
    params: Params,
    headers: HeaderMap,
    State(settings): State<Arc<Settings>>,
    State(jobs): State<Arc<Jobs>>,
    State(metrics): State<Metrics>,
    State(Followers(places)): State<Followers>,
) -> Result<Response, RouteError> {
    let after = last_seen(&headers, &params)?;
    let place = places.take(caller.id())?;
    let follower = Follower::start(jobs, caller.0.id, id, after, place, metrics.following()).await?;
    let Some(follower) = follower else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    Ok(event_stream(follower.into_stream(), settings.sse_keep_alive))
}

/// A browser that connects again sends the header, and the address it was first given.
fn last_seen(headers: &HeaderMap, params: &Params) -> Result<u64, RouteError> {
    let sent = match headers.get(LAST_EVENT_ID) {
        Some(value) => Some(value.to_str().unwrap_or("?")).filter(|text| !text.is_empty()),
        None => params.get("last_event_id"),
    };
    let Some(text) = sent else { return Ok(0) };
    text.parse().map_err(|_| RouteError::invalid("Last-Event-ID", "must be the number of an event"))
}
