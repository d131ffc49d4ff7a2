//! `JobLedger::claim`.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::{
    Clock as _, EventBody, IdSource as _, NewJob, RandomIds, Status,
    testing::{LEASE, ROOMY, StoreFixture, awkward_spec, executor, new_job, owner},
};

pub async fn a_claim_starts_an_attempt(store: StoreFixture) {
    let ada = owner("ada");
    let new = NewJob { spec: awkward_spec(), ..new_job(&ada) };
    store.intake.accept(new.clone(), None, ROOMY).await.expect("accepts");
    let created_at = store.clock.now();
    store.clock.advance(Duration::from_secs(5));
    let claim = store.claim(new.id, &executor("e")).await;
    assert_eq!((claim.ticket.job_id, claim.ticket.attempt, &claim.ticket.executor), (new.id, 1, &executor("e")));
    assert_eq!((&claim.owner, &claim.spec, claim.created_at), (&ada, &new.spec, created_at));
    let job = store.get(&ada, new.id).await;
    assert_eq!((job.status, job.attempt, job.queue_position), (Status::Running, 1, None));
    assert_eq!((job.created_at, job.started_at), (created_at, Some(store.clock.now())));
    let event = store.events(&ada, new.id).await.pop().expect("has events");
    assert_eq!((event.seq, event.attempt, event.at), (2, 1, store.clock.now()));
    assert_eq!(event.body, EventBody::Status { status: Status::Running });
}

pub async fn one_of_fifty_claimers_wins(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let mut claimers = JoinSet::new();
    for number in 0..50 {
        let ledger = store.ledger.clone();
        let executor = executor(&number.to_string());
        claimers.spawn(async move { ledger.claim(id, &executor, LEASE).await.expect("answers") });
    }
    let claims: Vec<_> = claimers.join_all().await.into_iter().flatten().collect();
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].ticket.attempt, 1);
    assert_eq!(store.get(&ada, id).await.attempt, 1);
    store.finish(&claims[0].ticket).await;
}

pub async fn only_queued_jobs_are_claimed(store: StoreFixture) {
    let ada = owner("ada");
    let running = store.running(&ada).await.job_id;
    let finished = store.finished(&ada).await;
    for id in [running, finished, RandomIds.job_id()] {
        assert_eq!(store.ledger.claim(id, &executor("other"), LEASE).await.expect("answers"), None);
    }
    assert_eq!(store.get(&ada, running).await.attempt, 1);
}
