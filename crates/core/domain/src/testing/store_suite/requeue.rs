//! `JobLedger::requeue`.

use crate::{
    EventBody, MAX_ATTEMPTS, Outcome, OutputStream, Requeued, Status, TerminalStatus,
    testing::{StoreFixture, executor, lost, owner},
};

pub async fn a_job_given_back_waits_again(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    assert_eq!(store.ledger.requeue(&ticket, lost(), true).await.expect("requeues"), Requeued::Queued);
    let job = store.get(&ada, ticket.job_id).await;
    assert_eq!((job.status, job.attempt, job.queue_position), (Status::Queued, 1, Some(0)));
    assert_eq!((job.finished_at, job.outcome), (None, None));
    assert_eq!(store.bodies(&ada, job.id).await.last(), Some(&EventBody::Status { status: Status::Queued }));
    assert_eq!(store.claim(job.id, &executor("second")).await.ticket.attempt, 2);
}

pub async fn a_job_given_back_too_often_fails(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let mut answers = Vec::new();
    for _ in 0..MAX_ATTEMPTS {
        let ticket = store.claim(id, &executor("e")).await.ticket;
        answers.push(store.ledger.requeue(&ticket, lost(), true).await.expect("requeues"));
    }
    assert_eq!(answers, [Requeued::Queued, Requeued::Queued, Requeued::Failed]);
    let job = store.get(&ada, id).await;
    let outcome = Outcome::not_run(TerminalStatus::Failed, Some(lost()));
    assert_eq!((job.status, job.attempt, job.outcome.as_ref()), (Status::Failed, MAX_ATTEMPTS, Some(&outcome)));
    assert_eq!(store.bodies(&ada, id).await.last(), Some(&EventBody::Done { outcome }));
}

pub async fn an_orderly_return_costs_no_attempt(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let mut last = 0;
    for _ in 0..3 * MAX_ATTEMPTS {
        let ticket = store.claim(id, &executor("e")).await.ticket;
        // A number that came back would let a stale writer in.
        assert!(ticket.attempt > last);
        last = ticket.attempt;
        assert_eq!(store.ledger.requeue(&ticket, lost(), false).await.expect("requeues"), Requeued::Queued);
    }
    for expected in [Requeued::Queued, Requeued::Queued, Requeued::Failed] {
        let ticket = store.claim(id, &executor("e")).await.ticket;
        assert_eq!(store.ledger.requeue(&ticket, lost(), true).await.expect("requeues"), expected);
    }
}

pub async fn output_of_a_lost_attempt_is_void(store: StoreFixture) {
    let ada = owner("ada");
    let first = store.running(&ada).await;
    store.print(&first, OutputStream::Stdout, b"first").await;
    store.ledger.requeue(&first, lost(), true).await.expect("requeues");
    assert_eq!(store.get(&ada, first.job_id).await.output.stdout, b"first");
    let second = store.claim(first.job_id, &executor("second")).await.ticket;
    assert!(store.get(&ada, first.job_id).await.output.stdout.is_empty());
    store.print(&second, OutputStream::Stdout, b"second").await;
    store.finish(&second).await;
    assert_eq!(store.get(&ada, first.job_id).await.output.stdout, b"second");
    // The log keeps both, each under its attempt.
    let written = store.events(&ada, first.job_id).await.into_iter();
    let attempts: Vec<_> =
        written.filter(|event| matches!(event.body, EventBody::Output { .. })).map(|event| event.attempt).collect();
    assert_eq!(attempts, [1, 2]);
}

pub async fn a_cancelled_job_is_not_queued_again(store: StoreFixture) {
    let ada = owner("ada");
    for counts in [true, false] {
        let ticket = store.running(&ada).await;
        store.intake.cancel(&ada, ticket.job_id).await.expect("cancels");
        let answer = store.ledger.requeue(&ticket, lost(), counts).await.expect("requeues");
        assert_eq!(answer, Requeued::Cancelled);
        let job = store.get(&ada, ticket.job_id).await;
        let outcome = Outcome::not_run(TerminalStatus::Cancelled, None);
        assert_eq!((job.status, job.outcome), (Status::Cancelled, Some(outcome)));
    }
}
