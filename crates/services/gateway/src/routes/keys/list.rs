//! `GET /v1/keys` and `GET /v1/operator/keys`: look at API keys.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{ApiKeyFilter, ApiKeyStore, PrincipalId};
use serde::Serialize;
use utoipa::ToSchema;

use super::ApiKeyDocument;
use crate::{
    auth::Caller,
    error::{ErrorBody, RouteError},
    query::Params,
};

const LIMIT: u32 = 199;

/// A page of keys.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKeyList)]
pub struct KeyListDocument {
    /// Newest first; those that ended recently too.
    keys: Vec<ApiKeyDocument>,
    /// Give it as `before` for the next page; null at the end.
    #[schema(required, format = "uuid")]
    next: Option<String>,
}

/// The caller's API keys, newest first
///
/// The keys themselves are not kept and cannot be shown.
#[utoipa::path(
    get, path = "/v1/keys", tag = "Keys",
    params(("before" = Option<String>, Query, format = "uuid", description = "Only keys that are older than this one")),
    responses(
        (status = 200, description = "The keys", body = KeyListDocument),
        (status = 422, description = "A parameter is wrong", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn list_keys(
    Caller(caller): Caller,
    params: Params,
    State(keys): State<Arc<dyn ApiKeyStore>>,
) -> Result<Json<KeyListDocument>, RouteError> {
    page(&*keys, Some(caller.id), &params).await
}

/// Everyone's API keys, newest first
#[utoipa::path(
    get, path = "/v1/operator/keys", tag = "Keys",
    params(("before" = Option<String>, Query, format = "uuid", description = "Only keys that are older than this one")),
    responses(
        (status = 200, description = "The keys", body = KeyListDocument),
        (status = 422, description = "A parameter is wrong", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn list_all_keys(
    params: Params,
    State(keys): State<Arc<dyn ApiKeyStore>>,
) -> Result<Json<KeyListDocument>, RouteError> {
    page(&*keys, None, &params).await
}

async fn page(
    keys: &dyn ApiKeyStore,
    owner: Option<PrincipalId>,
    params: &Params,
) -> Result<Json<KeyListDocument>, RouteError> {
    let before = params.read("before", "must be a key's id", |text| text.parse().ok())?;
    // One more than is shown says whether there is a next page.
    let mut found = keys.list(ApiKeyFilter { owner, before, limit: LIMIT + 1 }).await?;
    let more = found.len() > LIMIT as usize;
    found.truncate(LIMIT as usize);
    let next = found.last().filter(|_| more).map(|key| key.id.to_string());
    Ok(Json(KeyListDocument { keys: found.into_iter().map(ApiKeyDocument::from).collect(), next }))
}
