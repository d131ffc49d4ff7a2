//! `JobReader::queue_stats`, `status`, and the position of a waiting job.

use std::time::Duration;

use crate::{
    IdSource as _, QueueStats, RandomIds, Status,
    testing::{StoreFixture, executor, owner},
};

pub async fn stats_count_what_waits_and_runs(store: StoreFixture) {
    let stats = async || store.reader.queue_stats().await.expect("counts");
    assert_eq!(stats().await, QueueStats::default());
    let (ada, bob) = (owner("ada"), owner("bob"));
    let oldest = store.accept(&ada).await;
    store.clock.advance(Duration::from_millis(1500));
    store.accept(&bob).await;
    store.finished(&bob).await;
    store.clock.advance(Duration::from_millis(500));
    assert_eq!(stats().await, QueueStats { queued: 2, running: 0, oldest_age_ms: 2000 });
    let ticket = store.claim(oldest, &executor("e")).await.ticket;
    assert_eq!(stats().await, QueueStats { queued: 1, running: 1, oldest_age_ms: 500 });
    store.finish(&ticket).await;
    assert_eq!(stats().await, QueueStats { queued: 1, running: 0, oldest_age_ms: 500 });
}

pub async fn positions_follow_the_line(store: StoreFixture) {
    let ada = owner("ada");
    let jobs = [store.accept(&ada).await, store.accept(&ada).await, store.accept(&ada).await];
    let positions = async || {
        let mut positions = Vec::new();
        for id in jobs {
            positions.push(store.get(&ada, id).await.queue_position);
        }
        positions
    };
    assert_eq!(positions().await, [Some(0), Some(1), Some(2)]);
    store.claim(jobs[0], &executor("e")).await;
    assert_eq!(positions().await, [None, Some(0), Some(1)]);
    store.intake.cancel(&ada, jobs[1]).await.expect("cancels");
    assert_eq!(positions().await, [None, None, Some(0)]);
}

pub async fn a_status_can_be_asked_alone(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let status = async |owner, id| store.reader.status(owner, id).await.expect("reads");
    let id = store.accept(&ada).await;
    assert_eq!(status(&ada, id).await, Some(Status::Queued));
    let ticket = store.claim(id, &executor("e")).await.ticket;
    assert_eq!(status(&ada, id).await, Some(Status::Running));
    store.finish(&ticket).await;
    assert_eq!(status(&ada, id).await, Some(Status::Success));
    assert_eq!((status(&bob, id).await, status(&ada, RandomIds.job_id()).await), (None, None));
}
