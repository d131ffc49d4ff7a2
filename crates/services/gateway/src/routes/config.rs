//! `GET /v1/config`: what a client must know before anyone has signed in.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::Imports;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    IsolationProbe, Settings,
    settings::{AuthMode, CognitoClient},
    wire::Limits,
};

/// What a client must know.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfigDocument {
    /// The product's version.
    version: String,
    /// How to sign in.
    auth: AuthDocument,
    /// Whether only whitelisted modules may be imported.
    imports: ImportsName,
    /// Whether any layer of isolation is relaxed. Show it.
    relaxed: bool,
    /// What a job may use.
    limits: Limits,
    /// Bytes of source text in one job.
    source_bytes_max: usize,
}

/// How to sign in.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthDocument {
    /// Which way.
    mode: AuthModeName,
    /// Set in mode `cognito`.
    #[schema(required)]
    cognito: Option<CognitoDocument>,
}

/// A way to sign in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthModeName {
    /// Not at all.
    Local,
    /// With a key as bearer token.
    ApiKey,
    /// With an access token of a user pool as bearer token.
    Cognito,
}

/// Where to sign in.
#[derive(Debug, Serialize, ToSchema)]
pub struct CognitoDocument {
    /// For example `eu-west-1`.
    region: String,
    /// The user pool.
    user_pool_id: String,
    /// The app client.
    client_id: String,
    /// Another address than the region's own.
    #[schema(required)]
    endpoint: Option<String>,
}

/// Which modules may be imported.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportsName {
    /// Those that `GET /languages` lists.
    Whitelist,
    /// All; isolation alone protects.
    Any,
}

/// What a client must know before sign-in
#[utoipa::path(get, path = "/v1/config", tag = "Service", responses((status = 200, description = "How to sign in, and the bounds", body = ConfigDocument)))]
pub async fn config(
    State(settings): State<Arc<Settings>>,
    State(isolation): State<IsolationProbe>,
) -> Json<ConfigDocument> {
    Json(ConfigDocument {
        version: settings.version.clone(),
        auth: AuthDocument::from(&settings.auth),
        imports: match settings.imports {
            Imports::Whitelist => ImportsName::Whitelist,
            Imports::Any => ImportsName::Any,
        },
        relaxed: settings.relaxed || isolation().is_some_and(|report| report.relaxed),
        limits: Limits::from(&settings.limits),
        source_bytes_max: settings.source_bytes_max,
    })
}

impl From<&AuthMode> for AuthDocument {
    fn from(mode: &AuthMode) -> Self {
        match mode {
            AuthMode::Local => Self { mode: AuthModeName::Local, cognito: None },
            AuthMode::ApiKey => Self { mode: AuthModeName::ApiKey, cognito: None },
            AuthMode::Cognito(client) => {
                let CognitoClient { region, user_pool_id, client_id, endpoint } = client.clone();
                let cognito = Some(CognitoDocument { region, user_pool_id, client_id, endpoint });
                Self { mode: AuthModeName::Cognito, cognito }
            }
        }
    }
}
