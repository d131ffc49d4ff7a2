//! The outermost layer: names the request, measures it, and gives every failure its one body.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Json,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::IdSource;
use tracing::{Instrument as _, field::Empty};

use super::headers;
use crate::{
    audit::RequestId,
    error::{Problem, RouteError},
    metrics::Metrics,
};

const REQUEST_ID: &str = "x-request-id";
const REQUEST_ID_CHARS_MAX: usize = 128;

/// What is counted and logged where no route matched.
const NO_ROUTE: &str = "none";

/// What machines ask every few seconds; their questions are not worth a line each.
const PROBED: [&str; 4] = ["/health", "/health/live", "/health/ready", "/metrics"];

/// Wraps a request. Neither bodies nor tokens nor query strings are logged: a route is its template.
pub async fn envelope(
    State(ids): State<Arc<dyn IdSource>>,
    State(metrics): State<Metrics>,
    route: Option<MatchedPath>,
    mut request: Request,
    next: Next,
) -> Response {
    let route = route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
    let method = method_name(request.method());
    let id = request_id(request.headers(), &*ids);
    let span = tracing::info_span!(
        "http.request",
        request.id = id,
        http.method = method,
        http.route = route,
        http.status = Empty,
        latency_ms = Empty
    );
    request.extensions_mut().insert(RequestId(id.clone()));
    if let Some(parent) = request.headers().get("traceparent").and_then(|value| value.to_str().ok()) {
        trace::follow(&span, parent);
    }
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let response = span.in_scope(|| finish(response, id));
    metrics.answered(route, method, response.status().as_u16(), took);
    span.in_scope(|| log(&span, route, response.status(), took));
    response
}

/// The caller's own id when it is a sane one.
fn request_id(headers: &HeaderMap, ids: &dyn IdSource) -> String {
    let sent = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_sane = |id: &&str| {
        (1..=REQUEST_ID_CHARS_MAX).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    sent.filter(is_sane).map_or_else(|| ids.job_id().to_string(), str::to_owned)
}

/// A closed set, because callers choose the method.
fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn finish(mut response: Response, id: String) -> Response {
    let problem = response.extensions_mut().remove::<Problem>().or_else(|| foreign_problem(&response));
    if let Some(problem) = problem {
        response = render(&response, problem, id.clone());
    }
    headers::add_missing(response.headers_mut());
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// A failure that a library answered in its own way gets our body too. A health document keeps its own.
fn foreign_problem(response: &Response) -> Option<Problem> {
    let is_ours = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value == "application/json");
    let error = match response.status() {
        status if is_ours || !(status.is_client_error() || status.is_server_error()) => return None,
        StatusCode::NOT_FOUND => RouteError::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => RouteError::MethodNotAllowed,
        status if status.is_client_error() => RouteError::MalformedBody(status.to_string()),
        status => RouteError::Internal(format!("answered {status} without a reason").into()),
    };
    error.into_response().extensions_mut().remove()
}

fn render(response: &Response, problem: Problem, id: String) -> Response {
    if let Some(cause) = problem.chain() {
        tracing::error!(error.code = problem.code, error.cause = cause, "failed to serve a request");
    }
    let (retry_after, challenge) = (problem.retry_after, problem.challenge);
    let mut rendered = (response.status(), Json(problem.into_body(id))).into_response();
    let headers = rendered.headers_mut();
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if let Some(challenge) = challenge {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    if let Some(allow) = response.headers().get(header::ALLOW) {
        headers.insert(header::ALLOW, allow.clone());
    }
    for (name, value) in response.headers().iter().filter(|(name, _)| name.as_str().starts_with("access-control-")) {
        headers.append(name, value.clone());
    }
    rendered
}

fn log(span: &tracing::Span, route: &str, status: StatusCode, took: Duration) {
    let (status, latency_ms) = (status.as_u16(), took.as_secs_f64() * 1000.0);
    span.record("http.status", status);
    span.record("latency_ms", latency_ms);
    if PROBED.contains(&route) {
        tracing::debug!("answered a probe");
    } else {
        tracing::info!("answered a request");
    }
}

#[cfg(test)]
mod tests {
    use domain::RandomIds;

    use super::*;

    fn id_for(sent: &str) -> String {
        let headers =
            HeaderMap::from_iter([(REQUEST_ID.parse().unwrap(), HeaderValue::from_bytes(sent.as_bytes()).unwrap())]);
        request_id(&headers, &RandomIds)
    }

    #[test]
    fn only_a_sane_id_is_taken_over() {
        assert_eq!(id_for("abc-1_2.3"), "abc-1_2.3");
        for insane in ["", "a b", "a\"b", "ä", &"x".repeat(129)] {
            assert_eq!(id_for(insane).len(), 36, "{insane}");
        }
    }
}
