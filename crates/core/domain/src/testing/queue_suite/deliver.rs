//! Delivery.

use std::{
    collections::HashSet,
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};

use tokio::{
    task::JoinSet,
    time::{Instant, timeout},
};

use crate::{
    Delivery, JobId,
    testing::{StoreFixture, executor, lost, owner},
};

/// Far longer than a delivery takes; only a failing case waits for it.
pub(in crate::testing) const SOON: Duration = Duration::from_secs(20);

pub(in crate::testing) async fn receive(store: &StoreFixture, max: u32, wait: Duration) -> Vec<Delivery> {
    store.queue.receive(max, wait, &[]).await.expect("receives")
}

pub(in crate::testing) async fn one(store: &StoreFixture) -> Delivery {
    let mut deliveries = receive(store, 1, SOON).await;
    assert_eq!(deliveries.len(), 1);
    deliveries.remove(0)
}

pub(in crate::testing) async fn assert_empty(store: &StoreFixture) {
    assert_eq!(receive(store, 10, Duration::ZERO).await, []);
}

pub async fn an_accepted_job_is_delivered(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let delivery = one(&store).await;
    assert_eq!(delivery.job_id, id);
    assert!(delivery.owner.is_none_or(|owner| owner == ada));
}

pub async fn an_arrival_wakes_a_receiver(store: StoreFixture) {
    for _ in 0..20 {
        let queue = store.queue.clone();
        let receiver = tokio::spawn(async move { queue.receive(1, 3 * SOON, &[]).await.expect("receives") });
        let id = store.accept(&owner("ada")).await;
        let delivered = timeout(SOON, receiver).await.expect("is woken, not left to its wait").expect("runs");
        assert_eq!(delivered.iter().map(|delivery| delivery.job_id).collect::<Vec<_>>(), [id]);
    }
}

pub async fn an_empty_queue_answers_after_the_wait(store: StoreFixture) {
    let wait = Duration::from_millis(60);
    let begun = Instant::now();
    assert_eq!(receive(&store, 5, wait).await, []);
    assert!(begun.elapsed() >= wait);
    timeout(SOON, store.queue.receive(1, Duration::ZERO, &[])).await.expect("does not wait").expect("receives");
}

pub async fn a_receiver_gets_at_most_what_it_asked_for(store: StoreFixture) {
    let mut all = HashSet::new();
    for _ in 0..5 {
        all.insert(store.accept(&owner("ada")).await);
    }
    let mut got = HashSet::new();
    while got.len() < all.len() {
        let deliveries = receive(&store, 2, SOON).await;
        assert!((1..=2).contains(&deliveries.len()));
        got.extend(deliveries.into_iter().map(|delivery| delivery.job_id));
    }
    assert_eq!(got, all);
}

pub async fn a_delivered_job_is_invisible(store: StoreFixture) {
    store.accept(&owner("ada")).await;
    let delivery = one(&store).await;
    assert_empty(&store).await;
    store.claim(delivery.job_id, &executor("e")).await;
    assert_empty(&store).await;
}

pub async fn a_released_job_comes_back_at_once(store: StoreFixture) {
    let id = store.accept(&owner("ada")).await;
    let delivery = one(&store).await;
    let queue = store.queue.clone();
    let waiting = tokio::spawn(async move { queue.receive(1, 3 * SOON, &[]).await.expect("receives") });
    store.queue.release(delivery).await.expect("releases");
    let received = timeout(SOON, waiting).await.expect("is woken").expect("runs");
    assert_eq!(received[0].job_id, id);
}

pub async fn a_job_comes_back_when_its_visibility_ends(store: StoreFixture) {
    let id = store.accept(&owner("ada")).await;
    let delivery = one(&store).await;
    store.queue.extend(&delivery, Duration::from_millis(50)).await.expect("extends");
    let again = one(&store).await;
    assert_eq!(again.job_id, id);
    assert_ne!(again.receipt, delivery.receipt);
}

pub async fn extending_keeps_a_job_invisible(store: StoreFixture) {
    store.accept(&owner("ada")).await;
    let delivery = one(&store).await;
    let begun = Instant::now();
    store.queue.extend(&delivery, Duration::from_millis(20)).await.expect("extends");
    store.queue.extend(&delivery, Duration::from_millis(200)).await.expect("extends");
    one(&store).await;
    assert!(begun.elapsed() >= Duration::from_millis(200));
}

pub async fn an_old_receipt_does_nothing(store: StoreFixture) {
    store.accept(&owner("ada")).await;
    let old = one(&store).await;
    store.queue.release(old.clone()).await.expect("releases");
    let new = one(&store).await;
    store.queue.release(old.clone()).await.expect("answers");
    store.queue.extend(&old, Duration::ZERO).await.expect("answers");
    store.queue.acknowledge(old).await.expect("answers");
    assert_empty(&store).await;
    store.queue.release(new.clone()).await.expect("releases");
    assert_eq!(one(&store).await.job_id, new.job_id);
}

pub async fn an_acknowledged_job_does_not_come_back(store: StoreFixture) {
    store.accept(&owner("ada")).await;
    let delivery = one(&store).await;
    let ticket = store.claim(delivery.job_id, &executor("e")).await.ticket;
    store.finish(&ticket).await;
    store.queue.acknowledge(delivery).await.expect("acknowledges");
    assert_empty(&store).await;
}

pub async fn a_job_given_back_is_delivered_again(store: StoreFixture) {
    store.accept(&owner("ada")).await;
    for attempt in 1..=2 {
        let delivery = one(&store).await;
        let ticket = store.claim(delivery.job_id, &executor("e")).await.ticket;
        assert_eq!(ticket.attempt, attempt);
        store.ledger.requeue(&ticket, lost(), true).await.expect("requeues");
        store.queue.acknowledge(delivery).await.expect("acknowledges");
    }
    let delivery = one(&store).await;
    let dead = store.claim(delivery.job_id, &executor("dead")).await.ticket;
    // Whoever held it is gone and neither acknowledges nor releases.
    store.ledger.reap_other_than(&executor("alive")).await.expect("reaps");
    assert_eq!(store.get(&owner("ada"), dead.job_id).await.status, crate::Status::Failed);
    assert_empty(&store).await;
}

pub async fn a_job_may_be_released_often(store: StoreFixture) {
    let id = store.accept(&owner("ada")).await;
    for _ in 0..12 {
        let delivery = one(&store).await;
        assert_eq!(delivery.job_id, id);
        store.queue.release(delivery).await.expect("releases");
    }
    let delivery = one(&store).await;
    store.claim(id, &executor("e")).await;
    store.queue.acknowledge(delivery).await.expect("acknowledges");
    assert_empty(&store).await;
}

pub async fn a_delivery_of_a_cancelled_job_is_void(store: StoreFixture) {
    let ada = owner("ada");
    let (cancelled, kept) = (store.accept(&ada).await, store.accept(&ada).await);
    store.intake.cancel(&ada, cancelled).await.expect("cancels");
    let mut claimed = Vec::new();
    while claimed.is_empty() {
        for delivery in receive(&store, 10, SOON).await {
            let claim = store.ledger.claim(delivery.job_id, &executor("e"), SOON).await.expect("answers");
            claimed.extend(claim.map(|claim| claim.ticket.job_id));
            store.queue.acknowledge(delivery).await.expect("acknowledges");
        }
    }
    assert_eq!(claimed, [kept]);
}

pub async fn a_waiting_receiver_can_be_woken(store: StoreFixture) {
    let ada = owner("ada");
    store.accept(&ada).await;
    let busy = [ada];
    let mut receiver = store.queue.receive(1, 3 * SOON, &busy);
    // It has begun, so it waits or will.
    let early = poll_fn(|context| Poll::Ready(receiver.as_mut().poll(context).is_ready())).await;
    assert!(!early, "answers without a reason");
    store.queue.wake();
    let answer = timeout(SOON, receiver).await.expect("answers early").expect("receives");
    assert_eq!(answer, []);
    // Whoever asks next may hear of it too, if there is nothing to answer yet.
    let mut next = receive(&store, 1, SOON).await;
    if next.is_empty() {
        next = receive(&store, 1, SOON).await;
    }
    assert_eq!(next.len(), 1);
}

pub async fn receivers_share_the_work(store: StoreFixture) {
    let mut all = HashSet::new();
    for _ in 0..60 {
        all.insert(store.accept(&owner("ada")).await);
    }
    let (left, begun) = (Arc::new(AtomicUsize::new(all.len())), Instant::now());
    let mut receivers = JoinSet::new();
    for number in 0..6 {
        let (queue, ledger, executor) = (store.queue.clone(), store.ledger.clone(), executor(&number.to_string()));
        let left = left.clone();
        receivers.spawn(async move {
            let mut claimed: Vec<JobId> = Vec::new();
            while left.load(Ordering::SeqCst) > 0 && begun.elapsed() < SOON {
                for delivery in queue.receive(3, Duration::from_millis(100), &[]).await.expect("receives") {
                    let claim = ledger.claim(delivery.job_id, &executor, SOON).await.expect("answers");
                    if let Some(claim) = claim {
                        claimed.push(claim.ticket.job_id);
                        left.fetch_sub(1, Ordering::SeqCst);
                    }
                }
            }
            claimed
        });
    }
    let claimed: Vec<JobId> = receivers.join_all().await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), all.len());
    assert_eq!(claimed.into_iter().collect::<HashSet<_>>(), all);
}
