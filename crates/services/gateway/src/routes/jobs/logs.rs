//! `GET /v1/jobs/{id}/logs`: one output stream, byte for byte.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::OutputStream;
use utoipa::ToSchema;

use super::JobPath;
use crate::{
    auth::Caller,
    error::{ErrorBody, RouteError},
    jobs::Jobs,
    query::Params,
    wire::StreamName,
};

/// Bytes of any kind.
#[derive(ToSchema)]
#[schema(as = Bytes, value_type = String, format = Binary)]
#[expect(dead_code, reason = "only described")]
pub struct RawBytes(Vec<u8>);

/// One output stream, byte for byte
///
/// What the last attempt wrote so far, at most as much as is kept.
#[utoipa::path(
    get, path = "/v1/jobs/{id}/logs", tag = "Jobs",
    params(
        ("id" = String, Path, format = "uuid"),
        ("stream" = Option<StreamName>, Query, description = "`stdout` by default"),
    ),
    responses(
        (status = 200, description = "The bytes", body = RawBytes, content_type = "application/octet-stream"),
        (status = 404, description = "The caller has no such job", body = ErrorBody),
        (status = 422, description = "There is no such stream", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn job_logs(
    caller: Caller,
    JobPath(id): JobPath,
    params: Params,
    State(jobs): State<Arc<Jobs>>,
) -> Result<Response, RouteError> {
    let stream = params.read("stream", "must be stdout or stderr", stream)?.unwrap_or(OutputStream::Stdout);
    let output = jobs.get(caller.id(), id).await?.output;
    let (bytes, name) = match stream {
        OutputStream::Stdout => (output.stdout, "stdout"),
        OutputStream::Stderr => (output.stderr, "stderr"),
    };
    // A browser that is sent here keeps the bytes as a file, whatever they look like.
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}

fn stream(word: &str) -> Option<OutputStream> {
    match word {
        "stdout" => Some(OutputStream::Stdout),
        "stderr" => Some(OutputStream::Stderr),
        _ => None,
    }
}
