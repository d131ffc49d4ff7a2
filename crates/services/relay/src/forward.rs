//! From the outbox to the queue.

use std::time::Duration;

use domain::{JobMessage, Outgoing, QueueError, Sent};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::Shared;

/// One look at the outbox. Also how long a stop may have to wait for it.
const TAKE_WAIT: Duration = Duration::from_secs(1);
/// How long a batch is this relay's. Longer than sending takes, and how long its messages are late if it dies.
const HOLD: Duration = Duration::from_secs(15);
/// A message that the queue refused is tried again after this.
const REFUSED_PAUSE: Duration = Duration::from_secs(1);
/// Pauses after failures in a row: from here, twice as long each time, …
const PAUSE_MIN: Duration = Duration::from_millis(50);
/// … to here, so that jobs flow soon after the queue is back.
const PAUSE_MAX: Duration = Duration::from_secs(2);

/// Sends until `stop`.
pub(crate) async fn forward_until(shared: &Shared, stop: &CancellationToken) {
    let mut pause = PAUSE_MIN;
    while !stop.is_cancelled() {
        if forward(shared).await {
            pause = PAUSE_MIN;
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(pause) => pause = PAUSE_MAX.min(2 * pause),
        }
    }
}

/// Sends one batch, if there is one. `false` when store or queue did not work.
async fn forward(shared: &Shared) -> bool {
    let taken = match shared.ports.outbox.take(shared.ports.sender.batch(), TAKE_WAIT, HOLD).await {
        Ok(taken) => taken,
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the outbox could not be read");
            return false;
        }
    };
    if taken.is_empty() {
        // What this one could not send, another has: without a job of its own it would never find out otherwise.
        shared.link.works();
        return true;
    }
    send(shared, taken).await
}

async fn send(shared: &Shared, taken: Vec<Outgoing>) -> bool {
    let (receipts, messages): (Vec<i64>, Vec<JobMessage>) =
        taken.into_iter().map(|outgoing| (outgoing.receipt, outgoing.message)).unzip();
    match shared.ports.sender.send(&messages).await {
        Ok(answers) => {
            shared.link.works();
            settle(shared, &receipts, &messages, &answers).await;
            true
        }
        Err(error) => {
            failed(shared, &error, messages.len());
            give_back(shared, &receipts, Duration::ZERO).await;
            false
        }
    }
}

fn failed(shared: &Shared, error: &QueueError, jobs: usize) {
    shared.link.fails();
    shared.metrics.failures.inc();
    let error = error as &dyn std::error::Error;
    tracing::warn!(error, jobs, "jobs could not be sent to the queue; they are kept");
}

/// Forgets what was sent and keeps what was not.
async fn settle(shared: &Shared, receipts: &[i64], messages: &[JobMessage], answers: &[Sent]) {
    let (mut sent, mut kept) = (Vec::new(), Vec::new());
    for (index, (receipt, message)) in receipts.iter().zip(messages).enumerate() {
        match answers.get(index) {
            Some(Sent::Yes) => sent.push(*receipt),
            refused => {
                kept.push(*receipt);
                let reason = if let Some(Sent::Refused(reason)) = refused { reason } else { "no answer" };
                tracing::warn!(job.id = %message.job_id, reason, "the queue did not take a job; it is kept");
            }
        }
    }
    shared.metrics.sent.inc_by(sent.len() as u64);
    shared.metrics.refused.inc_by(kept.len() as u64);
    if let Err(error) = shared.ports.outbox.sent(&sent).await {
        let (error, jobs) = (&error as &dyn std::error::Error, sent.len());
        tracing::warn!(error, jobs, "sent jobs could not be noted; they will be sent again");
    }
    give_back(shared, &kept, REFUSED_PAUSE).await;
}

async fn give_back(shared: &Shared, receipts: &[i64], pause: Duration) {
    if let Err(error) = shared.ports.outbox.give_back(receipts, pause).await {
        // They are taken again when the time is over for which they were held.
        tracing::debug!(error = &error as &dyn std::error::Error, "messages were not given back to the outbox");
    }
}
