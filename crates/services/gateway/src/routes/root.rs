//! `GET /`: what the service is, or the web page for a browser.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    IsolationProbe, Settings,
    web::{self, WebPage},
    wire::Isolation,
};

/// The service at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceDocument {
    /// Always `code-remote`.
    #[schema(example = "code-remote")]
    service: &'static str,
    /// Always `running`.
    #[schema(example = "running")]
    status: &'static str,
    /// The product's version.
    version: String,
    /// Where the pages about the API are.
    #[schema(example = "/docs")]
    docs: &'static str,
    /// Where the `OpenAPI` document is.
    #[schema(example = "/openapi.json")]
    openapi: &'static str,
    /// What isolates jobs; null while that is not known.
    #[schema(required)]
    isolation: Option<Isolation>,
}

/// The service at a glance
///
/// A request that accepts `text/html` gets the web page when one is embedded.
#[utoipa::path(get, path = "/", tag = "Service", responses((status = 200, description = "What the service is", body = ServiceDocument)))]
pub async fn root(
    State(settings): State<Arc<Settings>>,
    State(isolation): State<IsolationProbe>,
    State(web): State<Option<Arc<dyn WebPage>>>,
    headers: HeaderMap,
) -> Response {
    if let Some(web) = web.filter(|_| web::wants_page(&headers)) {
        return web::page(&*web, &headers, &settings);
    }
    let document = ServiceDocument {
        service: "code-remote",
        status: "running",
        version: settings.version.clone(),
        docs: "/docs",
        openapi: "/openapi.json",
        isolation: isolation().map(Isolation::from),
    };
    ([(header::VARY, HeaderValue::from_static("accept"))], Json(document)).into_response()
}
