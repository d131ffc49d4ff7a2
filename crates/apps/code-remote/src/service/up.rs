//! `up`: everything in one process.

use std::net::SocketAddr;

use analyzer::AnalyzerMetrics;
use anyhow::Context as _;
use executor::{Executor, ExecutorMetrics};
use prometheus_client::registry::Registry;
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{
    Sandboxes, analysis,
    backend::Backend,
    executor_side, gateway_side,
    http::{Listeners, Serving},
};
use crate::config::Settings;

/// A service that runs.
pub struct Service {
    /// Where it listens first.
    pub address: SocketAddr,
    backend: Backend,
    stop: CancellationToken,
    http: Serving,
    executor: JoinHandle<()>,
}

impl Service {
    /// Opens the store and the port and starts to serve. Jobs run as soon as isolation is proven.
    pub async fn start(settings: &Settings, sandboxes: Sandboxes) -> anyhow::Result<Self> {
        let Sandboxes { driver, python_version, relaxed } = sandboxes;
        let backend = Backend::embedded(&settings.data.directory())?;
        let listeners = Listeners::bind(&settings.api.listen, "--listen (CODE_REMOTE_LISTEN)").await?;
        let address = listeners.addresses()?[0];
        let mut registry = Registry::with_prefix("code_remote");
        let options = executor_side::settings(&settings.life, &settings.sandbox, &settings.limits);
        let options = executor::Settings { sole_user_of_store: true, relaxed, ..options };
        let metrics = ExecutorMetrics::register(&mut registry);
        let executor = Executor::new(options, executor_side::ports(&backend, driver), metrics);
        let stop = CancellationToken::new();
        let readiness = executor.readiness();
        let jobs = settings.analysis.analysis_measures.then(|| analysis::jobs(&backend));
        let analyzing = AnalyzerMetrics::register(&mut registry);
        let analyzer = analysis::analyzer(&settings.analysis, &settings.model, &settings.limits, jobs, analyzing)?;
        let setup = gateway_side::Setup {
            api: &settings.api,
            callers: &settings.callers,
            cognito: &settings.cognito,
            limits: &settings.limits,
            python_version: &python_version,
            isolation: Arc::new(move || readiness.report()),
            health: vec![Arc::new(executor.health())],
            watched: vec![analysis::health(analyzer.clone(), None)],
            analyzer: Some(analyzer),
        };
        let router = gateway_side::router(setup, &backend, registry, &stop)?;
        Ok(Self {
            address,
            backend,
            http: listeners.serve(&router, &stop),
            executor: tokio::spawn(executor.serve(stop.clone())),
            stop,
        })
    }

    /// Takes no more requests and jobs, drains, and closes the store.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.executor.await.context("the executor panicked")?;
        self.http.ended().await?;
        self.backend.close().await;
        Ok(())
    }
}
