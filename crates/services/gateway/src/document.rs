//! The answer that shows a whole job. It can have tens of MiB (a control character is six bytes of JSON), so it is made
//! within the caller's turn, and the turn lasts until the connection has taken all of it.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    Json,
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use bytes::{Buf as _, Bytes};
use domain::Job;
use http_body::{Frame, SizeHint};
use serde::Serialize;
use tokio::task::spawn_blocking;

use crate::{error::RouteError, result::JobResult, turns::Turn};

/// Below this a job is written at once, on the thread that asks; the connection's own buffer holds as much.
const SMALL_BYTES: usize = 64 << 10;

/// What a connection is given at a time.
const PIECE_BYTES: usize = 64 << 10;

/// The job as JSON.
pub async fn respond(shown: (Job, Turn)) -> Result<Response, RouteError> {
    respond_as(shown, JobResult::from).await
}

/// The job as JSON of this shape.
pub async fn respond_as<T, F>((job, turn): (Job, Turn), shape: F) -> Result<Response, RouteError>
where
    T: Serialize,
    F: FnOnce(Job) -> T + Send + 'static,
{
    if text_bytes(&job) <= SMALL_BYTES {
        return Ok(Json(shape(job)).into_response());
    }
    let written = spawn_blocking(move || serde_json::to_vec(&shape(job))).await;
    let left = written.map_err(internal)?.map_err(internal)?.into();
    let mut response = Body::new(Pieces { left, _turn: turn }).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

fn internal(error: impl std::error::Error + Send + Sync + 'static) -> RouteError {
    RouteError::Internal(Box::new(error))
}

/// What of it has no small bound.
fn text_bytes(job: &Job) -> usize {
    job.output.stdout.len() + job.output.stderr.len() + job.spec.stdin.0.len() + job.spec.source.len()
}

/// A text in copied pieces: the whole is freed when the last piece has been taken, however slowly that is sent.
struct Pieces {
    left: Bytes,
    _turn: Turn,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let piece = Bytes::copy_from_slice(&self.left[..self.left.len().min(PIECE_BYTES)]);
        self.left.advance(piece.len());
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
