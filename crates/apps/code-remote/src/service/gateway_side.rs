//! The gateway's settings and ports from ours.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use aws::{CognitoSignIn, CognitoTokens, SignInSettings};
use complexity::ComplexityAnalyzer;
use domain::{ApiKeyStore, Health, QueueBounds, RandomIds, SignIn, SystemClock, TokenVerifier};
use gateway::{
    ApiKeys, AuthMode, Callers, CognitoClient, HostGuard, IsolationProbe, Language, LocalDeveloper, Metrics, Observers,
    Ports, Router, Settings as GatewaySettings, SharedRegistry, SourceCheck, StoredKeys,
};
use policy::Checker;
use prometheus_client::registry::Registry;
use tokio_util::sync::CancellationToken;

use super::{backend::Backend, page};
use crate::config::{self, ApiSettings, Auth, CallerSettings, CognitoSettings, LimitSettings, UserPool};

/// What a gateway is made from.
pub(super) struct Setup<'a> {
    pub(super) api: &'a ApiSettings,
    pub(super) callers: &'a CallerSettings,
    pub(super) cognito: &'a CognitoSettings,
    pub(super) limits: &'a LimitSettings,
    /// Version of the Python in the sandboxes.
    pub(super) python_version: &'a str,
    pub(super) isolation: IsolationProbe,
    /// Who tells how programs grow.
    pub(super) analyzer: Option<Arc<dyn ComplexityAnalyzer>>,
    /// Parts that must work besides the backend.
    pub(super) health: Vec<Arc<dyn Health>>,
    /// Parts that are shown, and without which jobs are accepted and kept.
    pub(super) watched: Vec<Arc<dyn Health>>,
}

/// The whole API.
pub(super) fn router(
    setup: Setup<'_>,
    backend: &Backend,
    mut registry: Registry,
    stop: &CancellationToken,
) -> anyhow::Result<Router> {
    let settings = settings(&setup)?;
    let metrics = Metrics::register(&mut registry);
    let ports = Ports {
        intake: backend.intake.clone(),
        reader: backend.reader.clone(),
        feed: backend.feed.clone(),
        rates: backend.rates.clone(),
        audit: backend.audit.clone(),
        tokens: tokens(setup.api, setup.cognito, backend.keys.clone())?,
        keys: backend.keys.clone(),
        sign_in: sign_in(setup.api, setup.cognito)?,
        health: backend.health.iter().cloned().chain(setup.health).collect(),
        watched: setup.watched,
        ids: Arc::new(RandomIds),
        check: check(setup.limits, setup.python_version)?,
        analyzer: setup.analyzer,
        isolation: setup.isolation,
        web: page::embedded(),
        metrics,
        registry: SharedRegistry::new(registry),
        stopping: stop.clone(),
    };
    Ok(gateway::router(settings, ports)?)
}

fn settings(setup: &Setup<'_>) -> anyhow::Result<GatewaySettings> {
    let Setup { api, limits, .. } = setup;
    let (auth, connect_origins) = auth(api, setup.cognito)?;
    let hosts = match auth {
        AuthMode::Local => HostGuard::Loopback { also: api.hosts.clone() },
        AuthMode::ApiKey | AuthMode::Cognito(_) => HostGuard::Off,
    };
    let per_job = limits.per_job();
    let defaults = GatewaySettings::default();
    Ok(GatewaySettings {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        auth,
        observers: match api.observers {
            config::Observers::Anyone => Observers::Anyone,
            config::Observers::Operators => Observers::Operators,
        },
        hosts,
        cors_origins: api.cors_origins.clone(),
        connect_origins,
        languages: vec![Language::python(setup.python_version)],
        imports: limits.python_imports.into(),
        timeout_max: Duration::from_millis(per_job.wall_time_ms),
        limits: per_job,
        source_bytes_max: limits.source_bytes_max,
        // A JSON escape takes up to six bytes for one of source text.
        body_bytes_max: defaults.body_bytes_max.max(6 * limits.source_bytes_max + (4 << 20)),
        rates: setup.callers.rates(api.auth() != Some(Auth::Local)),
        queue: QueueBounds { total: api.queue_max, per_owner: api.queue_max_per_caller },
        ..defaults
    })
}

/// How callers sign in, and which other origins the page needs for it.
fn auth(api: &ApiSettings, cognito: &CognitoSettings) -> anyhow::Result<(AuthMode, Vec<String>)> {
    Ok(match api.auth() {
        Some(Auth::Cognito) => {
            let UserPool { region, id, client_id, endpoint, origin, .. } = cognito.user_pool()?;
            (AuthMode::Cognito(CognitoClient { region, user_pool_id: id, client_id, endpoint }), vec![origin])
        }
        Some(Auth::ApiKey) => (AuthMode::ApiKey, Vec::new()),
        Some(Auth::Local) | None => (AuthMode::Local, Vec::new()),
    })
}

/// Everyone who can call: the people of the mode, the keys of the file where it is used, and the keys of the store.
fn tokens(
    api: &ApiSettings,
    cognito: &CognitoSettings,
    keys: Arc<dyn ApiKeyStore>,
) -> anyhow::Result<Arc<dyn TokenVerifier>> {
    let people: Option<Arc<dyn TokenVerifier>> = match api.auth() {
        Some(Auth::Local) => Some(Arc::new(LocalDeveloper)),
        Some(Auth::ApiKey) => None,
        Some(Auth::Cognito) => Some(cognito_tokens(cognito.user_pool()?)?),
        None => anyhow::bail!("no authentication is configured (CODE_REMOTE_AUTH)"),
    };
    let stored = StoredKeys::new(keys, Arc::new(SystemClock));
    Ok(Arc::new(Callers::new(people, key_file(api)?, stored)))
}

/// In mode `local` nobody needs one.
fn key_file(api: &ApiSettings) -> anyhow::Result<Option<ApiKeys>> {
    let path = api.api_keys_file.as_ref().filter(|_| api.auth() != Some(Auth::Local));
    let read = |path: &std::path::PathBuf| {
        ApiKeys::from_file(path).with_context(|| format!("{} (CODE_REMOTE_API_KEYS_FILE)", path.display()))
    };
    path.map(read).transpose()
}

/// Where people sign in with a user pool, its doors.
fn sign_in(api: &ApiSettings, cognito: &CognitoSettings) -> anyhow::Result<Option<Arc<dyn SignIn>>> {
    if api.auth() != Some(Auth::Cognito) {
        return Ok(None);
    }
    let UserPool { region, client_id, endpoint, password, .. } = cognito.user_pool()?;
    Ok(Some(Arc::new(CognitoSignIn::new(SignInSettings { region, client_id, endpoint, password }))))
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

fn check(limits: &LimitSettings, python_version: &str) -> anyhow::Result<Arc<dyn SourceCheck>> {
    let settings = policy::Settings {
        imports: limits.python_imports.into(),
        source_bytes_max: limits.source_bytes_max,
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
