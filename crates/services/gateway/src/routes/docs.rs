//! `GET /openapi.json` and `GET /docs`.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};

use crate::{docs, state::Document};

/// This document
#[utoipa::path(get, path = "/openapi.json", tag = "Service", responses(
    (status = 200, description = "An OpenAPI 3.1 document", body = serde_json::Value),
))]
pub async fn openapi_json(State(document): State<Document>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document.json).into_response()
}

/// This document as a page
#[utoipa::path(get, path = "/docs", tag = "Service", responses(
    (status = 200, description = "A page without scripts", body = String, content_type = "text/html"),
))]
pub async fn docs(State(document): State<Document>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, docs::content_security_policy()),
    ];
    (headers, document.html).into_response()
}
