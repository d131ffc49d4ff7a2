//! What the relay counts.

use prometheus_client::{metrics::counter::Counter, registry::Registry};

/// Handles to the relay's metrics; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct RelayMetrics {
    /// Messages that the queue took.
    pub(crate) sent: Counter,
    /// Messages that it refused.
    pub(crate) refused: Counter,
    /// Batches that it did not answer.
    pub(crate) failures: Counter,
    /// Jobs that it was told of again.
    pub(crate) announced_again: Counter,
    /// Jobs that it could not deliver.
    pub(crate) undeliverable: Counter,
    /// Dead letters that are not ours.
    pub(crate) foreign: Counter,
}

impl RelayMetrics {
    /// Registers everything under the registry's prefix.
    pub fn register(registry: &mut Registry) -> Self {
        let registry = registry.sub_registry_with_prefix("relay");
        let metrics = Self::default();
        registry.register("sent", "Messages that the queue took", metrics.sent.clone());
        registry.register("refused", "Messages that the queue refused", metrics.refused.clone());
        registry.register("failures", "Batches that the queue did not answer", metrics.failures.clone());
        registry.register("announced_again", "Jobs that the queue was told of again", metrics.announced_again.clone());
        registry.register("undeliverable", "Jobs that the queue could not deliver", metrics.undeliverable.clone());
        registry.register("foreign_letters", "Dead letters that are not ours", metrics.foreign.clone());
        metrics
    }
}
