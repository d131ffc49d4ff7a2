//! `JobIntake::cancel`.

use crate::{
    Clock as _, EventBody, Held, Outcome, Status, TerminalStatus,
    testing::{LEASE, StoreFixture, executor, owner},
};

pub async fn cancelling_a_queued_job_ends_it(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let job = store.intake.cancel(&ada, id).await.expect("cancels").expect("is there");
    let outcome = Outcome::not_run(TerminalStatus::Cancelled, None);
    assert_eq!((job.status, job.finished_at), (Status::Cancelled, Some(store.clock.now())));
    assert_eq!((job.outcome.as_ref(), job.queue_position), (Some(&outcome), None));
    assert_eq!(store.get(&ada, id).await, job);
    assert_eq!(store.bodies(&ada, id).await.last(), Some(&EventBody::Done { outcome }));
    assert_eq!(store.ledger.claim(id, &executor("e"), LEASE).await.expect("answers"), None);
    assert_eq!(store.reader.queue_stats().await.expect("counts").queued, 0);
}

pub async fn cancelling_a_running_job_marks_it(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    for _ in 0..2 {
        let job = store.intake.cancel(&ada, ticket.job_id).await.expect("cancels").expect("is there");
        assert_eq!((job.status, job.cancel_requested, job.outcome), (Status::Running, true, None));
    }
    assert_eq!(store.ledger.heartbeat(&ticket, LEASE).await.expect("answers"), Held::CancelRequested);
    store.finish(&ticket).await;
    // Its executor was faster: what it wrote stands.
    assert_eq!(store.get(&ada, ticket.job_id).await.status, Status::Success);
}

pub async fn cancelling_a_finished_job_changes_nothing(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.finished(&ada).await;
    let (before, events) = (store.get(&ada, id).await, store.events(&ada, id).await);
    let answer = store.intake.cancel(&ada, id).await.expect("answers").expect("is there");
    assert_eq!(answer, before);
    assert_eq!((store.get(&ada, id).await, store.events(&ada, id).await), (before, events));
}

pub async fn only_the_owner_cancels(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let id = store.accept(&ada).await;
    assert_eq!(store.intake.cancel(&bob, id).await.expect("answers"), None);
    assert_eq!(store.get(&ada, id).await.status, Status::Queued);
}
