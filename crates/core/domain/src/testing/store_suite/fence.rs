//! Fencing: who may write.

use tokio::task::JoinSet;

use crate::{
    EventBody, Held, OutputStream, Requeued, Status, Ticket, Written,
    testing::{LEASE, StoreFixture, executor, lost, output, owner, success},
};

async fn assert_stale(store: &StoreFixture, ticket: &Ticket) {
    let ada = owner("ada");
    let before = (store.get(&ada, ticket.job_id).await, store.events(&ada, ticket.job_id).await);
    let events = || vec![output(OutputStream::Stdout, b"stale")];
    assert_eq!(store.ledger.append(ticket, events()).await.expect("answers"), Written::Stale);
    assert_eq!(store.ledger.heartbeat(ticket, LEASE).await.expect("answers"), Held::Lost);
    assert_eq!(store.ledger.requeue(ticket, lost(), true).await.expect("answers"), Requeued::Stale);
    assert_eq!(store.ledger.finish(ticket, events(), success()).await.expect("answers"), Written::Stale);
    assert_eq!((store.get(&ada, ticket.job_id).await, store.events(&ada, ticket.job_id).await), before);
}

pub async fn another_executor_cannot_write(store: StoreFixture) {
    let ticket = store.running(&owner("ada")).await;
    assert_stale(&store, &Ticket { executor: executor("impostor"), ..ticket.clone() }).await;
    assert_stale(&store, &Ticket { attempt: 2, ..ticket.clone() }).await;
    store.finish(&ticket).await;
}

pub async fn a_lost_attempt_cannot_write(store: StoreFixture) {
    let first = store.running(&owner("ada")).await;
    store.clock.advance(LEASE);
    assert_eq!(store.ledger.reap_expired().await.expect("reaps"), [first.job_id]);
    assert_stale(&store, &first).await;
    // Not even when the same executor holds the job again.
    let second = store.claim(first.job_id, &first.executor).await.ticket;
    assert_eq!(second.attempt, 2);
    assert_stale(&store, &first).await;
    store.finish(&second).await;
    assert_stale(&store, &first).await;
}

pub async fn an_ended_job_takes_no_writes(store: StoreFixture) {
    let ticket = store.running(&owner("ada")).await;
    store.finish(&ticket).await;
    assert_stale(&store, &ticket).await;
    store.clock.advance(2 * LEASE);
    assert!(store.ledger.reap_expired().await.expect("reaps").is_empty());
    assert!(store.ledger.reap_other_than(&executor("new")).await.expect("reaps").is_empty());
}

pub async fn a_job_ends_once(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    let mut enders = JoinSet::new();
    for _ in 0..20 {
        let (ledger, intake, ticket, ada) = (store.ledger.clone(), store.intake.clone(), ticket.clone(), ada.clone());
        enders.spawn(async move {
            intake.cancel(&ada, ticket.job_id).await.expect("answers");
            ledger.finish(&ticket, Vec::new(), success()).await.expect("answers") == Written::Yes
        });
    }
    assert_eq!(enders.join_all().await.into_iter().filter(|ended| *ended).count(), 1);
    assert_eq!(store.get(&ada, ticket.job_id).await.status, Status::Success);
    let bodies = store.bodies(&ada, ticket.job_id).await;
    assert_eq!(bodies.iter().filter(|body| matches!(body, EventBody::Done { .. })).count(), 1);
    assert!(matches!(bodies.last(), Some(EventBody::Done { .. })));
}
