//! What a role without an API shows to its operators: whether it lives, whether it is ready, and its metrics.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{FromRef, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::Health;
use prometheus_client::encoding::text;

use crate::{
    auth::Observers,
    metrics::SharedRegistry,
    routes::{health, metrics::OPEN_METRICS},
};

#[derive(Clone)]
struct Operations {
    parts: Arc<[Arc<dyn Health>]>,
    registry: SharedRegistry,
}

impl FromRef<Operations> for Arc<[Arc<dyn Health>]> {
    fn from_ref(operations: &Operations) -> Self {
        operations.parts.clone()
    }
}

impl FromRef<Operations> for SharedRegistry {
    fn from_ref(operations: &Operations) -> Self {
        operations.registry.clone()
    }
}

/// This is a port for operators: whoever reaches it may see.
impl FromRef<Operations> for Observers {
    fn from_ref(_: &Operations) -> Self {
        Self::Anyone
    }
}

/// `/health`, `/health/live`, `/health/ready` and `/metrics` of these parts.
pub fn operations(parts: Vec<Arc<dyn Health>>, registry: SharedRegistry) -> Router {
    Router::new()
        .route("/health", get(health::ready))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(metrics))
        .fallback(|| async { (StatusCode::NOT_FOUND, Json(serde_json::json!({ "detail": "no such page" }))) })
        .with_state(Operations { parts: parts.into(), registry })
}

async fn metrics(State(registry): State<SharedRegistry>) -> Response {
    let mut body = String::new();
    match text::encode(&mut body, &registry) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], body).into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
