//! `GET /metrics`: everything that is counted, for Prometheus.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use prometheus_client::encoding::text;

use crate::{
    error::RouteError,
    jobs::Jobs,
    metrics::{Metrics, SharedRegistry},
};

pub(crate) const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Metrics for Prometheus
#[utoipa::path(get, path = "/metrics", tag = "Service", responses(
    (status = 200, description = "OpenMetrics text", body = String, content_type = OPEN_METRICS),
))]
pub async fn metrics(
    State(jobs): State<Arc<Jobs>>,
    State(metrics): State<Metrics>,
    State(registry): State<SharedRegistry>,
) -> Result<Response, RouteError> {
    match jobs.reader.queue_stats().await {
        Ok(stats) => metrics.queue(stats),
        Err(error) => tracing::warn!(error = %error, "failed to read the queue's depth for the metrics"),
    }
    let mut body = String::new();
    text::encode(&mut body, &registry).map_err(|error| RouteError::Internal(Box::new(error)))?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], body).into_response())
}
