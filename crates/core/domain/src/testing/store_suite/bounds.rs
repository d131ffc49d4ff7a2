//! `QueueBounds`.

use tokio::task::JoinSet;

use crate::{
    AcceptError, IdempotencyKey, QueueBounds,
    testing::{StoreFixture, executor, new_job, owner},
};

const TIGHT: QueueBounds = QueueBounds { total: 3, per_owner: 2 };

async fn fill(store: &StoreFixture, name: &str, jobs: u32) {
    for _ in 0..jobs {
        store.intake.accept(new_job(&owner(name)), None, TIGHT).await.expect("there is room");
    }
}

pub async fn an_owner_can_be_full(store: StoreFixture) {
    fill(&store, "ada", 2).await;
    let job = new_job(&owner("ada"));
    let third = store.intake.accept(job.clone(), None, TIGHT).await;
    assert!(matches!(third, Err(AcceptError::OwnerFull { waiting: 2 })), "{third:?}");
    assert_eq!(store.reader.get(&job.owner, job.id).await.expect("reads"), None);
    fill(&store, "bob", 1).await;
}

pub async fn the_queue_can_be_full(store: StoreFixture) {
    fill(&store, "ada", 2).await;
    fill(&store, "bob", 1).await;
    let job = new_job(&owner("cy"));
    let fourth = store.intake.accept(job.clone(), None, TIGHT).await;
    assert!(matches!(fourth, Err(AcceptError::QueueFull { waiting: 3 })), "{fourth:?}");
    assert_eq!(store.reader.get(&job.owner, job.id).await.expect("reads"), None);
}

pub async fn a_replay_needs_no_room(store: StoreFixture) {
    let ada = owner("ada");
    let key = || Some(IdempotencyKey { key: "k".into(), fingerprint: "f".into() });
    let first = store.intake.accept(new_job(&ada), key(), TIGHT).await.expect("accepts");
    fill(&store, "ada", 1).await;
    let replay = store.intake.accept(new_job(&ada), key(), TIGHT).await.expect("replays");
    assert_eq!((replay.job_id, replay.replayed), (first.job_id, true));
}

pub async fn bounds_hold_under_concurrency(store: StoreFixture) {
    let bounds = QueueBounds { total: 100, per_owner: 10 };
    let mut requests = JoinSet::new();
    for _ in 0..40 {
        let (intake, job) = (store.intake.clone(), new_job(&owner("ada")));
        requests.spawn(async move { intake.accept(job, None, bounds).await.is_ok() });
    }
    assert_eq!(requests.join_all().await.into_iter().filter(|accepted| *accepted).count(), 10);
    assert_eq!(store.reader.queue_stats().await.expect("counts").queued, 10);
}

pub async fn room_comes_back(store: StoreFixture) {
    let ada = owner("ada");
    fill(&store, "ada", 1).await;
    let (claimed, cancelled) = (store.accept(&ada).await, store.accept(&ada).await);
    let ticket = store.claim(claimed, &executor("e")).await.ticket;
    store.intake.cancel(&ada, cancelled).await.expect("cancels");
    fill(&store, "ada", 1).await;
    // A job that comes back is let in, and counts again.
    store.ledger.requeue(&ticket, crate::testing::lost(), true).await.expect("requeues");
    let next = store.intake.accept(new_job(&ada), None, TIGHT).await;
    assert!(matches!(next, Err(AcceptError::OwnerFull { waiting: 3 })), "{next:?}");
}
