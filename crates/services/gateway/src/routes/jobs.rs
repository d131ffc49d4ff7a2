//! Jobs of the caller. Another caller's job is a 404 like a missing one.

pub mod cancel;
pub mod create;
pub mod delete;
pub mod events;
pub mod get;
pub mod list;
pub mod logs;
pub mod share;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};

use crate::error::RouteError;

/// The job that a path names. Text that is no id names no job.
#[derive(Debug, Clone, Copy)]
pub struct JobPath(pub domain::JobId);

impl<S: Send + Sync> FromRequestParts<S> for JobPath {
    type Rejection = RouteError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RouteError> {
        let Path(id) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| RouteError::JobNotFound)?;
        id.parse().map(Self).map_err(|_| RouteError::JobNotFound)
    }
}
