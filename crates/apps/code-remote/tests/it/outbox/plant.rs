//! Store, relay, queue and executor.

use std::{sync::Arc, time::Duration};

use aws::{SqsDeadLetters, SqsMetrics, SqsQueue, SqsSettings, testing::Emulator};
use domain::{
    ExecutorId, Health as _, JobId, JobSender, NewJob, Queue, Status, SystemClock,
    testing::{FakeDriver, ManualClock, ROOMY, StoreFixture, new_job, owner},
};
use executor::{Executor, ExecutorMetrics};
use prometheus_client::registry::Registry;
use relay::{Relay, RelayHealth, RelayMetrics};
use store::{PostgresSettings, PostgresStore, QueueKind, testing::Server};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::harness::eventually;

/// A relay looks for lost messages five times as often, in real time.
pub(crate) const ANNOUNCE_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Short, so that tests can outlast it; a third of it still goes by without hurry on a crowded machine.
pub(crate) const LEASE: Duration = Duration::from_secs(3);

/// Everything but an executor.
pub(crate) struct Plant {
    pub(crate) store: StoreFixture,
    pub(crate) queue: SqsQueue,
    pub(crate) settings: SqsSettings,
    pub(crate) relay: RelayHealth,
    stop: CancellationToken,
    guard: DropGuard,
}

impl Plant {
    /// On queues of the emulator that tests share.
    pub(crate) async fn start() -> Self {
        Self::on(Emulator::shared().await.queues(5).await).await
    }

    /// On these queues.
    pub(crate) async fn on(settings: SqsSettings) -> Self {
        let queue = SqsQueue::new(&settings, SqsMetrics::default()).await;
        Self::with(settings, queue.clone(), Arc::new(queue)).await
    }

    /// With a sender of its own.
    pub(crate) async fn with(settings: SqsSettings, queue: SqsQueue, sender: Arc<dyn JobSender>) -> Self {
        let clock = Arc::new(ManualClock::default());
        let server = tokio::task::spawn_blocking(Server::shared).await.expect("the server starts");
        let database =
            PostgresSettings { url: server.fresh_schema().await, connections: 8, queue: QueueKind::External };
        let postgres = Arc::new(PostgresStore::connect(database, clock.clone()).await.expect("connects"));
        let letters = Arc::new(SqsDeadLetters::new(&settings).await);
        let ports = relay::Ports { outbox: postgres.clone(), sender, letters, ledger: postgres.clone() };
        let chosen = relay::Settings { announce_again_after: ANNOUNCE_AGAIN_AFTER };
        let relay = Relay::new(chosen, ports, RelayMetrics::default());
        let (health, stop) = (relay.health(), CancellationToken::new());
        tokio::spawn(relay.serve(stop.clone()));
        let (heeding, sent) = (queue.clone(), postgres.clone());
        tokio::spawn(stop.clone().run_until_cancelled_owned(async move { heeding.heed(&*sent).await }));
        let store = StoreFixture::new(postgres, clock, ()).with_queue(Arc::new(queue.clone()), ());
        Self { store, queue, settings, relay: health, guard: stop.clone().drop_guard(), stop }
    }

    /// Only what a suite needs.
    pub(crate) fn into_fixture(self) -> StoreFixture {
        let Self { store, queue, settings: _, relay: _, stop: _, guard } = self;
        store.with_queue(Arc::new(queue), guard)
    }

    /// Runs jobs from this queue with a fake runtime, until the plant is dropped.
    pub(crate) fn executor(&self, name: &str, queue: Arc<dyn Queue>) {
        let executor = fake_executor(name, &self.store, queue, LEASE);
        tokio::spawn(executor.serve(self.stop.clone()));
    }

    /// Accepts a job that does what these words say (see [`FakeDriver`]).
    pub(crate) async fn accept(&self, words: &str) -> JobId {
        let mut job = new_job(&owner("ada"));
        words.clone_into(&mut job.spec.source);
        let NewJob { id, .. } = job.clone();
        self.store.intake.accept(job, None, ROOMY).await.expect("accepts");
        id
    }

    /// Waits until a job is like this.
    pub(crate) async fn until(&self, id: JobId, wanted: Status) {
        eventually("the job does not get there", async || {
            let status = self.store.get(&owner("ada"), id).await.status;
            (status != wanted).then_some(status)
        })
        .await;
    }

    /// Waits until the relay says so.
    pub(crate) async fn until_relay(&self, ready: bool) {
        eventually("the relay does not notice", async || (self.relay.health().await.ready != ready).then_some(()))
            .await;
    }
}

/// An executor of this process over a runtime that isolates nothing and says so.
pub(crate) fn fake_executor(name: &str, store: &StoreFixture, queue: Arc<dyn Queue>, lease: Duration) -> Executor {
    let settings = executor::Settings {
        id: ExecutorId::new(name),
        concurrency: 4,
        pool_size: 0,
        refill_concurrency: 1,
        pool_memory_bytes: 0,
        lease,
        drain: Duration::ZERO,
        owner_running_max: None,
        retention: None,
        audit_retention: None,
        sole_user_of_store: false,
        relaxed: true,
    };
    let ports = executor::Ports {
        ledger: store.ledger.clone(),
        queue,
        feed: store.feed.clone(),
        driver: Arc::new(FakeDriver::default()),
        audit: store.audit.clone(),
        clock: Arc::new(SystemClock),
    };
    Executor::new(settings, ports, ExecutorMetrics::register(&mut Registry::default()))
}
