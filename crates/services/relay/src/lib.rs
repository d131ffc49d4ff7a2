//! Between a store and a queue of another technology: what is committed is sent, and what the queue gave up is seen.
//!
//! `forward` sends what the outbox holds, `again` finds jobs whose messages were lost, `letters` ends jobs that the queue
//! could not deliver. Any number of relays may run, in any process; none is special and each may be killed at any moment.

mod again;
mod forward;
mod health;
mod letters;
mod metrics;

use std::{sync::Arc, time::Duration};

use domain::{DeadLetters, JobLedger, JobSender, Outbox};
use tokio_util::sync::CancellationToken;

pub use health::RelayHealth;
pub use metrics::RelayMetrics;

use crate::health::Link;

/// What a relay stands on.
#[derive(Clone)]
pub struct Ports {
    /// What is to be sent.
    pub outbox: Arc<dyn Outbox>,
    /// Where it is sent.
    pub sender: Arc<dyn JobSender>,
    /// What came to nothing there.
    pub letters: Arc<dyn DeadLetters>,
    /// Where that is recorded.
    pub ledger: Arc<dyn JobLedger>,
}

/// What an operator can choose.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a job may wait before the queue is told of it again, in case it lost the message. Longer each time.
    pub announce_again_after: Duration,
}

/// A relay of this process.
pub struct Relay {
    shared: Arc<Shared>,
}

/// What every task of a relay needs.
pub(crate) struct Shared {
    pub(crate) ports: Ports,
    pub(crate) settings: Settings,
    pub(crate) metrics: RelayMetrics,
    pub(crate) link: Arc<Link>,
}

impl Relay {
    /// A relay that has not started yet.
    pub fn new(settings: Settings, ports: Ports, metrics: RelayMetrics) -> Self {
        Self { shared: Arc::new(Shared { ports, settings, metrics, link: Arc::default() }) }
    }

    /// How it is, as a health component.
    pub fn health(&self) -> RelayHealth {
        RelayHealth::new(self.shared.link.clone())
    }

    /// Serves until `stop`. A batch that is under way is finished.
    pub async fn serve(self, stop: CancellationToken) {
        let shared = self.shared;
        tokio::join!(
            // Two, so that one looks while the other sends.
            forward::forward_until(&shared, &stop),
            forward::forward_until(&shared, &stop),
            again::announce_until(&shared, &stop),
            letters::read_until(&shared, &stop),
        );
    }
}
