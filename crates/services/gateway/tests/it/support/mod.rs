//! A router with stub ports, and short ways to ask it.

pub mod analyzer;
pub mod log;
mod store;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::{Router, body::Body, http::Request};
use bytes::Bytes;
use code_remote_gateway::{
    ApiKeys, Asset, Callers, CheckerBusy, LocalDeveloper, Metrics, Ports, Settings, SourceCheck, StoredKeys, WebPage,
    router,
};
use complexity::ComplexityAnalyzer;
use domain::{
    ComponentHealth, Health, IsolationReport, Principal, PrincipalId, RandomIds, Role, SignIn, TokenError,
    TokenVerifier, Violation,
    testing::{ManualClock, MemoryApiKeys},
};
use http_body_util::BodyExt as _;
use prometheus_client::registry::Registry;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use analyzer::FakeAnalyzer;
pub use store::MemoryStore;

/// The service, and what a test may do to the parts behind it.
pub struct TestGateway {
    pub store: Arc<MemoryStore>,
    pub keys: Arc<MemoryApiKeys>,
    pub clock: Arc<ManualClock>,
    pub ready: Arc<Mutex<bool>>,
    pub stopping: CancellationToken,
    router: Router,
}

fn file() -> ApiKeys {
    let line = |name: &str, role: &str| {
        let hash = Sha256::digest(name).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        format!("{name}:{hash}{role}\n")
    };
    ApiKeys::parse(&(line("ann", "") + &line("bob", "") + &line("ops", ":operator"))).unwrap()
}

/// People whose tokens are their names.
struct People;

#[async_trait]
impl TokenVerifier for People {
    async fn verify(&self, bearer: Option<&str>) -> Result<Principal, TokenError> {
        let name = bearer.ok_or(TokenError::Missing)?.strip_prefix("person:").ok_or(TokenError::Invalid)?;
        let role = if name == "ops" { Role::Operator } else { Role::User };
        Ok(Principal { id: PrincipalId::new(name), display_name: None, role, key: None, key_id: None })
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub body: Bytes,
}

impl TestGateway {
    /// The local profile with the stub policy: it refuses `import os` and sources that begin with `)`.
    pub fn local() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(Arc::default(), Some(Arc::new(LocalDeveloper)), None, None, change)
    }

    /// With the callers `ann` and `bob` and the operator `ops`, whose keys are their names.
    pub fn with_keys() -> Self {
        Self::with_keys_and(|_| {})
    }

    pub fn with_keys_and(change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(Arc::default(), None, Some(file()), None, change)
    }

    /// Another gateway with the same callers over the same store.
    pub fn beside(&self, change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(self.store.clone(), None, Some(file()), None, change)
    }

    /// With the people `ann` and `bob` and the operator `ops`, whose tokens are `person:` and their names.
    pub fn with_people(change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(Arc::default(), Some(Arc::new(People)), Some(file()), None, change)
    }

    /// With a user pool.
    pub fn with_sign_in(sign_in: Arc<dyn SignIn>) -> Self {
        Self::build(Arc::default(), Some(Arc::new(People)), None, Some(sign_in), |_| {})
    }

    /// The local profile with an analyzer.
    pub fn with_analyzer(analyzer: Arc<FakeAnalyzer>, change: impl FnOnce(&mut Settings)) -> Self {
        let people: Arc<dyn TokenVerifier> = Arc::new(LocalDeveloper);
        Self::build_with(Arc::default(), Some(people), None, None, Some(analyzer), change)
    }

    /// With people, the keys of the file, and an analyzer.
    pub fn with_people_and_analyzer(analyzer: Arc<FakeAnalyzer>) -> Self {
        Self::build_with(Arc::default(), Some(Arc::new(People)), Some(file()), None, Some(analyzer), |_| {})
    }

    fn build(
        store: Arc<MemoryStore>,
        people: Option<Arc<dyn TokenVerifier>>,
        file: Option<ApiKeys>,
        sign_in: Option<Arc<dyn SignIn>>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        Self::build_with(store, people, file, sign_in, None, change)
    }

    fn build_with(
        store: Arc<MemoryStore>,
        people: Option<Arc<dyn TokenVerifier>>,
        file: Option<ApiKeys>,
        sign_in: Option<Arc<dyn SignIn>>,
        analyzer: Option<Arc<FakeAnalyzer>>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        log::install();
        let mut settings = Settings::default();
        change(&mut settings);
        let clock = Arc::new(ManualClock::default());
        let keys = Arc::new(MemoryApiKeys::new(clock.clone()));
        let ready = Arc::new(Mutex::new(true));
        let stopping = CancellationToken::new();
        let mut registry = Registry::with_prefix("code_remote");
        let metrics = Metrics::register(&mut registry);
        let ports = Ports {
            intake: store.clone(),
            reader: store.clone(),
            feed: store.clone(),
            rates: store.clone(),
            audit: store.clone(),
            tokens: Arc::new(Callers::new(people, file, StoredKeys::new(keys.clone(), clock.clone()))),
            keys: keys.clone(),
            sign_in,
            health: vec![Arc::new(Part(ready.clone()))],
            watched: Vec::new(),
            ids: Arc::new(RandomIds),
            check: Arc::new(StubPolicy),
            analyzer: analyzer.map(|analyzer| analyzer as Arc<dyn ComplexityAnalyzer>),
            isolation: Arc::new(|| Some(isolation())),
            web: Some(Arc::new(StubPage)),
            metrics,
            registry: Arc::new(registry),
            stopping: stopping.clone(),
        };
        Self { store, keys, clock, ready, stopping, router: router(settings, ports).unwrap() }
    }

    /// Sends a request as it is and answers the response with its body unread.
    pub async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        Answer::of(self.send(request).await).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(request("GET", path, Body::empty())).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(request("POST", path, body.to_string().into())).await
    }

    /// A handle that asks from another task.
    pub fn router(&self) -> Router {
        self.router.clone()
    }
}

impl Answer {
    pub async fn of(response: axum::response::Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Self { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The document; null when there is none.
    pub fn json_or_null(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Checks that this is a failure in the one shape, and answers its code.
    #[track_caller]
    pub fn error_code(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        let body = self.json();
        let error = &body["error"];
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
        assert!(error["suggestion"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
        assert!(error["details"].is_object(), "{body}");
        assert_eq!(body["detail"], error["message"]);
        assert_eq!(body["request_id"].as_str(), self.header("x-request-id"));
        error["code"].as_str().unwrap().to_owned()
    }

    /// The fields that `details` names.
    #[track_caller]
    pub fn error_fields(&self) -> Vec<String> {
        let body = self.json();
        let fields = body["error"]["details"]["fields"].as_array().expect("fields");
        fields.iter().map(|field| field["field"].as_str().unwrap().to_owned()).collect()
    }
}

/// A request as a program on this machine sends it.
pub fn request(method: &str, path: &str, body: Body) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
    request.header("content-type", "application/json").body(body).unwrap()
}

/// Puts a header on a request.
pub fn with_header(mut request: Request<Body>, name: &'static str, value: &str) -> Request<Body> {
    request.headers_mut().append(name, value.parse().unwrap());
    request
}

pub fn isolation() -> IsolationReport {
    IsolationReport {
        driver: "stub".to_owned(),
        runtime_version: "1".to_owned(),
        platform: "none".to_owned(),
        start: "cold".to_owned(),
        relaxed: true,
    }
}

struct Part(Arc<Mutex<bool>>);

#[async_trait]
impl Health for Part {
    async fn health(&self) -> ComponentHealth {
        ComponentHealth { name: "sandbox".to_owned(), ready: *self.0.lock().unwrap(), detail: "a stub".to_owned() }
    }
}

struct StubPolicy;

#[async_trait]
impl SourceCheck for StubPolicy {
    async fn check(&self, source: &str) -> Result<Vec<Violation>, CheckerBusy> {
        assert!(source != "panic", "the test asked for it");
        if source == "busy" {
            return Err(CheckerBusy);
        }
        let rule = match source {
            source if source.starts_with(')') => "syntax",
            source if source.contains("import os") => "import",
            _ => return Ok(Vec::new()),
        };
        Ok(vec![Violation {
            rule: rule.to_owned(),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 2,
            message: "no".to_owned(),
            allowed: "yes".to_owned(),
        }])
    }
}

struct StubPage;

impl WebPage for StubPage {
    fn index(&self) -> Asset {
        Asset { content_type: "text/html; charset=utf-8".into(), body: "<!doctype html>page".into(), gzip: None }
    }

    fn asset(&self, path: &str) -> Option<Asset> {
        let asset = Asset {
            content_type: "text/javascript".into(),
            body: "script".into(),
            gzip: Some(Bytes::from_static(b"packed")),
        };
        matches!(path, "/assets/index-1.js" | "/robots.txt").then_some(asset)
    }
}
