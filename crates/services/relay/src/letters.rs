//! Ends jobs that the queue gave up.

use std::time::Duration;

use domain::{DeadLetter, ErrorCode, JobError, JobMessage};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::Shared;

/// One long poll.
const WAIT: Duration = Duration::from_secs(20);
/// Pause after the queue failed.
const PAUSE: Duration = Duration::from_secs(2);

pub(crate) async fn read_until(shared: &Shared, stop: &CancellationToken) {
    // What a poll would have answered that is cut off here comes back to another.
    let reading = async {
        loop {
            match shared.ports.letters.receive(WAIT).await {
                Ok(letters) => {
                    for letter in letters {
                        settle(shared, letter).await;
                    }
                }
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "dead letters could not be received");
                    sleep(PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = reading => {}
    }
}

async fn settle(shared: &Shared, letter: DeadLetter) {
    let settled = match &letter.message {
        Some(message) => fail(shared, message).await,
        None => {
            shared.metrics.foreign.inc();
            tracing::warn!("discarded a dead letter that is not one of ours");
            true
        }
    };
    if settled && let Err(error) = shared.ports.letters.discard(letter).await {
        // It comes back, and finds its job ended.
        tracing::warn!(error = &error as &dyn std::error::Error, "a dead letter was not discarded");
    }
}

/// Whether this is done with.
async fn fail(shared: &Shared, message: &JobMessage) -> bool {
    let JobMessage { job_id: id, owner, trace: _ } = message;
    match shared.ports.ledger.fail_queued(*id, owner, undeliverable()).await {
        Ok(true) => {
            shared.metrics.undeliverable.inc();
            tracing::error!(job.id = %id, "the queue could not deliver a job; it has failed");
            true
        }
        // It ran all the same, or is running, or there is no such job of this owner.
        Ok(false) => {
            tracing::warn!(job.id = %id, "discarded a dead letter whose job does not wait");
            true
        }
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(job.id = %id, error, "a job that cannot be delivered could not be ended yet");
            false
        }
    }
}

fn undeliverable() -> JobError {
    JobError {
        code: ErrorCode::Undeliverable,
        message: "The service could not start this job. Submit it again.".into(),
    }
}
