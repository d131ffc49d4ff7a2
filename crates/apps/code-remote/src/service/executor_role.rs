//! `executor`: runs jobs, and has no port but the one for its operators.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use domain::Health;
use executor::{Executor as Engine, ExecutorMetrics};
use gateway::SharedRegistry;
use prometheus_client::registry::Registry;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{
    Sandboxes,
    announcer::{Announcer, Words},
    backend::Backend,
    executor_side,
    http::{Listeners, Serving},
};
use crate::config::{Driver, ExecutorSettings};

/// An executor that runs.
pub struct Executor {
    /// Where its operators look.
    pub address: SocketAddr,
    backend: Backend,
    stop: CancellationToken,
    stop_http: CancellationToken,
    http: Serving,
    engine: JoinHandle<()>,
    announcer: Announcer,
}

impl Executor {
    /// Connects, opens the operators' port and starts to run jobs as soon as isolation is proven.
    pub async fn start(settings: &ExecutorSettings, sandboxes: Sandboxes) -> anyhow::Result<Self> {
        let Sandboxes { driver, python_version, relaxed } = sandboxes;
        let mut registry = Registry::with_prefix("code_remote");
        let backend = Backend::shared(&settings.database, &settings.queue, &mut registry).await?;
        let listen = [settings.operations.operations_listen];
        let listeners = Listeners::bind(&listen, "--operations-listen (CODE_REMOTE_OPERATIONS_LISTEN)").await?;
        let options = executor_side::settings(&settings.life, &settings.sandbox, &settings.limits);
        let options = match settings.kubernetes.driver {
            Driver::Runsc => options,
            Driver::Kubernetes => executor_side::for_pods(options, &settings.sandbox),
        };
        let options = executor::Settings { relaxed, ..options };
        let (id, slots) = (options.id.clone(), options.concurrency);
        let metrics = ExecutorMetrics::register(&mut registry);
        let engine = Engine::new(options, executor_side::ports(&backend, driver), metrics);
        let health: Arc<dyn Health> = Arc::new(engine.health());
        let words = Words { id, slots, python_version, readiness: engine.readiness(), health: health.clone() };
        let parts = backend.health.iter().chain(&backend.queue_health).cloned().chain([health]).collect();
        let router = gateway::operations(parts, SharedRegistry::new(registry));
        let (stop, stop_http) = (CancellationToken::new(), CancellationToken::new());
        Ok(Self {
            address: listeners.addresses()?[0],
            http: listeners.serve(&router, &stop_http),
            engine: tokio::spawn(engine.serve(stop.clone())),
            announcer: words.keep_telling(&backend),
            backend,
            stop,
            stop_http,
        })
    }

    /// Takes no more jobs, drains, and disconnects. Operators are answered until the last job is out.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.engine.await.context("the executor panicked")?;
        self.announcer.leave().await;
        self.stop_http.cancel();
        self.http.ended().await?;
        self.backend.close().await;
        Ok(())
    }
}
