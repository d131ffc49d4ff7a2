//! Reads a request's body: JSON by its media type, bounded in bytes and in time.

use std::ops::Deref;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, header},
};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;

use crate::{
    Settings,
    auth::Caller,
    error::{FieldError, RouteError},
    turns::{Turn, Turns},
};

/// A client that sends more than it may is read on for this many times the bound, so that it sees the answer rather than
/// a broken connection.
const DISCARD_FACTOR: usize = 8;

/// Bodies that say that they are no longer than this are read without a turn.
const SMALL_BYTES: usize = 64 << 10;

/// Names, passwords and tokens: the longest refresh tokens have a few KiB.
const SMALL_JSON_BYTES_MAX: usize = 16 << 10;

/// A whole body. While it is there, so is its turn.
#[derive(Debug)]
pub struct Received {
    bytes: Bytes,
    _turn: Option<Turn>,
}

impl Deref for Received {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads the whole body of a request that must carry JSON.
pub async fn read_json(request: Request, settings: &Settings, turns: &Turns) -> Result<Received, RouteError> {
    let (parts, body) = request.into_parts();
    let bytes_max = settings.body_bytes_max;
    if !is_plain_json(&parts.headers) {
        return Err(RouteError::UnsupportedMediaType);
    }
    if waits_with_too_much(&parts.headers, bytes_max) {
        return Err(too_large(bytes_max));
    }
    let turn = match parts.extensions.get::<Caller>() {
        Some(caller) if length(&parts.headers).is_none_or(|length| length > SMALL_BYTES) => {
            Some(turns.wait(caller.id()).await)
        }
        _ => None,
    };
    let read = tokio::time::timeout(settings.body_timeout, read(body, bytes_max)).await;
    Ok(Received { bytes: read.unwrap_or(Err(RouteError::BodyTimeout))?, _turn: turn })
}

/// Reads the whole body of a request that carries a few words of JSON: of anyone, so it waits for no turn and is small.
pub async fn read_small_json(request: Request, settings: &Settings) -> Result<Bytes, RouteError> {
    let (parts, body) = request.into_parts();
    if !is_plain_json(&parts.headers) {
        return Err(RouteError::UnsupportedMediaType);
    }
    if waits_with_too_much(&parts.headers, SMALL_JSON_BYTES_MAX) {
        return Err(too_large(SMALL_JSON_BYTES_MAX));
    }
    let read = tokio::time::timeout(settings.body_timeout, read(body, SMALL_JSON_BYTES_MAX)).await;
    read.unwrap_or(Err(RouteError::BodyTimeout))
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
    headers.contains_key(header::EXPECT) && length(headers).is_some_and(|length| length > bytes_max)
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
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
    use std::time::Duration;

    use domain::{Principal, PrincipalId};
    use futures_util::FutureExt as _;

    use super::*;
    use crate::SlotBounds;

    const ONE: SlotBounds = SlotBounds { total: 1, per_principal: 1 };

    fn request(content_type: Option<&str>, body: impl Into<Body>) -> Request {
        let mut request = Request::new(body.into());
        if let Some(value) = content_type {
            request.headers_mut().insert(header::CONTENT_TYPE, value.parse().unwrap());
        }
        request
    }

    fn ten() -> Settings {
        Settings { body_bytes_max: 10, body_timeout: Duration::from_secs(5), ..Settings::default() }
    }

    async fn read_ten(request: Request) -> Result<Bytes, RouteError> {
        read_json(request, &ten(), &Turns::new(ONE)).await.map(|received| received.bytes)
    }

    #[tokio::test]
    async fn only_bodies_that_may_be_large_wait_for_a_turn() {
        let turns = Turns::new(ONE);
        let ann = Caller(Principal { id: PrincipalId::new("ann"), ..Principal::local_developer() });
        let of = |length: Option<usize>| {
            let mut request = request(Some("application/json"), "{}");
            request.extensions_mut().insert(ann.clone());
            if let Some(length) = length {
                request.headers_mut().insert(header::CONTENT_LENGTH, length.into());
            }
            request
        };
        let held = read_json(of(None), &ten(), &turns).await.unwrap();
        for length in [None, Some(SMALL_BYTES + 1)] {
            assert!(read_json(of(length), &ten(), &turns).now_or_never().is_none());
        }
        assert!(read_json(of(Some(2)), &ten(), &turns).now_or_never().unwrap().is_ok());
        drop(held);
        assert!(read_json(of(None), &ten(), &turns).now_or_never().unwrap().is_ok());
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
