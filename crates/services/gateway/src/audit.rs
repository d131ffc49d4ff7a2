//! What requests leave in the audit log.

use axum::{extract::FromRequestParts, http::request::Parts};
use domain::Origin;

use crate::{auth::Caller, error::RouteError};

/// The id of a request, as its answer tells it.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// How a request came, as far as its job's entries keep it.
#[derive(Debug, Clone)]
pub struct Came(pub Origin);

impl<S: Send + Sync> FromRequestParts<S> for Came {
    type Rejection = RouteError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RouteError> {
        let request_id = parts.extensions.get::<RequestId>().map(|RequestId(id)| id.clone());
        let caller = parts.extensions.get::<Caller>();
        let key_id = caller.and_then(|Caller(principal)| principal.key_id.clone());
        Ok(Self(Origin { request_id, key_id, trace: trace::current(), on_behalf_of: None }))
    }
}
