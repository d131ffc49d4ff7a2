//! `gateway`: the API of a deployment whose executors are other processes.

use std::{net::SocketAddr, sync::Arc};

use complexity::ComplexityAnalyzer;
use prometheus_client::registry::Registry;
use tokio_util::sync::CancellationToken;

use super::{
    analysis,
    backend::Backend,
    fleet::Fleet,
    gateway_side,
    http::{Listeners, Serving},
};
use crate::config::GatewaySettings;

/// A gateway that runs.
pub struct Gateway {
    /// Where it listens.
    pub addresses: Vec<SocketAddr>,
    backend: Backend,
    fleet: Fleet,
    stop: CancellationToken,
    http: Serving,
}

impl Gateway {
    /// Connects, opens the ports and starts to serve.
    pub async fn start(settings: &GatewaySettings) -> anyhow::Result<Self> {
        let mut registry = Registry::with_prefix("code_remote");
        let backend = Backend::shared(&settings.database, &settings.queue, &mut registry).await?;
        let fleet = Fleet::watch(&backend).await;
        let listeners = Listeners::bind(&settings.api.listen, "--listen (CODE_REMOTE_LISTEN)").await?;
        let stop = CancellationToken::new();
        let analyzer = settings.analyzer.client()?.map(|client| Arc::new(client) as Arc<dyn ComplexityAnalyzer>);
        let analyzer_health = analyzer.clone().map(|analyzer| analysis::health(analyzer, None));
        let setup = gateway_side::Setup {
            api: &settings.api,
            callers: &settings.callers,
            cognito: &settings.cognito,
            limits: &settings.limits,
            python_version: &settings.languages.python_version,
            isolation: fleet.isolation(),
            health: Vec::new(),
            watched: backend.queue_health.iter().cloned().chain([fleet.health()]).chain(analyzer_health).collect(),
            analyzer,
        };
        let router = gateway_side::router(setup, &backend, registry, &stop)?;
        Ok(Self { addresses: listeners.addresses()?, http: listeners.serve(&router, &stop), backend, fleet, stop })
    }

    /// Takes no more requests, answers those that are there, and disconnects.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.http.ended().await?;
        self.fleet.close();
        self.backend.close().await;
        Ok(())
    }
}
