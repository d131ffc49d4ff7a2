//! `GET /auth/me`: who calls.

use axum::Json;
use domain::{Principal, Scope};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{auth::Caller, error::RouteError};

/// Who calls.
#[derive(Serialize, ToSchema)]
#[schema(as = Me)]
pub struct MeDocument {
    /// Stable name: owner of the caller's jobs.
    #[schema(example = "cognito:1b9f0b04-be9c-4148-bd1b-198848855ae5")]
    id: String,
    /// Name to show to a person.
    #[schema(required, example = "ada@example.org")]
    display_name: Option<String>,
    /// `user` or `operator`.
    #[schema(example = "user")]
    role: &'static str,
    /// `person` or `key`.
    #[schema(example = "person")]
    kind: &'static str,
    /// What the caller may do.
    #[schema(example = json!(["jobs:read", "jobs:write", "analyze"]))]
    scopes: Vec<&'static str>,
}

/// Who calls
///
/// There is an answer in every mode.
#[utoipa::path(get, path = "/auth/me", tag = "Sign-in", responses((status = 200, description = "The caller", body = MeDocument)))]
pub async fn me(Caller(caller): Caller) -> Result<Json<MeDocument>, RouteError> {
    Ok(Json(caller.into()))
}

impl From<Principal> for MeDocument {
    fn from(caller: Principal) -> Self {
        let scopes = Scope::ALL.into_iter().filter(|scope| caller.may(*scope)).map(Scope::as_str).collect();
        let kind = if caller.key.is_some() { "key" } else { "person" };
        let Principal { id, display_name, role, key: _, key_id: _ } = caller;
        Self { id: id.to_string(), display_name, role: role.as_str(), kind, scopes }
    }
}
