//! `JobFeed` and `Health`.

use std::{future::Future, pin::pin, task::Poll, time::Duration};

use tokio::time::timeout;

use crate::{
    JobWatch, OutputStream,
    testing::{StoreFixture, executor, lost, owner},
};

/// Far longer than a hint takes; only a failing case waits for it.
const SOON: Duration = Duration::from_secs(10);

async fn woken(watch: &mut JobWatch, after: &str) {
    timeout(SOON, watch.changed()).await.unwrap_or_else(|_| panic!("not woken after {after}"));
}

pub async fn every_write_wakes_its_followers(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let (mut one, mut two) = (store.feed.watch(id), store.feed.watch(id));
    let ticket = store.claim(id, &executor("e")).await.ticket;
    woken(&mut one, "claim").await;
    woken(&mut two, "claim").await;
    store.print(&ticket, OutputStream::Stdout, b"x").await;
    woken(&mut one, "append").await;
    store.ledger.requeue(&ticket, lost(), true).await.expect("requeues");
    woken(&mut one, "requeue").await;
    let ticket = store.claim(id, &executor("e")).await.ticket;
    woken(&mut one, "second claim").await;
    store.intake.cancel(&ada, id).await.expect("cancels");
    woken(&mut one, "cancel").await;
    store.finish(&ticket).await;
    woken(&mut one, "finish").await;
    // Hints add up while nobody waits for them.
    woken(&mut two, "all of that").await;
}

pub async fn other_jobs_wake_nobody(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let mut watch = store.feed.watch(id);
    store.finished(&ada).await;
    let mut changed = pin!(watch.changed());
    let polled = std::future::poll_fn(|cx| Poll::Ready(changed.as_mut().poll(cx))).await;
    assert!(polled.is_pending());
    store.claim(id, &executor("e")).await;
    timeout(SOON, changed).await.expect("its own write wakes it");
}

pub async fn a_working_store_is_ready(store: StoreFixture) {
    for _ in 0..3 {
        let health = store.health.health().await;
        assert!(health.ready, "{}", health.detail);
        store.finished(&owner("ada")).await;
    }
}
