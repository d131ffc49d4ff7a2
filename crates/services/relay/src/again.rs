//! Finds jobs that wait although the queue was told of them: it may have lost the message.

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::Shared;

/// Looks during one wait.
const LOOKS: u32 = 5;
/// Jobs that one look puts into the outbox again; the next goes on.
const BATCH: u32 = 500;

pub(crate) async fn announce_until(shared: &Shared, stop: &CancellationToken) {
    let after = shared.settings.announce_again_after;
    let mut looks = interval(after / LOOKS);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looks.tick() => {}
        }
        match shared.ports.outbox.announce_again(after, BATCH).await {
            Ok(jobs) if jobs.is_empty() => {}
            Ok(jobs) => {
                shared.metrics.announced_again.inc_by(jobs.len() as u64);
                tracing::info!(jobs = jobs.len(), "jobs still wait; the queue is told of them again");
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "waiting jobs could not be looked for");
            }
        }
    }
}
