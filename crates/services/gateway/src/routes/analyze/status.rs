//! `GET /analyze/status`: whether programs can be analysed.

use std::sync::Arc;

use axum::{Json, extract::State};
use complexity::AnalyzerStatus;
use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::Analyses;

/// Whether code can be analysed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnalyzerDocument {
    /// Whether an analyzer is configured and answers.
    available: bool,
    /// Who runs its language model, for example `gemini`; null without one.
    #[schema(required)]
    provider: Option<String>,
    /// Which model.
    #[schema(required)]
    model: Option<String>,
    /// Whether programs are run to measure them.
    measures: bool,
}

/// Whether code can be analysed
#[utoipa::path(get, path = "/analyze/status", tag = "Analysis", responses((status = 200, description = "Whether, and by whom", body = AnalyzerDocument)))]
pub async fn analyze_status(State(analyses): State<Arc<Analyses>>) -> Json<AnalyzerDocument> {
    let status = analyses.status().await;
    let available = status.is_some();
    let AnalyzerStatus { provider, model, measures } = status.unwrap_or_default();
    Json(AnalyzerDocument { available, provider, model, measures })
}
