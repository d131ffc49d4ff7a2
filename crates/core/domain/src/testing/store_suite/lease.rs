//! Leases: heartbeats, reaping and recovery.

use std::time::Duration;

use crate::{
    ErrorCode, EventBody, Held, MAX_ATTEMPTS, Outcome, Status, TerminalStatus, Written,
    testing::{LEASE, StoreFixture, executor, owner},
};

const SECOND: Duration = Duration::from_secs(1);

pub async fn a_job_is_reaped_when_its_lease_ends(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    store.clock.advance(LEASE.checked_sub(SECOND).expect("longer"));
    assert!(store.ledger.reap_expired().await.expect("reaps").is_empty());
    store.clock.advance(SECOND);
    assert_eq!(store.ledger.reap_expired().await.expect("reaps"), [ticket.job_id]);
    let job = store.get(&ada, ticket.job_id).await;
    assert_eq!((job.status, job.attempt, job.queue_position), (Status::Queued, 1, Some(0)));
    let last = store.events(&ada, ticket.job_id).await.pop().expect("has events");
    assert_eq!((last.attempt, last.body), (1, EventBody::Status { status: Status::Queued }));
    assert!(store.ledger.reap_expired().await.expect("reaps").is_empty());
}

pub async fn a_heartbeat_extends_the_lease(store: StoreFixture) {
    let ticket = store.running(&owner("ada")).await;
    for _ in 0..3 {
        store.clock.advance(LEASE.checked_sub(SECOND).expect("longer"));
        assert_eq!(store.ledger.heartbeat(&ticket, LEASE).await.expect("answers"), Held::Yes);
        assert!(store.ledger.reap_expired().await.expect("reaps").is_empty());
    }
    // From now, not from the old end: a shorter one ends sooner.
    assert_eq!(store.ledger.heartbeat(&ticket, SECOND).await.expect("answers"), Held::Yes);
    store.clock.advance(SECOND);
    assert_eq!(store.ledger.reap_expired().await.expect("reaps"), [ticket.job_id]);
    assert_eq!(store.ledger.heartbeat(&ticket, LEASE).await.expect("answers"), Held::Lost);
}

pub async fn a_heartbeat_learns_of_a_cancellation(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    store.intake.cancel(&ada, ticket.job_id).await.expect("cancels");
    store.clock.advance(LEASE.checked_sub(SECOND).expect("longer"));
    assert_eq!(store.ledger.heartbeat(&ticket, LEASE).await.expect("answers"), Held::CancelRequested);
    store.clock.advance(SECOND);
    // It was extended all the same.
    assert!(store.ledger.reap_expired().await.expect("reaps").is_empty());
    let outcome = Outcome::not_run(TerminalStatus::Cancelled, None);
    assert_eq!(store.ledger.finish(&ticket, Vec::new(), outcome).await.expect("finishes"), Written::Yes);
}

pub async fn a_job_lost_too_often_fails(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    for attempt in 1..=MAX_ATTEMPTS {
        assert_eq!(store.get(&ada, id).await.status, Status::Queued);
        assert_eq!(store.claim(id, &executor("e")).await.ticket.attempt, attempt);
        store.clock.advance(LEASE);
        assert_eq!(store.ledger.reap_expired().await.expect("reaps"), [id]);
    }
    let job = store.get(&ada, id).await;
    assert_eq!((job.status, job.attempt), (Status::Failed, MAX_ATTEMPTS));
    let outcome = job.outcome.expect("is terminal");
    assert_eq!(outcome.error.as_ref().map(|error| error.code), Some(ErrorCode::ExecutorLost));
    assert_eq!(store.bodies(&ada, id).await.last(), Some(&EventBody::Done { outcome }));
}

pub async fn a_lost_job_that_was_cancelled_is_cancelled(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    store.intake.cancel(&ada, ticket.job_id).await.expect("cancels");
    store.clock.advance(LEASE);
    assert_eq!(store.ledger.reap_expired().await.expect("reaps"), [ticket.job_id]);
    assert_eq!(store.get(&ada, ticket.job_id).await.status, Status::Cancelled);
}

pub async fn recovery_takes_everything_from_others(store: StoreFixture) {
    let ada = owner("ada");
    let (kept, taken, queued) = (store.accept(&ada).await, store.accept(&ada).await, store.accept(&ada).await);
    let ticket = store.claim(kept, &executor("alive")).await.ticket;
    store.claim(taken, &executor("dead")).await;
    // No lease has ended.
    assert_eq!(store.ledger.reap_other_than(&executor("alive")).await.expect("reaps"), [taken]);
    assert_eq!(store.get(&ada, taken).await.status, Status::Queued);
    assert_eq!(store.get(&ada, queued).await.status, Status::Queued);
    assert_eq!(store.claim(taken, &executor("alive")).await.ticket.attempt, 2);
    store.finish(&ticket).await;
}

pub async fn recovery_handles_many_jobs(store: StoreFixture) {
    let ada = owner("ada");
    for _ in 0..200 {
        store.running(&ada).await;
    }
    assert_eq!(store.ledger.reap_other_than(&executor("new")).await.expect("reaps").len(), 200);
    let stats = store.reader.queue_stats().await.expect("counts");
    assert_eq!((stats.queued, stats.running), (200, 0));
}
