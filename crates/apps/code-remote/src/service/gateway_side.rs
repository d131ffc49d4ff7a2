//! The gateway's settings and ports from ours.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use aws::CognitoTokens;
use domain::{QueueBounds, SystemClock, TokenVerifier};
use gateway::{
    ApiKeys, AuthMode, CognitoClient, HostGuard, Language, LocalDeveloper, Settings as GatewaySettings, SourceCheck,
};
use policy::Checker;

use crate::config::{Auth, Settings, UserPool};

pub(super) fn settings(settings: &Settings, python_version: &str) -> anyhow::Result<GatewaySettings> {
    let (service, sandbox) = (&settings.service, &settings.sandbox);
    let (auth, connect_origins) = auth(settings)?;
    let hosts = match auth {
        AuthMode::Local => HostGuard::Loopback { also: service.hosts.clone() },
        AuthMode::ApiKey | AuthMode::Cognito(_) => HostGuard::Off,
    };
    let limits = sandbox.limits();
    let defaults = GatewaySettings::default();
    Ok(GatewaySettings {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        auth,
        hosts,
        cors_origins: service.cors_origins.clone(),
        connect_origins,
        languages: vec![Language::python(python_version)],
        imports: sandbox.python_imports.into(),
        timeout_max: Duration::from_millis(limits.wall_time_ms),
        limits,
        source_bytes_max: sandbox.source_bytes_max,
        // A JSON escape takes up to six bytes for one of source text.
        body_bytes_max: defaults.body_bytes_max.max(6 * sandbox.source_bytes_max + (4 << 20)),
        rates: settings.callers.rates(service.auth() != Some(Auth::Local)),
        queue: QueueBounds { total: service.queue_max, per_owner: service.queue_max_per_caller },
        ..defaults
    })
}

/// How callers sign in, and which other origins the page needs for it.
fn auth(settings: &Settings) -> anyhow::Result<(AuthMode, Vec<String>)> {
    Ok(match settings.service.auth() {
        Some(Auth::Cognito) => {
            let UserPool { region, id, client_id, endpoint, origin, .. } = settings.cognito.user_pool()?;
            (AuthMode::Cognito(CognitoClient { region, user_pool_id: id, client_id, endpoint }), vec![origin])
        }
        Some(Auth::ApiKey) => (AuthMode::ApiKey, Vec::new()),
        Some(Auth::Local) | None => (AuthMode::Local, Vec::new()),
    })
}

pub(super) fn tokens(settings: &Settings) -> anyhow::Result<Arc<dyn TokenVerifier>> {
    match (settings.service.auth(), &settings.service.api_keys_file) {
        (Some(Auth::Local), _) => Ok(Arc::new(LocalDeveloper)),
        (Some(Auth::ApiKey), Some(path)) => {
            let keys =
                ApiKeys::from_file(path).with_context(|| format!("{} (CODE_REMOTE_API_KEYS_FILE)", path.display()))?;
            Ok(Arc::new(keys))
        }
        (Some(Auth::Cognito), _) => Ok(cognito_tokens(settings.cognito.user_pool()?)?),
        (None, _) | (Some(Auth::ApiKey), None) => anyhow::bail!("no authentication is configured (CODE_REMOTE_AUTH)"),
    }
}

/// The keys are fetched meanwhile: a user pool that cannot be reached is in the log at once and stops nobody else.
fn cognito_tokens(pool: UserPool) -> anyhow::Result<Arc<CognitoTokens>> {
    let UserPool { issuer, client_id, jwks_url, .. } = pool;
    let settings = aws::CognitoSettings { issuer, client_id, jwks_url };
    let tokens = Arc::new(CognitoTokens::new(settings, Arc::new(SystemClock))?);
    let fetching = Arc::clone(&tokens);
    tokio::spawn(async move { fetching.fetch_keys().await });
    Ok(tokens)
}

pub(super) fn check(settings: &Settings, python_version: &str) -> anyhow::Result<Arc<dyn SourceCheck>> {
    let settings = policy::Settings {
        imports: settings.sandbox.python_imports.into(),
        source_bytes_max: settings.sandbox.source_bytes_max,
        target_version: minor(python_version),
        extra_imports: None,
    };
    let checker = Checker::new(policy::Policy::new(settings), policy::CheckerBounds::default())
        .context("the policy's threads did not start")?;
    Ok(Arc::new(checker))
}

/// 11 of `3.11.2`; the oldest that is still maintained where it cannot be told.
fn minor(python_version: &str) -> u8 {
    python_version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(10)
}
