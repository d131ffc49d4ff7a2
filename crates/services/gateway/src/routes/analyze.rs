//! `POST /analyze`, `/analyze/async` and `GET /analyze/status`: answers for as long as no analyzer is configured.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{ErrorBody, RouteError};

/// Whether code can be analysed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnalyzerDocument {
    /// Whether an analyzer is configured.
    available: bool,
    /// Which.
    #[schema(required)]
    provider: Option<String>,
}

/// Analyse code and wait
#[utoipa::path(post, path = "/analyze", tag = "Analysis", responses(
    (status = 503, description = "No analyzer is configured", body = ErrorBody),
))]
pub async fn analyze() -> RouteError {
    RouteError::AnalyzerUnavailable
}

/// Analyse code and follow the narrative
#[utoipa::path(post, path = "/analyze/async", tag = "Analysis", responses(
    (status = 503, description = "No analyzer is configured", body = ErrorBody),
))]
pub async fn analyze_async() -> RouteError {
    RouteError::AnalyzerUnavailable
}

/// Whether code can be analysed
#[utoipa::path(get, path = "/analyze/status", tag = "Analysis", responses((status = 200, description = "Whether, and by whom", body = AnalyzerDocument)))]
pub async fn analyze_status() -> Json<AnalyzerDocument> {
    Json(AnalyzerDocument { available: false, provider: None })
}
