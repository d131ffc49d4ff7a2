//! Reads a request's body: JSON by its media type, bounded in bytes and in time.

use std::time::Duration;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, header},
};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;

use crate::error::{FieldError, RouteError};

/// A client that sends more than it may is read on for this many times the bound, so that it sees the answer rather than
/// a broken connection.
const DISCARD_FACTOR: usize = 8;

/// Reads the whole body of a request that must carry JSON.
pub async fn read_json(request: Request, bytes_max: usize, time_max: Duration) -> Result<Bytes, RouteError> {
    let (parts, body) = request.into_parts();
    if !is_plain_json(&parts.headers) {
        return Err(RouteError::UnsupportedMediaType);
    }
    if waits_with_too_much(&parts.headers, bytes_max) {
        return Err(too_large(bytes_max));
    }
    let read = read(body, bytes_max);
    tokio::time::timeout(time_max, read).await.unwrap_or(Err(RouteError::BodyTimeout))
}

/// Whether the body is declared as JSON and not compressed.
fn is_plain_json(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let media_type = text(header::CONTENT_TYPE).and_then(|value| value.split(';').next()).unwrap_or_default();
    let media_type = media_type.trim().to_ascii_lowercase();
    let is_json =
        media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"));
    is_json && text(header::CONTENT_ENCODING).is_none_or(|encoding| encoding.eq_ignore_ascii_case("identity"))
}

/// A client that asks before it sends is answered before it sends.
fn waits_with_too_much(headers: &HeaderMap, bytes_max: usize) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    headers.contains_key(header::EXPECT) && length.is_some_and(|length: usize| length > bytes_max)
}

async fn read(mut body: Body, bytes_max: usize) -> Result<Bytes, RouteError> {
    let mut kept = BytesMut::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| RouteError::MalformedBody("it ended early".to_owned()))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen <= bytes_max {
            kept.extend_from_slice(&data);
        } else if seen > bytes_max.saturating_mul(DISCARD_FACTOR) {
            break;
        } else {
            kept = BytesMut::new();
        }
    }
    if seen <= bytes_max { Ok(kept.freeze()) } else { Err(too_large(bytes_max)) }
}

fn too_large(bytes_max: usize) -> RouteError {
    RouteError::TooLarge(vec![FieldError::new("body", format!("must be at most {bytes_max} bytes"))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(content_type: Option<&str>, body: impl Into<Body>) -> Request {
        let mut request = Request::new(body.into());
        if let Some(value) = content_type {
            request.headers_mut().insert(header::CONTENT_TYPE, value.parse().unwrap());
        }
        request
    }

    async fn read_ten(request: Request) -> Result<Bytes, RouteError> {
        read_json(request, 10, Duration::from_secs(5)).await
    }

    #[tokio::test]
    async fn json_under_any_of_its_names_is_read() {
        for name in ["application/json", "Application/JSON; charset=utf-8", "application/ld+json"] {
            assert_eq!(read_ten(request(Some(name), "{}")).await.unwrap(), "{}", "{name}");
        }
    }

    #[tokio::test]
    async fn other_media_types_and_compression_are_refused() {
        let mut compressed = request(Some("application/json"), "{}");
        compressed.headers_mut().insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
        let wrong = [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("text/json")];
        for request in wrong.map(|name| request(name, "{}")).into_iter().chain([compressed]) {
            assert!(matches!(read_ten(request).await, Err(RouteError::UnsupportedMediaType)));
        }
    }

    #[tokio::test]
    async fn the_bound_is_exact() {
        assert_eq!(read_ten(request(Some("application/json"), "0123456789")).await.unwrap().len(), 10);
        let longer = read_ten(request(Some("application/json"), "01234567890")).await;
        assert!(matches!(longer, Err(RouteError::TooLarge(fields)) if fields[0].field == "body"));
        let endless = Body::from_stream(futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>("0123456789")));
        assert!(matches!(read_ten(request(Some("application/json"), endless)).await, Err(RouteError::TooLarge(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let never = Body::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
        assert!(matches!(read_ten(request(Some("application/json"), never)).await, Err(RouteError::BodyTimeout)));
    }
}
