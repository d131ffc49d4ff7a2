//! `JobLedger::claim_within`: how many jobs one owner has running.

use tokio::task::JoinSet;

use crate::{
    Claimed, JobId, PrincipalId, Status, Ticket,
    testing::{LEASE, StoreFixture, executor, lost, owner},
};

async fn claim(store: &StoreFixture, id: JobId, max: u32) -> Claimed {
    store.ledger.claim_within(id, &executor("e"), LEASE, Some(max)).await.expect("answers")
}

/// Accepts and claims a job of an owner who may have so many.
async fn run(store: &StoreFixture, owner: &PrincipalId, max: u32) -> Ticket {
    match claim(store, store.accept(owner).await, max).await {
        Claimed::Yes(claim) => claim.ticket,
        other => panic!("{other:?}"),
    }
}

pub async fn an_owner_runs_no_more_than_its_share(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    run(&store, &ada, 2).await;
    run(&store, &ada, 2).await;
    let third = store.accept(&ada).await;
    assert_eq!(claim(&store, third, 2).await, Claimed::OwnerBusy);
    run(&store, &bob, 2).await;
    // Whoever may have more gets more, and without a bound there is none.
    assert!(matches!(claim(&store, third, 3).await, Claimed::Yes(_)));
    let fourth = store.accept(&ada).await;
    assert!(store.ledger.claim(fourth, &executor("e"), LEASE).await.expect("answers").is_some());
}

pub async fn a_busy_owners_job_waits_untouched(store: StoreFixture) {
    let ada = owner("ada");
    run(&store, &ada, 1).await;
    let id = store.accept(&ada).await;
    let (before, events) = (store.get(&ada, id).await, store.events(&ada, id).await);
    for _ in 0..5 {
        assert_eq!(claim(&store, id, 1).await, Claimed::OwnerBusy);
    }
    assert_eq!((store.get(&ada, id).await, store.events(&ada, id).await), (before, events));
    let running = store.running(&owner("bob")).await.job_id;
    assert_eq!(claim(&store, running, 1).await, Claimed::Gone);
    store.intake.cancel(&ada, id).await.expect("cancels");
    assert_eq!(claim(&store, id, 1).await, Claimed::Gone);
}

pub async fn every_end_makes_room(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = run(&store, &ada, 1).await;
    store.finish(&ticket).await;
    let ticket = run(&store, &ada, 1).await;
    store.ledger.requeue(&ticket, lost(), true).await.expect("requeues");
    let ticket = run(&store, &ada, 1).await;
    store.clock.advance(LEASE);
    assert_eq!(store.ledger.reap_expired().await.expect("reaps"), [ticket.job_id]);
    run(&store, &ada, 1).await;
    assert_eq!(store.get(&ada, ticket.job_id).await.status, Status::Queued);
}

pub async fn a_share_holds_under_concurrent_claims(store: StoreFixture) {
    const MAX: u32 = 3;
    let ada = owner("ada");
    let mut claimers = JoinSet::new();
    for number in 0..30 {
        let (ledger, executor) = (store.ledger.clone(), executor(&number.to_string()));
        let id = store.accept(&ada).await;
        claimers.spawn(async move { ledger.claim_within(id, &executor, LEASE, Some(MAX)).await.expect("answers") });
    }
    let claims = claimers.join_all().await;
    assert_eq!(claims.iter().filter(|claim| matches!(claim, Claimed::Yes(_))).count(), MAX as usize);
    assert_eq!(claims.iter().filter(|claim| matches!(claim, Claimed::OwnerBusy)).count(), 30 - MAX as usize);
    assert_eq!(store.reader.queue_stats().await.expect("counts").running, u64::from(MAX));
}
