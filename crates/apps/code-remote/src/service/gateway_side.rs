//! The gateway's settings and ports from ours.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use aws::{CognitoSignIn, CognitoTokens, SignInSettings};
use domain::{ApiKeyStore, QueueBounds, SignIn, SystemClock, TokenVerifier};
use gateway::{
    ApiKeys, AuthMode, Callers, CognitoClient, HostGuard, Language, LocalDeveloper, Observers,
    Settings as GatewaySettings, SourceCheck, StoredKeys,
};
use policy::Checker;

use crate::config::{self, Auth, Settings, UserPool};

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
        observers: match service.observers {
            config::Observers::Anyone => Observers::Anyone,
            config::Observers::Operators => Observers::Operators,
        },
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

/// Everyone who can call: the people of the mode, the keys of the file where it is used, and the keys of the store.
pub(super) fn tokens(settings: &Settings, keys: Arc<dyn ApiKeyStore>) -> anyhow::Result<Arc<dyn TokenVerifier>> {
    let people: Option<Arc<dyn TokenVerifier>> = match settings.service.auth() {
        Some(Auth::Local) => Some(Arc::new(LocalDeveloper)),
        Some(Auth::ApiKey) => None,
        Some(Auth::Cognito) => Some(cognito_tokens(settings.cognito.user_pool()?)?),
        None => anyhow::bail!("no authentication is configured (CODE_REMOTE_AUTH)"),
    };
    let stored = StoredKeys::new(keys, Arc::new(SystemClock));
    Ok(Arc::new(Callers::new(people, key_file(settings)?, stored)))
}

/// In mode `local` nobody needs one.
fn key_file(settings: &Settings) -> anyhow::Result<Option<ApiKeys>> {
    let service = &settings.service;
    let path = service.api_keys_file.as_ref().filter(|_| service.auth() != Some(Auth::Local));
    let read = |path: &std::path::PathBuf| {
        ApiKeys::from_file(path).with_context(|| format!("{} (CODE_REMOTE_API_KEYS_FILE)", path.display()))
    };
    path.map(read).transpose()
}

/// Where people sign in with a user pool, its doors.
pub(super) fn sign_in(settings: &Settings) -> anyhow::Result<Option<Arc<dyn SignIn>>> {
    if settings.service.auth() != Some(Auth::Cognito) {
        return Ok(None);
    }
    let UserPool { region, client_id, endpoint, .. } = settings.cognito.user_pool()?;
    Ok(Some(Arc::new(CognitoSignIn::new(SignInSettings { region, client_id, endpoint }))))
}

/// The keys are fetched meanwhile: a user pool that cannot be reached is in the log at once and stops nobody else.
fn cognito_tokens(pool: UserPool) -> anyhow::Result<Arc<CognitoTokens>> {
    let UserPool { issuer, client_id, jwks_url, operator_group, .. } = pool;
    let settings = aws::CognitoSettings { issuer, client_id, jwks_url, operator_group };
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
