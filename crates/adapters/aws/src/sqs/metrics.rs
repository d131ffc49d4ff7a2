//! What the queue counts.

use prometheus_client::{metrics::counter::Counter, registry::Registry};

/// Handles to the queue's metrics; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct SqsMetrics {
    /// Messages received, ours and others.
    pub(super) received: Counter,
    /// Receptions of messages that are not ours.
    pub(super) foreign: Counter,
    /// Messages given back by a fresh copy.
    pub(super) fresh_copies: Counter,
}

impl SqsMetrics {
    /// Registers everything under the registry's prefix.
    pub fn register(registry: &mut Registry) -> Self {
        let registry = registry.sub_registry_with_prefix("sqs");
        let metrics = Self::default();
        registry.register("received", "Messages received, those that are not ours too", metrics.received.clone());
        registry.register("foreign", "Receptions of messages that are not ours", metrics.foreign.clone());
        registry.register("fresh_copies", "Messages given back by a fresh copy", metrics.fresh_copies.clone());
        metrics
    }
}
