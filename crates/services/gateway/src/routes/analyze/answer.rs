//! `POST /analyze`: how a program grows.

use std::sync::Arc;

use axum::{Json, extract::State};

use crate::{
    analysis::{Analyses, AnalysisBody, AnalysisDocument, Question},
    asked::Asked,
    audit::Came,
    auth::Caller,
    error::{ErrorBody, RouteError},
};

/// Analyse code and wait
///
/// The syntax tree is always asked; the program is run at growing sizes when the language check lets it run, and a
/// language model explains when one is configured. What fails of these is told in `notices`. Code that does not parse or
/// is blank is answered with 200 and `success: false`.
#[utoipa::path(
    post, path = "/analyze", tag = "Analysis", request_body = AnalysisBody,
    responses(
        (status = 200, description = "How it grows, or why that cannot be told", body = AnalysisDocument),
        (status = 429, description = "The caller, or all together, have too many analyses running; see `Retry-After`", body = ErrorBody),
        (status = 503, description = "There is no analyzer or it cannot be reached, or too much code is being checked; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn analyze(
    caller: Caller,
    came: Came,
    State(analyses): State<Arc<Analyses>>,
    Asked(question): Asked<Question>,
) -> Result<Json<AnalysisDocument>, RouteError> {
    analyses.answer(caller.id(), &came, question).await.map(Json)
}
