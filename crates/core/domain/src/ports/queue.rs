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
    /// The trace that the message belongs to, as a W3C `traceparent`, where the message says so.
    pub trace: Option<String>,
    /// The queue's handle for this delivery.
    pub receipt: String,
}

/// Why the queue did not answer. All calls may be repeated.
#[derive(Debug, thiserror::Error)]
#[error("the queue cannot be used right now")]
pub struct QueueError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// At-least-once delivery, shaped after SQS. Messages may be delivered twice and out of order, and a message may outlive
/// its job: a delivery is a proposal, and whoever receives one still has to claim the job. Among waiting jobs an
/// implementation that can tell owners apart in the whole line (an embedded one) takes turns between them.
///
/// A delivery that is neither acknowledged nor released comes back when its visibility ends. A queue may set a message
/// aside that came back too often in this way (see [`crate::DeadLetters`]); one that was released does not count.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Waits up to `wait` for messages and answers at most `max` (at least 1); empty when none came. Owners in `busy`
    /// have all the sandboxes they may have: an implementation that can tell leaves their jobs waiting.
    ///
    /// Dropping the call loses nothing: what it would have answered is answered later, to whoever asks.
    async fn receive(&self, max: u32, wait: Duration, busy: &[PrincipalId]) -> Result<Vec<Delivery>, QueueError>;

    /// The job's terminal state is committed, or the delivery was void: forget the message. Like the two calls below, it
    /// does nothing to a message that was delivered again since, or is gone.
    async fn acknowledge(&self, delivery: Delivery) -> Result<(), QueueError>;

    /// Keep the message invisible for `visibility` from now.
    async fn extend(&self, delivery: &Delivery, visibility: Duration) -> Result<(), QueueError>;

    /// Make the message visible again at once. The message was good and only the moment was not, so it may be released
    /// as often as it takes.
    async fn release(&self, delivery: Delivery) -> Result<(), QueueError>;

    /// Makes pending [`Queue::receive`] calls look again with fresh arguments by answering early: an owner is no longer busy.
    fn wake(&self);
}
