//! The queue on SQS, and the relay that feeds it from the store.

use std::{sync::Arc, time::Duration};

use aws::{SqsCredentials, SqsDeadLetters, SqsMetrics, SqsQueue, SqsSettings};
use prometheus_client::registry::Registry;
use relay::{Relay, RelayHealth, RelayMetrics};
use store::PostgresStore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::SqsAddress;

/// A queue and a relay that runs.
pub(super) struct Sqs {
    pub(super) queue: Arc<SqsQueue>,
    pub(super) relay: Arc<RelayHealth>,
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Sqs {
    /// Starts it over this store.
    pub(super) async fn start(address: SqsAddress, store: &PostgresStore, registry: &mut Registry) -> Self {
        let announce_again_after = Duration::from_secs(address.announce_again_seconds);
        let settings = settings(address);
        let store = Arc::new(store.clone());
        let queue = Arc::new(SqsQueue::new(&settings, SqsMetrics::register(registry)).await);
        let ports = relay::Ports {
            outbox: store.clone(),
            sender: queue.clone(),
            letters: Arc::new(SqsDeadLetters::new(&settings).await),
            ledger: store.clone(),
        };
        let relay = Relay::new(relay::Settings { announce_again_after }, ports, RelayMetrics::register(registry));
        let (health, stop) = (Arc::new(relay.health()), CancellationToken::new());
        let mut tasks = JoinSet::new();
        tasks.spawn(relay.serve(stop.clone()));
        let (heeding, stopping) = (queue.clone(), stop.clone());
        tasks.spawn(async move {
            stopping.run_until_cancelled(heeding.heed(&*store)).await;
        });
        Self { queue, relay: health, stop, tasks }
    }

    /// Finishes the batch under way, and gives back what was received and not taken.
    pub(super) async fn close(mut self) {
        self.stop.cancel();
        while let Some(ended) = self.tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a task of the relay panicked");
            }
        }
        self.queue.close().await;
    }
}

fn settings(address: SqsAddress) -> SqsSettings {
    let SqsAddress { queue_url, dead_letter_url, region, endpoint, emulated, visibility_seconds, .. } = address;
    SqsSettings {
        queue_url,
        dead_letter_url,
        region,
        endpoint_url: endpoint,
        credentials: if emulated { SqsCredentials::Emulator } else { SqsCredentials::Found },
        visibility: Duration::from_secs(visibility_seconds),
    }
}
