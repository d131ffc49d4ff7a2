//! Puts the crates together: the one place that names them all.
//!
//! Reading order: this file starts and stops everything; `sandboxes` makes the driver; `gateway_side` and `executor_side`
//! turn settings into those crates' own; `page` is the embedded web page.

mod executor_side;
mod gateway_side;
mod page;
mod sandboxes;

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use domain::{RandomIds, SandboxDriver, SystemClock};
use executor::{Executor, ExecutorMetrics};
use gateway::{Metrics, Ports, SharedRegistry};
use prometheus_client::registry::Registry;
use store::SqliteStore;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::config::Settings;

pub use sandboxes::{Sandboxes, driver};

/// Name of the database in the data directory.
const DATABASE: &str = "code-remote.sqlite3";

/// A service that runs.
pub struct Service {
    /// Where it listens.
    pub address: SocketAddr,
    store: SqliteStore,
    stop: CancellationToken,
    http: JoinHandle<std::io::Result<()>>,
    executor: JoinHandle<()>,
}

impl Service {
    /// Opens the store and the port and starts to serve. Jobs run as soon as isolation is proven.
    pub async fn start(settings: &Settings, sandboxes: Sandboxes) -> anyhow::Result<Self> {
        let Sandboxes { driver, python_version, relaxed } = sandboxes;
        let store = open_store(settings)?;
        let listener = TcpListener::bind(settings.service.listen).await.with_context(|| {
            format!(
                "{} cannot be listened on: choose another with --listen (CODE_REMOTE_LISTEN)",
                settings.service.listen
            )
        })?;
        let address = listener.local_addr()?;
        let mut registry = Registry::with_prefix("code_remote");
        let executor = new_executor(executor_side::settings(settings, relaxed), &store, driver, &mut registry);
        let stop = CancellationToken::new();
        let ports = ports(settings, &store, &executor, registry, &python_version, &stop)?;
        let router = gateway::router(gateway_side::settings(settings, &python_version)?, ports)?;
        Ok(Self {
            address,
            store,
            http: tokio::spawn(gateway::serve(listener, router, stop.clone())),
            executor: tokio::spawn(executor.serve(stop.clone())),
            stop,
        })
    }

    /// Takes no more requests and jobs, drains, and closes the store.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.executor.await.context("the executor panicked")?;
        self.http.await.context("the HTTP server panicked")??;
        self.store.close().await;
        Ok(())
    }
}

fn open_store(settings: &Settings) -> anyhow::Result<SqliteStore> {
    let directory = settings.service.data_dir();
    std::fs::create_dir_all(&directory)
        .with_context(|| format!("{} cannot be made (CODE_REMOTE_DATA_DIR)", directory.display()))?;
    SqliteStore::open(directory.join(DATABASE), Arc::new(SystemClock))
        .with_context(|| format!("the database in {} cannot be opened", directory.display()))
}

fn new_executor(
    settings: executor::Settings,
    store: &SqliteStore,
    driver: Arc<dyn SandboxDriver>,
    registry: &mut Registry,
) -> Executor {
    let store = Arc::new(store.clone());
    let ports = executor::Ports {
        ledger: store.clone(),
        queue: store.clone(),
        feed: store,
        driver,
        clock: Arc::new(SystemClock),
    };
    Executor::new(settings, ports, ExecutorMetrics::register(registry))
}

fn ports(
    settings: &Settings,
    store: &SqliteStore,
    executor: &Executor,
    mut registry: Registry,
    python_version: &str,
    stop: &CancellationToken,
) -> anyhow::Result<Ports> {
    let metrics = Metrics::register(&mut registry);
    let readiness = executor.readiness();
    let shared = Arc::new(store.clone());
    Ok(Ports {
        intake: shared.clone(),
        reader: shared.clone(),
        feed: shared.clone(),
        tokens: gateway_side::tokens(settings, shared.clone())?,
        keys: shared.clone(),
        sign_in: gateway_side::sign_in(settings)?,
        health: vec![shared, Arc::new(executor.health())],
        ids: Arc::new(RandomIds),
        check: gateway_side::check(settings, python_version)?,
        isolation: Arc::new(move || readiness.report()),
        web: page::embedded(),
        metrics,
        registry: SharedRegistry::new(registry),
        stopping: stop.clone(),
    })
}
