//! Who waits for a job is told when something was written.

use tokio::sync::watch;

use crate::JobId;

/// Tells followers that a job has new events or a new state. A hint, not the truth: a follower reads the store after it.
pub trait JobFeed: Send + Sync {
    /// Starts to follow a job. A write that commits after this call wakes the watch.
    fn watch(&self, id: JobId) -> JobWatch;
}

/// A follower's end.
#[derive(Debug)]
pub struct JobWatch(watch::Receiver<u64>);

impl JobWatch {
    /// Wraps the receiver of a sender that an adapter bumps after each commit.
    pub fn new(receiver: watch::Receiver<u64>) -> Self {
        Self(receiver)
    }

    /// Waits for the next write since the last call (or since the watch began). Never returns when the feed has ended, so give it a time limit.
    pub async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
