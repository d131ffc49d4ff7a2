//! `POST /analyze/async`: how a program grows, as that is found out.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use crate::{
    Settings,
    analysis::{Analyses, AnalysisBody, AnalysisMessage, Question},
    asked::Asked,
    audit::Came,
    auth::Caller,
    error::{ErrorBody, RouteError},
    event_stream::event_stream,
};

/// Analyse code and follow the narrative
///
/// Server-sent events: `analysis_stream_start`, then `analysis_stream_evidence` with the answer as far as it needs no
/// language model, `analysis_stream_chunk` with each piece of the narrative, and at last `analysis_stream_complete` with
/// the whole answer or `analysis_stream_error` with a sentence. A comment comes every few seconds when nothing else does.
/// A client that goes away stops the work.
#[utoipa::path(
    post, path = "/analyze/async", tag = "Analysis", request_body = AnalysisBody,
    responses(
        (status = 200, description = "A stream of events; each `data` is one of these", body = AnalysisMessage, content_type = "text/event-stream"),
        (status = 429, description = "The caller, or all together, have too many analyses running; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "There is no analyzer or it cannot be reached, or too much code is being checked; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn analyze_async(
    caller: Caller,
    came: Came,
    State(settings): State<Arc<Settings>>,
    State(analyses): State<Arc<Analyses>>,
    Asked(question): Asked<Question>,
) -> Result<Response, RouteError> {
    let live = analyses.follow(caller.id(), &came, question).await?;
    Ok(event_stream(live.into_stream(), settings.sse_keep_alive))
}
