//! Receives job ids, claims jobs, and starts a task for each.

use std::{convert::Infallible, sync::Arc, time::Duration};

use domain::{Claim, Claimed, Delivery, JobWatch, PrincipalId, StoreError};
use tokio_util::sync::CancellationToken;

use crate::{
    Settings, Shared,
    parked::Place,
    permits::{OwnerShare, Slot},
    run,
};

/// One long poll. Also how long a stop may have to wait for it.
const RECEIVE_WAIT: Duration = Duration::from_secs(1);
/// Most messages taken at once, as with SQS.
const RECEIVE_MAX: u32 = 10;
/// Pause after the queue or the store failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(500);

/// How long a parked job waits before it is tried again although no job of its owner has ended here: one may have ended
/// elsewhere.
const ASK_AGAIN: Duration = Duration::from_millis(500);
/// How often a parked job's message is kept from others; each time for long enough to miss two of them.
const KEEP_EVERY: Duration = Duration::from_secs(10);
/// When a job comes back that could not be parked.
const COME_BACK: Duration = Duration::from_secs(5);

/// Receives and starts jobs until `stop`.
pub(crate) async fn receive_until(shared: &Arc<Shared>, stop: &CancellationToken) {
    loop {
        let slot = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            slot = ready_slot(shared) => slot,
        };
        receive_into(shared, slot, stop).await;
    }
}

/// Isolation first: without it no message is taken, so that jobs stay queued.
async fn ready_slot(shared: &Shared) -> Slot {
    shared.readiness.proven().await;
    shared.permits.slot().await
}

/// What comes after the stop is for others to run, and now.
async fn receive_into(shared: &Arc<Shared>, slot: Slot, stop: &CancellationToken) {
    let max = (1 + shared.permits.free()).min(RECEIVE_MAX);
    let deliveries = match shared.ports.queue.receive(max, RECEIVE_WAIT, &busy(shared)).await {
        Ok(deliveries) => deliveries,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "nothing could be received");
            return tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
        }
    };
    if shared.readiness.report().is_none() {
        // Isolation came into doubt while these were waited for.
        for delivery in deliveries {
            release(shared, delivery).await;
        }
        return;
    }
    let mut slot = Some(slot);
    for delivery in deliveries {
        let room = if stop.is_cancelled() { None } else { room(shared, &delivery, &mut slot) };
        match room {
            Some(room) => drop(shared.jobs.spawn(handle(shared.clone(), delivery, room))),
            None => release(shared, delivery).await,
        }
    }
}

/// Owners of whom no more jobs are wanted: those who hold their share here, and those who run all they may elsewhere.
fn busy(shared: &Shared) -> Vec<PrincipalId> {
    let mut busy = shared.permits.busy();
    busy.extend(shared.parked.busy());
    busy
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
    let started = match claim(&shared, &delivery).await {
        Start::Claimed(claim, watch) => Some((claim, watch, room)),
        Start::OwnerBusy => {
            leave(&shared, room);
            parked(&shared, &delivery).await
        }
        Start::Over => return leave(&shared, room),
    };
    let Some((claim, watch, room)) = started else { return };
    let owner = claim.owner.clone();
    run_claimed(&shared, *claim, watch, delivery).await;
    leave(&shared, room);
    shared.parked.ended(&owner);
}

/// What became of a delivery at first.
enum Start {
    Claimed(Box<Claim>, JobWatch),
    /// The owner has as many jobs running as it may.
    OwnerBusy,
    /// There is nothing to do for it any more.
    Over,
}

async fn claim(shared: &Shared, delivery: &Delivery) -> Start {
    let id = delivery.job_id;
    let watch = shared.ports.feed.watch(id);
    let Settings { id: executor, lease, owner_running_max, .. } = &shared.settings;
    match shared.ports.ledger.claim_within(id, executor, *lease, *owner_running_max).await {
        Ok(Claimed::Yes(claim)) => return Start::Claimed(claim, watch),
        Ok(Claimed::OwnerBusy) => return Start::OwnerBusy,
        Ok(Claimed::Gone) => acknowledge(shared, delivery.clone()).await,
        Err(error) => not_claimed(shared, delivery.clone(), &error).await,
    }
    Start::Over
}

/// Keeps a busy owner's delivery, without a slot, until its job could be claimed; none when that is not to be expected here.
async fn parked(shared: &Arc<Shared>, delivery: &Delivery) -> Option<(Box<Claim>, JobWatch, Room)> {
    let Some(place) = shared.parked.place(delivery.owner.as_ref()) else {
        keep(shared, delivery, COME_BACK).await;
        return None;
    };
    let started = loop {
        let Some(room) = room_again(shared, delivery, &place).await else {
            break Err(());
        };
        match claim(shared, delivery).await {
            Start::Claimed(claim, watch) => break Ok(Some((claim, watch, room))),
            Start::OwnerBusy => leave(shared, room),
            Start::Over => {
                leave(shared, room);
                break Ok(None);
            }
        }
    };
    drop(place);
    // More of this owner's may be received.
    shared.ports.queue.wake();
    match started {
        Ok(started) => started,
        Err(()) => {
            release(shared, delivery.clone()).await;
            None
        }
    }
}

/// Waits until trying again is worth it and there is room; none when no more jobs are started.
async fn room_again(shared: &Shared, delivery: &Delivery, place: &Place<'_>) -> Option<Room> {
    tokio::select! {
        room = wait_for_room(shared, delivery, place) => Some(room),
        () = shared.stopping.cancelled() => None,
        never = keep_on(shared, delivery) => match never {},
    }
}

async fn wait_for_room(shared: &Shared, delivery: &Delivery, place: &Place<'_>) -> Room {
    loop {
        tokio::select! {
            () = place.ended() => {}
            () = tokio::time::sleep(ASK_AGAIN) => {}
        }
        let slot = shared.permits.slot().await;
        let Some(owner) = &delivery.owner else { return Room { slot, share: None } };
        if let Some(share) = shared.permits.owner_share(owner) {
            return Room { slot, share: Some(share) };
        }
    }
}

/// Keeps the message from others for as long as this is polled.
async fn keep_on(shared: &Shared, delivery: &Delivery) -> Infallible {
    loop {
        keep(shared, delivery, 3 * KEEP_EVERY).await;
        tokio::time::sleep(KEEP_EVERY).await;
    }
}

async fn keep(shared: &Shared, delivery: &Delivery, visibility: Duration) {
    if let Err(error) = shared.ports.queue.extend(delivery, visibility).await {
        tracing::warn!(job.id = %delivery.job_id, error = &error as &dyn std::error::Error, "the message was not kept");
    }
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
