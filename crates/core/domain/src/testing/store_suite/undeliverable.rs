//! `JobLedger::fail_queued`.

use crate::{
    ErrorCode, EventBody, IdSource as _, JobError, Outcome, QueueBounds, RandomIds, Status, TerminalStatus,
    testing::{StoreFixture, executor, lost, new_job, owner},
};

fn undeliverable() -> JobError {
    JobError { code: ErrorCode::Undeliverable, message: "nobody could take it".into() }
}

pub async fn a_job_that_cannot_be_delivered_fails(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let mut watch = store.feed.watch(id);
    assert!(store.ledger.fail_queued(id, &ada, undeliverable()).await.expect("answers"));
    watch.changed().await;
    let job = store.get(&ada, id).await;
    let outcome = Outcome::not_run(TerminalStatus::Failed, Some(undeliverable()));
    assert_eq!((job.status, job.attempt, job.outcome.as_ref()), (Status::Failed, 0, Some(&outcome)));
    assert_eq!(store.bodies(&ada, id).await.last(), Some(&EventBody::Done { outcome }));
    assert_eq!(store.ledger.claim(id, &executor("e"), crate::testing::LEASE).await.expect("answers"), None);
    // It takes no room any more.
    let bounds = QueueBounds { total: 1, per_owner: 1 };
    store.intake.accept(new_job(&ada), None, bounds).await.expect("there is room");
}

pub async fn a_job_that_waits_again_can_be_undeliverable(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    store.ledger.requeue(&ticket, lost(), true).await.expect("requeues");
    assert!(store.ledger.fail_queued(ticket.job_id, &ada, undeliverable()).await.expect("answers"));
    assert_eq!(store.get(&ada, ticket.job_id).await.status, Status::Failed);
}

pub async fn only_queued_jobs_are_undeliverable(store: StoreFixture) {
    let ada = owner("ada");
    let (ticket, finished) = (store.running(&ada).await, store.finished(&ada).await);
    for id in [ticket.job_id, finished, RandomIds.job_id()] {
        assert!(!store.ledger.fail_queued(id, &ada, undeliverable()).await.expect("answers"));
    }
    let of_ada = store.accept(&ada).await;
    assert!(!store.ledger.fail_queued(of_ada, &owner("bob"), undeliverable()).await.expect("answers"), "not his");
    assert_eq!(store.get(&ada, of_ada).await.status, Status::Queued);
    assert_eq!(store.get(&ada, ticket.job_id).await.status, Status::Running);
    assert_eq!(store.get(&ada, finished).await.status, Status::Success);
}
