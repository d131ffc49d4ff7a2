//! Where jobs are kept and how executors hear of them: the ports that every role shares.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use domain::{
    ApiKeyStore, AuditLog, ExecutorRegistry, Health, JobFeed, JobIntake, JobLedger, JobReader, Queue, RateLedger,
    SystemClock,
};
use prometheus_client::registry::Registry;
use store::{ConnectError, PostgresSettings, PostgresStore, QueueKind, SqliteStore};
use tokio::time::{Instant, sleep};

use super::sqs::Sqs;
use crate::config::{DatabaseSettings, QueueSettings};

/// Name of the database in the data directory.
const DATABASE: &str = "code-remote.sqlite3";

/// How long a role waits for a database that is starting too.
const CONNECT_WITHIN: Duration = Duration::from_mins(1);
const CONNECT_AGAIN: Duration = Duration::from_millis(500);

/// Store and queue.
pub(super) struct Backend {
    pub(super) intake: Arc<dyn JobIntake>,
    pub(super) reader: Arc<dyn JobReader>,
    pub(super) ledger: Arc<dyn JobLedger>,
    pub(super) feed: Arc<dyn JobFeed>,
    pub(super) queue: Arc<dyn Queue>,
    pub(super) rates: Arc<dyn RateLedger>,
    pub(super) audit: Arc<dyn AuditLog>,
    pub(super) keys: Arc<dyn ApiKeyStore>,
    /// What a gateway cannot do without.
    pub(super) health: Vec<Arc<dyn Health>>,
    /// What the queue needs besides; a gateway accepts jobs without it.
    pub(super) queue_health: Vec<Arc<dyn Health>>,
    /// Who runs jobs; none where that is this process itself.
    pub(super) executors: Option<Arc<dyn ExecutorRegistry>>,
    engine: Engine,
}

enum Engine {
    Sqlite(SqliteStore),
    Postgres(PostgresStore, Option<Sqs>),
}

impl Backend {
    /// The embedded one, a file in this directory.
    pub(super) fn embedded(directory: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(directory)
            .with_context(|| format!("{} cannot be made (CODE_REMOTE_DATA_DIR)", directory.display()))?;
        let store = SqliteStore::open(directory.join(DATABASE), Arc::new(SystemClock))
            .with_context(|| format!("the database in {} cannot be opened", directory.display()))?;
        let ports = Arc::new(store.clone());
        Ok(Self {
            intake: ports.clone(),
            reader: ports.clone(),
            ledger: ports.clone(),
            feed: ports.clone(),
            queue: ports.clone(),
            rates: ports.clone(),
            audit: ports.clone(),
            keys: ports.clone(),
            health: vec![ports],
            queue_health: Vec::new(),
            executors: None,
            engine: Engine::Sqlite(store),
        })
    }

    /// The one that roles share. Its own queue, or SQS with a relay of this process.
    pub(super) async fn shared(
        database: &DatabaseSettings,
        queue: &QueueSettings,
        registry: &mut Registry,
    ) -> anyhow::Result<Self> {
        let address = queue.sqs()?;
        let kind = if address.is_some() { QueueKind::External } else { QueueKind::Own };
        let store = connect(database, kind).await?;
        let ports = Arc::new(store.clone());
        let (mut queue, mut queue_health): (Arc<dyn Queue>, Vec<Arc<dyn Health>>) = (ports.clone(), Vec::new());
        let mut sqs = None;
        if let Some(address) = address {
            let started = Sqs::start(address, &store, registry).await;
            queue = started.queue.clone();
            queue_health = vec![started.queue.clone(), started.relay.clone()];
            sqs = Some(started);
        }
        Ok(Self {
            intake: ports.clone(),
            reader: ports.clone(),
            ledger: ports.clone(),
            feed: ports.clone(),
            queue,
            rates: ports.clone(),
            audit: ports.clone(),
            keys: ports.clone(),
            health: vec![ports.clone()],
            queue_health,
            executors: Some(ports),
            engine: Engine::Postgres(store, sqs),
        })
    }

    /// Ends what is under way and closes the store.
    pub(super) async fn close(self) {
        match self.engine {
            Engine::Sqlite(store) => store.close().await,
            Engine::Postgres(store, sqs) => {
                if let Some(sqs) = sqs {
                    sqs.close().await;
                }
                store.close().await;
            }
        }
    }
}

/// Connects; a server that does not answer yet is waited for, because roles and database may start together.
pub(super) async fn connect(database: &DatabaseSettings, queue: QueueKind) -> anyhow::Result<PostgresStore> {
    let settings = PostgresSettings { url: database.url()?, connections: database.database_connections, queue };
    let deadline = Instant::now() + CONNECT_WITHIN;
    loop {
        match PostgresStore::connect(settings.clone(), Arc::new(SystemClock)).await {
            Ok(store) => return Ok(store),
            Err(ConnectError::Unreachable(error)) if Instant::now() < deadline => {
                tracing::warn!(error = &*error as &dyn std::error::Error, "the database does not answer; trying again");
                sleep(CONNECT_AGAIN).await;
            }
            Err(error) => return Err(error).context("the database (CODE_REMOTE_DATABASE_URL) cannot be used"),
        }
    }
}
