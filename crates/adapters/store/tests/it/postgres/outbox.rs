//! What is put into the outbox, and who gets it.

use std::{collections::HashSet, sync::Arc, time::Duration};

use code_remote_store::PostgresStore;
use domain::{
    JobId, Outbox, Outgoing, SentFeed,
    testing::{ManualClock, StoreFixture, executor, lost, new_job, owner},
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{announcing, connect};
use crate::postgres::Server;

/// Only a failing test waits for it.
const SOON: Duration = Duration::from_secs(20);
/// Longer than any test.
const LONG: Duration = Duration::from_mins(10);
const MINUTE: Duration = Duration::from_mins(1);

struct Announcing {
    outbox: PostgresStore,
    store: StoreFixture,
    url: String,
}

async fn fresh() -> Announcing {
    let clock = Arc::new(ManualClock::default());
    let url = Server::shared().fresh_schema().await;
    let outbox = announcing(&url, clock.clone()).await;
    Announcing { store: StoreFixture::new(Arc::new(outbox.clone()), clock, ()), outbox, url }
}

impl Announcing {
    async fn take(&self, hold: Duration) -> Vec<Outgoing> {
        self.outbox.take(10, Duration::ZERO, hold).await.expect("answers")
    }

    async fn taken(&self) -> Vec<JobId> {
        self.take(LONG).await.into_iter().map(|outgoing| outgoing.message.job_id).collect()
    }

    async fn send_all(&self) {
        let receipts: Vec<_> = self.take(LONG).await.iter().map(|outgoing| outgoing.receipt).collect();
        Outbox::sent(&self.outbox, &receipts).await.expect("answers");
    }

    async fn again(&self) -> Vec<JobId> {
        self.outbox.announce_again(5 * MINUTE, 100).await.expect("answers")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_into_the_line_is_announced() {
    let fresh = fresh().await;
    let ada = owner("a\\d\u{0}a");
    let id = fresh.store.accept(&ada).await;
    let taken = fresh.take(LONG).await;
    assert_eq!(
        taken.iter().map(|outgoing| outgoing.message.clone()).collect::<Vec<_>>(),
        [domain::JobMessage { job_id: id, owner: ada.clone(), trace: None }]
    );
    let ticket = fresh.store.claim(id, &executor("e")).await.ticket;
    fresh.store.ledger.requeue(&ticket, lost(), true).await.expect("requeues");
    assert_eq!(fresh.taken().await, [id]);
    fresh.store.claim(id, &executor("e")).await;
    fresh.store.ledger.reap_other_than(&executor("alive")).await.expect("reaps");
    assert_eq!(fresh.taken().await, [id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_wait_is_not_announced() {
    let fresh = fresh().await;
    let ada = owner("ada");
    let refused = domain::Outcome::not_run(domain::TerminalStatus::Failed, Some(lost()));
    fresh.store.intake.record_refused(new_job(&ada), None, refused).await.expect("records");
    let full = domain::QueueBounds { total: 1, per_owner: 0 };
    fresh.store.intake.accept(new_job(&ada), None, full).await.expect_err("there is no room");
    assert_eq!(fresh.taken().await, []);
    // A store with a queue of its own announces nothing.
    let own = connect(&fresh.url, fresh.store.clock.clone()).await;
    let own = StoreFixture::new(Arc::new(own), fresh.store.clock.clone(), ());
    own.accept(&ada).await;
    assert_eq!(fresh.taken().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_held_by_one_relay_until_it_is_sent() {
    let fresh = fresh().await;
    let mut all = HashSet::new();
    for _ in 0..40 {
        all.insert(fresh.store.accept(&owner("ada")).await);
    }
    let mut relays = JoinSet::new();
    for _ in 0..6 {
        let outbox = fresh.outbox.clone();
        relays.spawn(async move { outbox.take(10, Duration::ZERO, LONG).await.expect("answers") });
    }
    let mut taken: Vec<_> = relays.join_all().await.into_iter().flatten().collect();
    while taken.len() < all.len() {
        let more = fresh.take(LONG).await;
        assert!(!more.is_empty(), "{} of {}", taken.len(), all.len());
        taken.extend(more);
    }
    assert_eq!(taken.len(), all.len());
    assert_eq!(taken.iter().map(|outgoing| outgoing.message.job_id).collect::<HashSet<_>>(), all);
    // What was given back is answered again; what was sent is not.
    let receipts: Vec<_> = taken.iter().map(|outgoing| outgoing.receipt).collect();
    Outbox::sent(&fresh.outbox, &receipts[1..]).await.expect("answers");
    assert_eq!(fresh.take(LONG).await, []);
    fresh.outbox.give_back(&receipts[..1], Duration::ZERO).await.expect("answers");
    assert_eq!(fresh.take(LONG).await.iter().map(|outgoing| outgoing.receipt).collect::<Vec<_>>(), receipts[..1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dead_relay_held_is_taken_by_another() {
    let fresh = fresh().await;
    let id = fresh.store.accept(&owner("ada")).await;
    assert_eq!(fresh.take(Duration::from_millis(200)).await.len(), 1);
    let again = fresh.outbox.take(10, SOON, LONG).await.expect("answers");
    assert_eq!(again.iter().map(|outgoing| outgoing.message.job_id).collect::<Vec<_>>(), [id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_anywhere_wakes_a_relay() {
    let fresh = fresh().await;
    let elsewhere = announcing(&fresh.url, fresh.store.clock.clone()).await;
    let elsewhere = StoreFixture::new(Arc::new(elsewhere), fresh.store.clock.clone(), ());
    for store in [&fresh.store, &elsewhere] {
        let outbox = fresh.outbox.clone();
        let waiting = tokio::spawn(async move { outbox.take(10, 3 * SOON, LONG).await.expect("answers") });
        sleep(Duration::from_millis(20)).await;
        let id = store.accept(&owner("ada")).await;
        let taken = timeout(SOON, waiting).await.expect("is woken").expect("runs");
        assert_eq!(taken[0].message.job_id, id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_nobody_took_is_announced_again_less_and_less_often() {
    let fresh = fresh().await;
    let id = fresh.store.accept(&owner("ada")).await;
    let mut announced = Vec::new();
    for minute in 0..=60 {
        if !fresh.again().await.is_empty() {
            announced.push(minute);
            assert_eq!(fresh.again().await, [], "it is in the outbox already");
        }
        assert_eq!(fresh.again().await, []);
        fresh.send_all().await;
        fresh.store.clock.advance(MINUTE);
    }
    // Twice as long each time, and a little more.
    assert_eq!(announced, [5, 15, 35]);
    fresh.store.claim(id, &executor("e")).await;
    fresh.store.clock.advance(60 * 24 * MINUTE);
    assert_eq!(fresh.again().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_from_before_the_queue_was_changed_are_announced_at_once() {
    let fresh = fresh().await;
    let own = connect(&fresh.url, fresh.store.clock.clone()).await;
    let own = StoreFixture::new(Arc::new(own), fresh.store.clock.clone(), ());
    let id = own.accept(&owner("ada")).await;
    assert_eq!(fresh.again().await, [id]);
    assert_eq!(fresh.taken().await, [id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_goes_with_its_job() {
    let fresh = fresh().await;
    let ada = owner("ada");
    let id = fresh.store.accept(&ada).await;
    fresh.store.intake.cancel(&ada, id).await.expect("cancels");
    assert_eq!(fresh.store.intake.delete(&ada, id).await.expect("deletes"), Some(true));
    assert_eq!(fresh.taken().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_is_told_everywhere() {
    let fresh = fresh().await;
    let elsewhere = announcing(&fresh.url, fresh.store.clock.clone()).await;
    fresh.store.accept(&owner("ada")).await;
    // Not because of the job.
    timeout(Duration::from_millis(200), SentFeed::sent(&elsewhere)).await.expect_err("nothing was sent yet");
    fresh.send_all().await;
    for store in [&fresh.outbox, &elsewhere] {
        timeout(SOON, SentFeed::sent(store)).await.expect("hears of it");
    }
}
