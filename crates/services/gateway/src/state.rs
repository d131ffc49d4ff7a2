//! What handlers stand on: one state, handed out in parts.

use std::sync::Arc;

use axum::extract::FromRef;
use bytes::Bytes;
use complexity::ComplexityAnalyzer;
use domain::{
    ApiKeyStore, AuditLog, Health, IdSource, IsolationReport, JobFeed, JobIntake, JobReader, RateLedger, SignIn,
    TokenVerifier,
};
use tokio_util::sync::CancellationToken;

use crate::{
    Settings,
    analysis::Analyses,
    auth::Observers,
    check::SourceCheck,
    docs,
    jobs::Jobs,
    metrics::{Metrics, SharedRegistry},
    openapi,
    rates::Rates,
    slots::Slots,
    submit::Submissions,
    turns::Turns,
    web::WebPage,
};

/// Tells what isolates right now; none while it is not known to.
pub type IsolationProbe = Arc<dyn Fn() -> Option<IsolationReport> + Send + Sync>;

/// What the gateway stands on.
#[derive(Clone)]
pub struct Ports {
    /// Puts jobs in.
    pub intake: Arc<dyn JobIntake>,
    /// Looks at jobs.
    pub reader: Arc<dyn JobReader>,
    /// Tells when to look again.
    pub feed: Arc<dyn JobFeed>,
    /// Counts requests, for all gateways together.
    pub rates: Arc<dyn RateLedger>,
    /// Tells who ran what.
    pub audit: Arc<dyn AuditLog>,
    /// Tells who calls.
    pub tokens: Arc<dyn TokenVerifier>,
    /// Keeps the keys that people make for their machines.
    pub keys: Arc<dyn ApiKeyStore>,
    /// The user pool's doors, where there is one.
    pub sign_in: Option<Arc<dyn SignIn>>,
    /// The parts without which nothing is served.
    pub health: Vec<Arc<dyn Health>>,
    /// The parts that `/health` shows besides: without them jobs are accepted and kept.
    pub watched: Vec<Arc<dyn Health>>,
    /// Makes ids of jobs and requests.
    pub ids: Arc<dyn IdSource>,
    /// The language policy.
    pub check: Arc<dyn SourceCheck>,
    /// Tells how programs grow, where there is one.
    pub analyzer: Option<Arc<dyn ComplexityAnalyzer>>,
    /// Shown by `/` and `/v1/config`.
    pub isolation: IsolationProbe,
    /// The web page, when one is embedded.
    pub web: Option<Arc<dyn WebPage>>,
    /// Our own metrics, already registered.
    pub metrics: Metrics,
    /// Everything that `/metrics` shows.
    pub registry: SharedRegistry,
    /// Cancelled when the service begins to stop: event streams end, and nobody waits any more for a job that waits.
    pub stopping: CancellationToken,
}

/// Everything, behind one pointer.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

struct Parts {
    settings: Arc<Settings>,
    intake: Arc<dyn JobIntake>,
    rates: Arc<Rates>,
    audit: Arc<dyn AuditLog>,
    tokens: Arc<dyn TokenVerifier>,
    keys: Arc<dyn ApiKeyStore>,
    sign_in: Option<Arc<dyn SignIn>>,
    ids: Arc<dyn IdSource>,
    check: Arc<dyn SourceCheck>,
    isolation: IsolationProbe,
    health: Arc<[Arc<dyn Health>]>,
    watched: Watched,
    web: Option<Arc<dyn WebPage>>,
    metrics: Metrics,
    registry: SharedRegistry,
    submissions: Arc<Submissions>,
    jobs: Arc<Jobs>,
    waiting: Waiting,
    followers: Followers,
    analyses: Arc<Analyses>,
    receiving: Receiving,
    document: Document,
}

/// Parts that are only shown.
#[derive(Clone)]
pub struct Watched(pub Arc<[Arc<dyn Health>]>);

/// Places for requests that wait for a job's end.
#[derive(Clone)]
pub struct Waiting(pub Arc<Slots>);

/// Places for event streams.
#[derive(Clone)]
pub struct Followers(pub Arc<Slots>);

/// Turns at receiving a large body.
#[derive(Clone)]
pub struct Receiving(pub Arc<Turns>);

/// The API's description, rendered once.
#[derive(Clone)]
pub struct Document {
    /// `/openapi.json`.
    pub json: Bytes,
    /// `/docs`.
    pub html: Bytes,
}

impl AppState {
    /// Wires the use cases to their ports.
    pub fn new(settings: Settings, ports: Ports) -> Self {
        let Ports {
            intake,
            reader,
            feed,
            rates,
            audit,
            tokens,
            keys,
            sign_in,
            health,
            watched,
            ids,
            check,
            analyzer,
            isolation,
            web,
            metrics,
            registry,
            stopping,
        } = ports;
        let analyses = Analyses::new(analyzer, Arc::clone(&check), &settings, stopping.clone());
        let submissions = Submissions {
            intake: Arc::clone(&intake),
            feed: Arc::clone(&feed),
            check: Arc::clone(&check),
            ids: Arc::clone(&ids),
            bounds: settings.queue,
            metrics: metrics.clone(),
        };
        let jobs = Jobs {
            reader,
            feed,
            stopping,
            showing: Turns::new(settings.showing),
            showing_shared: Turns::new(settings.showing_shared),
        };
        Self(Arc::new(Parts {
            waiting: Waiting(Slots::new(settings.waiting)),
            followers: Followers(Slots::new(settings.following)),
            receiving: Receiving(Turns::new(settings.receiving)),
            settings: Arc::new(settings),
            intake,
            rates: Rates::new(rates),
            audit,
            tokens,
            keys,
            sign_in,
            ids,
            check,
            isolation,
            health: health.into(),
            watched: Watched(watched.into()),
            web,
            metrics,
            registry,
            submissions: Arc::new(submissions),
            jobs: Arc::new(jobs),
            analyses: Arc::new(analyses),
            document: Document::render(),
        }))
    }
}

impl Document {
    fn render() -> Self {
        let document = serde_json::to_value(openapi()).expect("an OpenAPI document is JSON");
        Self { json: document.to_string().into(), html: docs::page(&document).into() }
    }
}

impl FromRef<AppState> for Observers {
    fn from_ref(AppState(parts): &AppState) -> Self {
        parts.settings.observers
    }
}

macro_rules! hand_out {
    ($($field:ident: $part:ty),* $(,)?) => {$(
        impl FromRef<AppState> for $part {
            fn from_ref(AppState(parts): &AppState) -> Self {
                parts.$field.clone()
            }
        }
    )*};
}

hand_out! {
    settings: Arc<Settings>,
    intake: Arc<dyn JobIntake>,
    rates: Arc<Rates>,
    audit: Arc<dyn AuditLog>,
    tokens: Arc<dyn TokenVerifier>,
    keys: Arc<dyn ApiKeyStore>,
    sign_in: Option<Arc<dyn SignIn>>,
    ids: Arc<dyn IdSource>,
    check: Arc<dyn SourceCheck>,
    isolation: IsolationProbe,
    health: Arc<[Arc<dyn Health>]>,
    watched: Watched,
    web: Option<Arc<dyn WebPage>>,
    metrics: Metrics,
    registry: SharedRegistry,
    submissions: Arc<Submissions>,
    jobs: Arc<Jobs>,
    waiting: Waiting,
    followers: Followers,
    analyses: Arc<Analyses>,
    receiving: Receiving,
    document: Document,
}
