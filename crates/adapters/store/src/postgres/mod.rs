//! Jobs and queue on a PostgreSQL server, for any number of processes.
//!
//! A write is one transaction, most often one statement; rows are the truth, and locks on rows keep writers apart. Of
//! each process, one connection tells others what was committed (`bell`) and one hears what others committed
//! (`listener`).
//!
//! Writers never wait for each other in a circle: jobs are locked before owners. A new job comes after its owner, but
//! nobody else knows it yet; and whoever takes many jobs passes over locked ones, and is the only one who does.
//!
//! What a call costs must not depend on how many jobs wait. The server keeps the plan of a statement, and may have made it
//! when nothing waited: then the index of all waiting jobs, or of all of an owner's, seems as short a way to one of them as
//! any. So statements that look for one job by its name say `status || '' = 'queued'` and `owner || '' = $2`, which no index
//! answers, and sessions plan without reading whole tables (see `settings`).

mod api_keys;
mod audit;
mod bell;
mod codec;
mod crowd;
mod ending;
mod event_rows;
mod executors;
mod feed;
mod health;
mod intake;
mod job_rows;
mod ledger;
mod line;
mod listener;
mod news;
mod outbox;
mod queue;
mod rates;
mod reach;
mod reader;
mod schema;
mod settings;
mod tx;

use std::{
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
    time::Duration,
};

use domain::Clock;
use sqlx_postgres::PgPool;
use tokio::{
    sync::Semaphore,
    task::{AbortHandle, JoinHandle},
    time::timeout,
};

use self::{
    bell::{Bell, Waiters},
    crowd::Crowd,
    listener::Listener,
    news::Voice,
    settings::{ACQUIRE_WITHIN, CONNECT_WITHIN},
};

pub use settings::{ConnectError, PostgresSettings, QueueKind};

/// How long closing waits for the last notifications.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Name of a job inside the database: rows refer to it, and it grows about in the order of acceptance.
type JobKey = i64;

/// A job store and queue on a PostgreSQL server. Cheap to clone; all clones are the same store, and any number of stores
/// may share a database.
///
/// Times of jobs and leases are the clock's of the process that writes, so the machines' clocks must agree to within a
/// small part of a lease. How long a delivery stays invisible is counted by the server.
#[derive(Clone)]
pub struct PostgresStore {
    inner: Arc<Inner>,
}

struct Inner {
    pool: PgPool,
    bell: Arc<Bell>,
    bell_pool: PgPool,
    notifier: Mutex<Option<JoinHandle<()>>>,
    waiters: Arc<Waiters>,
    listener: AbortHandle,
    clock: Arc<dyn Clock>,
    queue: QueueKind,
    crowd: Crowd,
    /// Calls that counted requests; see `rates`.
    rates_taken: AtomicU64,
    /// Whoever tries why there is no connection; see `reach`.
    trying: Semaphore,
}

impl PostgresStore {
    /// Connects to the database, brings its schema up to date, and begins to listen.
    pub async fn connect(settings: PostgresSettings, clock: Arc<dyn Clock>) -> Result<Self, ConnectError> {
        let PostgresSettings { url, connections, queue } = settings;
        let unreachable = |error: sqlx_core::error::Error| ConnectError::Unreachable(error.into());
        let options = |role| settings::connect_options(&url, role);
        reach::reach(&options("store")?).await.map_err(unreachable)?;
        let pool = settings::pool_options(connections, ACQUIRE_WITHIN).connect_lazy_with(options("store")?);
        schema::migrate(&options("migration")?).await.map_err(|error| ConnectError::Schema(error.into()))?;
        let (voice, waiters) = (Voice::new(), Arc::<Waiters>::default());
        let listener = Listener { options: options("listener")?, waiters: waiters.clone(), own: voice };
        let connection = listener.connect().await.map_err(unreachable)?;
        let listener = tokio::spawn(listener.run(connection)).abort_handle();
        let bell = Arc::new(Bell::new(waiters.clone()));
        let bell_pool = settings::pool_options(1, CONNECT_WITHIN).connect_lazy_with(options("notifier")?);
        let notifier = Mutex::new(Some(tokio::spawn(bell.clone().run(bell_pool.clone(), voice))));
        tracing::info!(store.engine = "postgres", store.connections = connections, "connected the store");
        let (rates_taken, trying, crowd) = (AtomicU64::new(0), Semaphore::new(1), Crowd::default());
        let inner =
            Inner { pool, bell, bell_pool, notifier, waiters, listener, clock, queue, crowd, rates_taken, trying };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Brings the schema up to date without using it; answers the newest version that this program knows.
    pub async fn migrate(url: &str) -> Result<i64, ConnectError> {
        let options = settings::connect_options(url, "migration")?;
        schema::migrate(&options).await.map_err(|error| ConnectError::Schema(error.into()))?;
        Ok(schema::newest())
    }

    /// Ends the calls under way, says the last news and closes the connections. Every later call on any clone answers
    /// that the store is unavailable. A process that is killed instead loses nothing.
    pub async fn close(&self) {
        let Inner { pool, bell, bell_pool, waiters, listener, .. } = &*self.inner;
        pool.close().await;
        // Receivers look again and find it closed.
        waiters.tell_all();
        bell.close();
        if let Some(notifier) = self.inner.take_notifier() {
            let stop = notifier.abort_handle();
            // Others look again by themselves if it could not be said.
            let _ = timeout(LAST_WORDS, notifier).await;
            stop.abort();
        }
        bell_pool.close().await;
        listener.abort();
    }
}

impl Inner {
    fn take_notifier(&self) -> Option<JoinHandle<()>> {
        self.notifier.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.listener.abort();
        if let Some(notifier) = self.take_notifier() {
            notifier.abort();
        }
    }
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}
