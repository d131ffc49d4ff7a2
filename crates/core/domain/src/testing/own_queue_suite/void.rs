//! Deliveries of jobs that do not wait any more.

use crate::testing::{
    StoreFixture, executor, lost, owner,
    queue_suite::{assert_empty, one},
};

pub async fn a_receipt_means_nothing_after_a_claim(store: StoreFixture) {
    store.accept(&owner("ada")).await;
    let old = one(&store).await;
    let ticket = store.claim(old.job_id, &executor("e")).await.ticket;
    store.ledger.requeue(&ticket, lost(), true).await.expect("requeues");
    let new = one(&store).await;
    store.queue.release(old).await.expect("answers");
    // It is still the newer delivery's.
    assert_empty(&store).await;
    store.claim(new.job_id, &executor("e")).await;
}

pub async fn a_cancelled_job_is_not_delivered(store: StoreFixture) {
    let ada = owner("ada");
    let (cancelled, kept) = (store.accept(&ada).await, store.accept(&ada).await);
    store.intake.cancel(&ada, cancelled).await.expect("cancels");
    assert_eq!(one(&store).await.job_id, kept);
    assert_empty(&store).await;
}
