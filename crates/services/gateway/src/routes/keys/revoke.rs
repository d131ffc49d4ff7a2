//! `DELETE /v1/keys/{id}`: make an API key good for nothing.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::ApiKeyStore;

use crate::{
    auth::Caller,
    error::{ErrorBody, RouteError},
};

/// Revoke an API key
///
/// From the next request on, everywhere. Operators can revoke anyone's.
#[utoipa::path(
    delete, path = "/v1/keys/{id}", tag = "Keys", params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 204, description = "It is good for nothing, now or since before"),
        (status = 404, description = "The caller has no such key", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn revoke_key(
    caller: Caller,
    Path(id): Path<String>,
    State(keys): State<Arc<dyn ApiKeyStore>>,
) -> Result<StatusCode, RouteError> {
    // Text that is no id names no key.
    let id = id.parse().map_err(|_| RouteError::KeyNotFound)?;
    let owner = (!caller.is_operator()).then(|| caller.id());
    if !keys.revoke(id, owner).await? {
        return Err(RouteError::KeyNotFound);
    }
    tracing::info!(key.id = %id, "revoked an API key");
    Ok(StatusCode::NO_CONTENT)
}
