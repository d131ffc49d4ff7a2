//! The single-page application, when one is embedded: the page for browsers, its files by content hash.

use std::{borrow::Cow, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;

use crate::{Settings, error::RouteError};

/// A file of the page, as it was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// For example `text/javascript; charset=utf-8`.
    pub content_type: Cow<'static, str>,
    /// Contents.
    pub body: Bytes,
    /// The same, compressed by gzip at build time.
    pub gzip: Option<Bytes>,
}

/// An embedded single-page application.
pub trait WebPage: Send + Sync {
    /// The page itself (`index.html`).
    fn index(&self) -> Asset;

    /// A file by its absolute path, for example `/assets/index-3f2a.js` or `/favicon.svg`. What is below `/assets/`
    /// has its content's hash in its name and never changes.
    fn asset(&self, path: &str) -> Option<Asset>;
}

/// The page under its file's name.
const INDEX: &str = "/index.html";

/// A file whose name has its hash.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// A file such as the icon.
const AN_HOUR: &str = "public, max-age=3600";

/// The page names the current files, so it is asked for each time.
const ASK_EACH_TIME: &str = "no-cache";

/// Whether a browser navigates here, as opposed to a program that asks for data.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The answer to everything that is not a route of the API: a file, the page for a deep link, or 404.
pub async fn fallback(
    State(web): State<Option<Arc<dyn WebPage>>>,
    State(settings): State<Arc<Settings>>,
    request: Request,
) -> Result<Response, RouteError> {
    let (path, headers) = (request.uri().path(), request.headers());
    let web = web.filter(|_| matches!(*request.method(), Method::GET | Method::HEAD)).ok_or(RouteError::NotFound)?;
    if path == INDEX {
        return Ok(page(&*web, headers, &settings));
    }
    if let Some(asset) = web.asset(path) {
        let cache = if path.starts_with("/assets/") { FOREVER } else { AN_HOUR };
        return Ok(respond(asset, headers, cache));
    }
    let is_deep_link = wants_page(headers) && !path.starts_with("/assets/") && !path.starts_with("/v1/");
    if is_deep_link { Ok(page(&*web, headers, &settings)) } else { Err(RouteError::NotFound) }
}

/// The page with its policy.
pub fn page(web: &dyn WebPage, headers: &HeaderMap, settings: &Settings) -> Response {
    let mut response = respond(web.index(), headers, ASK_EACH_TIME);
    if let Ok(policy) = HeaderValue::try_from(content_security_policy(&settings.connect_origins)) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn respond(asset: Asset, headers: &HeaderMap, cache: &'static str) -> Response {
    let Asset { content_type, body, gzip } = asset;
    let mut response = match gzip.filter(|_| takes_gzip(headers)) {
        Some(gzip) => ([(header::CONTENT_ENCODING, "gzip")], gzip).into_response(),
        None => body.into_response(),
    };
    let own = response.headers_mut();
    if let Ok(content_type) = HeaderValue::try_from(content_type.as_ref()) {
        own.insert(header::CONTENT_TYPE, content_type);
    }
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    own.insert(header::VARY, HeaderValue::from_static("accept, accept-encoding"));
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// Everything from here, nothing inline that runs. Monaco sets styles on elements and starts its workers from blobs.
fn content_security_policy(connect_origins: &[String]) -> String {
    let connect = connect_origins.iter().fold("'self'".to_owned(), |all, origin| format!("{all} {origin}"));
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; \
         img-src 'self' data:; font-src 'self' data:; connect-src {connect}; frame-ancestors 'none'; base-uri 'none'; \
         object-src 'none'; form-action 'self'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_of_zero_means_no() {
        let takes = |value: &str| {
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::try_from(value).unwrap())]))
        };
        assert!(takes("gzip") && takes("br, GZIP;q=0.5") && takes("deflate,gzip"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("gzip; q=0.0") && !takes(""));
    }
}
