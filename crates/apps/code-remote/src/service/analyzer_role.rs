//! `analyzer`: tells gateways how programs grow.

use std::{net::SocketAddr, sync::Arc};

use analyzer::{AnalyzerMetrics, GrpcBounds, JobPorts};
use anyhow::Context as _;
use domain::{Health, RandomIds};
use gateway::SharedRegistry;
use prometheus_client::registry::Registry;
use store::{PostgresStore, QueueKind};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::{
    analysis, backend,
    http::{Listeners, Serving},
};
use crate::config::{self, AnalyzerSettings};

/// An analyzer that runs.
pub struct Analyzer {
    /// Where it answers.
    pub address: SocketAddr,
    /// Where its operators look.
    pub operations: SocketAddr,
    store: Option<PostgresStore>,
    stop: CancellationToken,
    stop_http: CancellationToken,
    http: Serving,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Analyzer {
    /// Connects to the database where there is one, opens the ports and starts to answer.
    pub async fn start(settings: &AnalyzerSettings) -> anyhow::Result<Self> {
        let store = store(settings).await?;
        let jobs = store.clone().map(jobs);
        let mut registry = Registry::with_prefix("code_remote");
        let metrics = AnalyzerMetrics::register(&mut registry);
        let analyzer = analysis::analyzer(&settings.analysis, &settings.model, &settings.limits, jobs, metrics)?;
        let listen = [settings.operations.operations_listen];
        let listeners = Listeners::bind(&listen, "--operations-listen (CODE_REMOTE_OPERATIONS_LISTEN)").await?;
        let (address, tls) = (settings.listen.analyzer_listen, settings.listen.tls()?);
        let listener = TcpListener::bind(address).await.with_context(|| {
            format!(
                "{address} cannot be listened on: choose another with --analyzer-listen (CODE_REMOTE_ANALYZER_LISTEN)"
            )
        })?;
        let measured_through = store.clone().map(|store| Arc::new(store) as Arc<dyn Health>);
        let health = analysis::health(analyzer.clone(), measured_through);
        let router = gateway::operations(vec![health], SharedRegistry::new(registry));
        let (stop, stop_http) = (CancellationToken::new(), CancellationToken::new());
        Ok(Self {
            address: listener.local_addr().context("a port has no address")?,
            operations: listeners.addresses()?[0],
            http: listeners.serve(&router, &stop_http),
            serving: tokio::spawn(analyzer::serve(listener, analyzer, GrpcBounds::default(), tls, stop.clone())),
            store,
            stop,
            stop_http,
        })
    }

    /// Takes no more calls, gives up those that are there, and disconnects.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.serving.await.context("the gRPC server panicked")?.context("the gRPC server failed")?;
        self.stop_http.cancel();
        self.http.ended().await?;
        if let Some(store) = self.store {
            store.close().await;
        }
        Ok(())
    }
}

/// The shared store. It has no queue of its own here: what tells a queue elsewhere is the gateways' relay.
async fn store(settings: &AnalyzerSettings) -> anyhow::Result<Option<PostgresStore>> {
    if !settings.measures() {
        return Ok(None);
    }
    let queue = match settings.queue.queue {
        config::QueueKind::Postgres => QueueKind::Own,
        config::QueueKind::Sqs => QueueKind::External,
    };
    backend::connect(&settings.database, queue).await.map(Some)
}

fn jobs(store: PostgresStore) -> JobPorts {
    let store = Arc::new(store);
    JobPorts { intake: store.clone(), reader: store.clone(), feed: store, ids: Arc::new(RandomIds) }
}
