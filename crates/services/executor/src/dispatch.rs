//! Receives job ids, claims jobs, and starts a task for each.

use std::{convert::Infallible, sync::Arc, time::Duration};

use domain::{Claim, Delivery, JobWatch, StoreError};
use tokio_util::sync::CancellationToken;

use crate::{
    Shared,
    permits::{OwnerShare, Slot},
    run,
};

/// One long poll. Also how long a stop may have to wait for it.
const RECEIVE_WAIT: Duration = Duration::from_secs(1);
/// Most messages taken at once, as with SQS.
const RECEIVE_MAX: u32 = 10;
/// Pause after the queue or the store failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(500);

/// Receives and starts jobs until `stop`.
pub(crate) async fn receive_until(shared: &Arc<Shared>, stop: &CancellationToken) {
    loop {
        let slot = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            slot = ready_slot(shared) => slot,
        };
        receive_into(shared, slot).await;
    }
}

/// Isolation first: without it no message is taken, so that jobs stay queued.
async fn ready_slot(shared: &Shared) -> Slot {
    shared.readiness.proven().await;
    shared.permits.slot().await
}

async fn receive_into(shared: &Arc<Shared>, slot: Slot) {
    let max = (1 + shared.permits.free()).min(RECEIVE_MAX);
    let deliveries = match shared.ports.queue.receive(max, RECEIVE_WAIT, &shared.permits.busy()).await {
        Ok(deliveries) => deliveries,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "nothing could be received");
            return tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
        }
    };
    let mut slot = Some(slot);
    for delivery in deliveries {
        match room(shared, &delivery, &mut slot) {
            Some(room) => drop(shared.jobs.spawn(handle(shared.clone(), delivery, room))),
            None => release(shared, delivery).await,
        }
    }
}

/// What one job holds while it runs.
struct Room {
    slot: Slot,
    share: Option<OwnerShare>,
}

/// Room for this delivery: a slot, and a share of its owner's where the message names the owner. The batch was received
/// before its first job was counted, so its owner may have become busy since.
fn room(shared: &Shared, delivery: &Delivery, first: &mut Option<Slot>) -> Option<Room> {
    let share = match &delivery.owner {
        Some(owner) => Some(shared.permits.owner_share(owner)?),
        None => None,
    };
    let slot = first.take().or_else(|| shared.permits.try_slot())?;
    Some(Room { slot, share })
}

async fn handle(shared: Arc<Shared>, delivery: Delivery, room: Room) {
    let id = delivery.job_id;
    let watch = shared.ports.feed.watch(id);
    match shared.ports.ledger.claim(id, &shared.settings.id, shared.settings.lease).await {
        Ok(Some(claim)) => run_claimed(&shared, claim, watch, delivery).await,
        Ok(None) => acknowledge(&shared, delivery).await,
        Err(error) => not_claimed(&shared, delivery, &error).await,
    }
    leave(&shared, room);
}

/// A damaged row stays damaged, so its message is left until it becomes visible by itself; anything else may pass soon.
async fn not_claimed(shared: &Shared, delivery: Delivery, error: &StoreError) {
    tracing::error!(job.id = %delivery.job_id, error = error as &dyn std::error::Error, "the job could not be claimed");
    if matches!(error, StoreError::Unavailable(_)) {
        tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
        release(shared, delivery).await;
    }
}

async fn run_claimed(shared: &Arc<Shared>, claim: Claim, watch: JobWatch, delivery: Delivery) {
    shared.metrics.running.inc();
    let done = tokio::select! {
        done = run::to_its_end(shared, claim, watch) => done,
        never = keep_invisible(shared, &delivery) => match never {},
    };
    shared.metrics.running.dec();
    match done {
        run::Done::Recorded => acknowledge(shared, delivery).await,
        run::Done::GivenBack => release(shared, delivery).await,
    }
}

/// A job may run longer than its message stays invisible. Handed out again it would do no harm, but cost a claim each time.
async fn keep_invisible(shared: &Shared, delivery: &Delivery) -> Infallible {
    loop {
        tokio::time::sleep(shared.settings.heartbeat()).await;
        if let Err(error) = shared.ports.queue.extend(delivery, shared.settings.lease).await {
            let error = &error as &dyn std::error::Error;
            tracing::debug!(job.id = %delivery.job_id, error, "a message could not be kept invisible");
        }
    }
}

fn leave(shared: &Shared, room: Room) {
    let Room { slot, share } = room;
    drop(slot);
    if share.is_some_and(OwnerShare::give_back) {
        shared.ports.queue.wake();
    }
}

async fn acknowledge(shared: &Shared, delivery: Delivery) {
    let id = delivery.job_id;
    if let Err(error) = shared.ports.queue.acknowledge(delivery).await {
        // Delivered again, it is found terminal and acknowledged then.
        tracing::warn!(job.id = %id, error = &error as &dyn std::error::Error, "the message was not acknowledged");
    }
}

async fn release(shared: &Shared, delivery: Delivery) {
    let id = delivery.job_id;
    if let Err(error) = shared.ports.queue.release(delivery).await {
        tracing::warn!(job.id = %id, error = &error as &dyn std::error::Error, "the message was not released");
    }
}
