//! `GET /health`, `/health/live` and `/health/ready`.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State, http::StatusCode};
use domain::{ComponentHealth, Health};
use futures_util::future::join_all;
use serde::Serialize;
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::{Settings, auth::Observers, state::Watched};

/// A component promises to answer within a second; this is when we stop believing it.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

/// One part of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Component {
    /// For example `store`.
    name: String,
    /// Whether jobs can be served with it as it is.
    ready: bool,
    /// A sentence for a person.
    detail: String,
}

/// How the service is, part by part.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthDocument {
    /// `healthy` or `degraded`.
    #[schema(example = "healthy")]
    status: &'static str,
    /// The product's version.
    version: String,
    /// Its parts.
    components: Vec<Component>,
}

/// Whether jobs are served now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadyDocument {
    /// `ready` or `not_ready`.
    #[schema(example = "ready")]
    status: &'static str,
    /// The parts that decide it; none where only operators may see them.
    components: Vec<Component>,
}

/// That the process answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveDocument {
    /// Always `alive`.
    #[schema(example = "alive")]
    status: &'static str,
}

/// How the service is
#[utoipa::path(get, path = "/health", tag = "Service", responses(
    (status = 200, description = "Every part works", body = HealthDocument),
    (status = 503, description = "A part does not", body = HealthDocument),
))]
pub async fn health(
    State(parts): State<Arc<[Arc<dyn Health>]>>,
    State(Watched(watched)): State<Watched>,
    State(settings): State<Arc<Settings>>,
) -> (StatusCode, Json<HealthDocument>) {
    let all: Vec<_> = parts.iter().chain(&*watched).cloned().collect();
    let (ready, components) = ask(&all).await;
    let status = if ready { "healthy" } else { "degraded" };
    (status_code(ready), Json(HealthDocument { status, version: settings.version.clone(), components }))
}

/// Whether the process answers
#[utoipa::path(get, path = "/health/live", tag = "Service", responses((status = 200, description = "It does", body = LiveDocument)))]
pub async fn live() -> Json<LiveDocument> {
    Json(LiveDocument { status: "alive" })
}

/// Whether jobs are served now
///
/// Jobs are accepted while the answer is 503; they wait.
#[utoipa::path(get, path = "/health/ready", tag = "Service", responses(
    (status = 200, description = "Jobs are served", body = ReadyDocument),
    (status = 503, description = "Jobs wait", body = ReadyDocument),
))]
pub async fn ready(
    State(parts): State<Arc<[Arc<dyn Health>]>>,
    State(observers): State<Observers>,
) -> (StatusCode, Json<ReadyDocument>) {
    let (ready, mut components) = ask(&parts).await;
    if observers == Observers::Operators {
        components.clear();
    }
    let status = if ready { "ready" } else { "not_ready" };
    (status_code(ready), Json(ReadyDocument { status, components }))
}

async fn ask(parts: &[Arc<dyn Health>]) -> (bool, Vec<Component>) {
    let components = join_all(parts.iter().enumerate().map(|(n, part)| ask_one(n, &**part))).await;
    (components.iter().all(|component| component.ready), components)
}

async fn ask_one(n: usize, part: &dyn Health) -> Component {
    match timeout(ANSWER_TIMEOUT, part.health()).await {
        Ok(ComponentHealth { name, ready, detail }) => Component { name, ready, detail },
        Err(_) => Component { name: format!("component {n}"), ready: false, detail: "does not answer".to_owned() },
    }
}

const fn status_code(ready: bool) -> StatusCode {
    if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    struct Part(Option<bool>);

    #[async_trait]
    impl Health for Part {
        async fn health(&self) -> ComponentHealth {
            match self.0 {
                Some(ready) => ComponentHealth { name: "part".to_owned(), ready, detail: String::new() },
                None => std::future::pending().await,
            }
        }
    }

    async fn is_ready(parts: &[Option<bool>]) -> bool {
        let parts: Vec<Arc<dyn Health>> = parts.iter().map(|part| Arc::new(Part(*part)) as _).collect();
        let (ready, components) = ask(&parts).await;
        assert_eq!(components.len(), parts.len());
        ready
    }

    #[tokio::test(start_paused = true)]
    async fn one_part_that_fails_or_hangs_is_enough() {
        assert!(is_ready(&[]).await);
        assert!(is_ready(&[Some(true), Some(true)]).await);
        assert!(!is_ready(&[Some(true), Some(false)]).await);
        assert!(!is_ready(&[None, Some(true)]).await);
    }
}
