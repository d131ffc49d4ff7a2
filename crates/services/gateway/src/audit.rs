//! Who may read the audit log, and what requests leave in it.

use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{Origin, Principal};

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
        Ok(Self(Origin { request_id, key_id: None }))
    }
}

/// A caller who may look at what all callers did.
#[derive(Debug, Clone)]
pub struct Operator;

impl<S: Send + Sync> FromRequestParts<S> for Operator {
    type Rejection = RouteError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RouteError> {
        let Caller(principal) = Caller::from_request_parts(parts, state).await?;
        if is_operator(&principal) { Ok(Self) } else { Err(RouteError::OperatorRequired) }
    }
}

/// The one place that says who is one: the person at this machine.
fn is_operator(principal: &Principal) -> bool {
    principal.id == Principal::local_developer().id
}
