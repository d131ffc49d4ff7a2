//! Who calls, and whether that is enough. Every route of the table that asks something sits behind [`identify`] and [`admit`],
//! so that no handler can forget it.

mod access;
mod api_keys;
mod callers;
pub(crate) mod key_text;
mod local;
mod stored_keys;

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{Principal, PrincipalId, Role, Scope, TokenVerifier};

pub use access::{Access, Observers};
pub use api_keys::{ApiKeys, ApiKeysError};
pub use callers::Callers;
pub use local::LocalDeveloper;
pub use stored_keys::StoredKeys;

use crate::error::RouteError;

/// Lets a request through with its principal, or answers 401. It is not asked where a route asks nothing: a bad token is
/// nobody's business there.
pub async fn identify(
    State(verifier): State<Arc<dyn TokenVerifier>>,
    mut request: Request,
    next: Next,
) -> Result<Response, RouteError> {
    let principal = verifier.verify(bearer(request.headers())).await?;
    request.extensions_mut().insert(Caller(principal));
    Ok(next.run(request).await)
}

/// Lets a request through whose principal may do what the route does, or answers 403.
pub async fn admit(
    State(access): State<Access>,
    Caller(caller): Caller,
    request: Request,
    next: Next,
) -> Result<Response, RouteError> {
    access.check(&caller)?;
    Ok(next.run(request).await)
}

/// The text after `Bearer `; the scheme's name has no case. Of two headers a proxy might believe the other one.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (value, None) = (values.next()?, values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The principal of a request that passed [`identify`].
#[derive(Debug, Clone)]
pub struct Caller(pub Principal);

impl Caller {
    /// Whether the caller may look after what others made.
    pub fn is_operator(&self) -> bool {
        self.0.role == Role::Operator
    }

    /// Whether the caller may see its owner's jobs, or only make and stop them.
    pub fn reads_jobs(&self) -> bool {
        self.0.may(Scope::JobsRead)
    }

    /// The owner of what the caller makes.
    pub const fn id(&self) -> &PrincipalId {
        &self.0.id
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = RouteError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RouteError> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| RouteError::Internal("this route is not behind the authentication".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bearer_scheme_counts() {
        let of = |value: &str| {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())]);
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(of("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(of("bEARER  abc ").as_deref(), Some("abc"));
        for other in ["Basic abc", "Bearer", "abc", ""] {
            assert_eq!(of(other), None, "{other}");
        }
        let two = ["Bearer abc", "Bearer abc"].map(|value| (header::AUTHORIZATION, value.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for (name, value) in two {
            headers.append(name, value);
        }
        assert_eq!(bearer(&headers), None);
    }
}
