//! How a store and a queue of another technology agree: a transactional outbox on one side, a sender on the other.
//!
//! A job becomes `queued` together with a row of the outbox, in one transaction. A relay takes rows out, has them sent,
//! and removes what was sent. So a job is neither lost nor invented when the queue is down, when the relay dies, or when
//! the transaction is taken back; it may be told of twice, which every [`crate::Queue`] may do anyway.

use std::time::Duration;

use async_trait::async_trait;

use crate::{JobId, PrincipalId, QueueError, StoreError};

/// What a queue is told of a job that waits: names only, nothing of what it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobMessage {
    /// The job.
    pub job_id: JobId,
    /// Whose it is, so that whoever receives it can keep one owner from holding everything.
    pub owner: PrincipalId,
    /// The trace that this belongs to, as a W3C `traceparent`.
    pub trace: Option<String>,
}

/// A message that is to be sent, and for a while nobody else's to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What to send.
    pub message: JobMessage,
    /// The outbox's handle for it.
    pub receipt: i64,
}

/// Messages that were committed with their jobs and not sent yet. Any number of relays may use one outbox.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Waits up to `wait` for messages that no other relay holds, and answers at most `max` (at least 1), the oldest
    /// first; empty when there are none. They are this caller's for `hold`: after that, and also when the caller died,
    /// they are answered again. A commit in this process or another ends the wait at once.
    async fn take(&self, max: u32, wait: Duration, hold: Duration) -> Result<Vec<Outgoing>, StoreError>;

    /// Forgets messages that the queue has taken. If this fails they will be sent again. An empty list does nothing.
    async fn sent(&self, receipts: &[i64]) -> Result<(), StoreError>;

    /// Gives messages back that the queue did not take; they are answered again after `pause`. An empty list does nothing.
    async fn give_back(&self, receipts: &[i64], pause: Duration) -> Result<(), StoreError>;

    /// Puts jobs into the outbox again that are still `queued` although they were last put there at least `after` ago,
    /// at most `max` of them; answers their ids. Each time it waits at least twice as long for the same job (up to an
    /// hour more), so that a long line is not told of again and again, but a message that the queue lost strands nobody.
    /// A job that was never put there, because another queue was in use then, is due at once.
    async fn announce_again(&self, after: Duration, max: u32) -> Result<Vec<JobId>, StoreError>;
}

/// Tells that relays have sent something. A hint, not the truth: a receiver that never hears of it still receives, as soon
/// as its queue tells it.
#[async_trait]
pub trait SentFeed: Send + Sync {
    /// Returns when [`Outbox::sent`] was called, in this process or another, since this one's last answer. For one
    /// listener in each process.
    async fn sent(&self);
}

/// What became of one message of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The queue has it, durably.
    Yes,
    /// The queue did not take it, and why.
    Refused(String),
}

/// Puts messages into a queue.
#[async_trait]
pub trait JobSender: Send + Sync {
    /// Sends messages, at most [`JobSender::batch`] of them, and answers for each in the same order. An error leaves open
    /// whether any of them was taken: the caller sends all of them again. An empty list does nothing.
    async fn send(&self, messages: &[JobMessage]) -> Result<Vec<Sent>, QueueError>;

    /// Most messages in one call.
    fn batch(&self) -> u32;
}

/// A message that was received too often and never answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// What it says; none when the message is not one of ours, or did not come from the queue itself.
    pub message: Option<JobMessage>,
    /// The queue's handle.
    pub receipt: String,
}

/// Where a queue puts messages that nobody could do anything with.
#[async_trait]
pub trait DeadLetters: Send + Sync {
    /// Waits up to `wait` for dead letters and answers some; empty when none came. What is not discarded comes back.
    async fn receive(&self, wait: Duration) -> Result<Vec<DeadLetter>, QueueError>;

    /// It was dealt with: forget it.
    async fn discard(&self, letter: DeadLetter) -> Result<(), QueueError>;
}
