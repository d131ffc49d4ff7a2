//! API keys: made by people, for their machines.

pub mod create;
pub mod list;
pub mod revoke;

use domain::{ApiKey, Scope};
use serde::Serialize;
use utoipa::ToSchema;

/// A key as it can be looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub struct ApiKeyDocument {
    /// Its name inside the service.
    #[schema(format = "uuid")]
    id: String,
    /// Whose jobs are those that are made with it.
    #[schema(example = "cognito:1b9f0b04-be9c-4148-bd1b-198848855ae5")]
    owner: String,
    /// What its owner calls it.
    #[schema(example = "nightly build")]
    name: String,
    /// What it is good for.
    #[schema(example = json!(["jobs:read", "jobs:write"]))]
    scopes: Vec<&'static str>,
    /// When it was made.
    #[schema(format = "date-time")]
    created_at: String,
    /// From then on it is good for nothing.
    #[schema(format = "date-time")]
    expires_at: String,
    /// When it was used last, to the minute.
    #[schema(required, format = "date-time")]
    last_used_at: Option<String>,
    /// Since when it is good for nothing, if it was revoked.
    #[schema(required, format = "date-time")]
    revoked_at: Option<String>,
}

impl From<ApiKey> for ApiKeyDocument {
    fn from(key: ApiKey) -> Self {
        let ApiKey { id, owner, name, scopes, created_at, expires_at, last_used_at, revoked_at } = key;
        Self {
            id: id.to_string(),
            owner: owner.to_string(),
            name,
            scopes: scopes.iter().map(Scope::as_str).collect(),
            created_at: created_at.to_string(),
            expires_at: expires_at.to_string(),
            last_used_at: last_used_at.map(|at| at.to_string()),
            revoked_at: revoked_at.map(|at| at.to_string()),
        }
    }
}
