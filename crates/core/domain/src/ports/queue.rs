//! The queue carries job ids only; the store is the truth.

use std::time::Duration;

use async_trait::async_trait;

use crate::{JobId, PrincipalId};

/// A message that was received and not yet acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The job.
    pub job_id: JobId,
    /// Whose job it is, where the message says so.
    pub owner: Option<PrincipalId>,
    /// The queue's handle for this delivery.
    pub receipt: String,
}

/// Why the queue did not answer. All calls may be repeated.
#[derive(Debug, thiserror::Error)]
#[error("the queue cannot be used right now")]
pub struct QueueError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// At-least-once delivery, shaped after SQS. Messages may be delivered twice and out of order; among waiting jobs an
/// implementation takes turns between owners.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Waits up to `wait` for messages and answers at most `max` (at least 1); empty when none came. Owners in `busy`
    /// have all the sandboxes they may have: an implementation that can tell leaves their jobs waiting.
    async fn receive(&self, max: u32, wait: Duration, busy: &[PrincipalId]) -> Result<Vec<Delivery>, QueueError>;

    /// The job's terminal state is committed, or the delivery was void: forget the message.
    async fn acknowledge(&self, delivery: Delivery) -> Result<(), QueueError>;

    /// Keep the message invisible for `visibility` from now.
    async fn extend(&self, delivery: &Delivery, visibility: Duration) -> Result<(), QueueError>;

    /// Make the message visible again at once.
    async fn release(&self, delivery: Delivery) -> Result<(), QueueError>;

    /// Makes pending [`Queue::receive`] calls look again with fresh arguments by answering early: an owner is no longer busy.
    fn wake(&self);
}
