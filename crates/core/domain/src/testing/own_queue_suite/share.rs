//! Turns between owners.

use std::time::Duration;

use crate::{
    JobId, PrincipalId, QUEUE_POSITION_MAX,
    testing::{
        StoreFixture, executor, lost, owner,
        queue_suite::{SOON, receive},
    },
};

async fn accept_many(store: &StoreFixture, owner: &PrincipalId, jobs: u32) -> Vec<JobId> {
    let mut ids = Vec::new();
    for _ in 0..jobs {
        ids.push(store.accept(owner).await);
    }
    ids
}

/// Receives and claims the next job; answers whose it is.
async fn next(store: &StoreFixture) -> PrincipalId {
    let delivery = receive(store, 1, SOON).await.remove(0);
    store.claim(delivery.job_id, &executor("e")).await.owner
}

/// Receives and claims jobs; answers how many of them are this owner's.
async fn served(store: &StoreFixture, jobs: usize, owner: &PrincipalId) -> usize {
    let mut count = 0;
    for _ in 0..jobs {
        count += usize::from(next(store).await == *owner);
    }
    count
}

pub async fn one_job_does_not_wait_behind_a_thousand(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let of_ada = accept_many(&store, &ada, 1002).await;
    assert_eq!(store.get(&ada, of_ada[999]).await.queue_position, Some(999));
    // Further on it is not counted.
    assert_eq!(store.get(&ada, of_ada[1001]).await.queue_position, Some(QUEUE_POSITION_MAX));
    let id = store.accept(&bob).await;
    assert!(store.get(&bob, id).await.queue_position.expect("waits") <= 1);
    let two = receive(&store, 2, SOON).await;
    assert!(two.iter().any(|delivery| delivery.job_id == id));
    // And again in the middle of the backlog.
    for delivery in two {
        store.claim(delivery.job_id, &executor("e")).await;
    }
    assert_eq!(served(&store, 100, &ada).await, 100);
    let id = store.accept(&bob).await;
    assert!(receive(&store, 2, SOON).await.iter().any(|delivery| delivery.job_id == id));
}

pub async fn owners_take_turns(store: StoreFixture) {
    let (ada, bob, cy) = (owner("ada"), owner("bob"), owner("cy"));
    accept_many(&store, &ada, 90).await;
    accept_many(&store, &bob, 60).await;
    assert!((19..=21).contains(&served(&store, 40, &ada).await));
    accept_many(&store, &cy, 30).await;
    assert!((9..=11).contains(&served(&store, 30, &cy).await));
}

pub async fn a_patient_owner_does_not_lose_to_a_busy_one(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    accept_many(&store, &ada, 100).await;
    // Bob sends his next job when the last one was taken: he gets every other turn, no more and no less.
    let mut of_bob = 0;
    let mut waiting = false;
    for _ in 0..60 {
        if !waiting {
            store.accept(&bob).await;
        }
        waiting = next(&store).await != bob;
        of_bob += usize::from(!waiting);
    }
    assert!((29..=31).contains(&of_bob), "{of_bob} of 60");
}

pub async fn cancelled_jobs_cost_no_turns(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    for id in accept_many(&store, &ada, 200).await {
        store.intake.cancel(&ada, id).await.expect("cancels");
    }
    accept_many(&store, &bob, 20).await;
    accept_many(&store, &ada, 20).await;
    assert!((9..=11).contains(&served(&store, 20, &ada).await));
}

pub async fn busy_owners_wait_without_holding_up_others(store: StoreFixture) {
    let (ada, bob, cy) = (owner("ada"), owner("bob"), owner("cy"));
    let of_ada = accept_many(&store, &ada, 50).await;
    let of_bob = store.accept(&bob).await;
    let of_cy = store.accept(&cy).await;
    let busy = [ada.clone(), cy];
    let receive = async |busy: &[PrincipalId]| -> Vec<JobId> {
        let deliveries = store.queue.receive(10, Duration::ZERO, busy).await.expect("receives");
        deliveries.into_iter().map(|delivery| delivery.job_id).collect()
    };
    assert_eq!(receive(&busy).await, [of_bob]);
    assert_eq!(receive(&busy).await, []);
    assert_eq!(receive(&[ada]).await, [of_cy]);
    assert_eq!(receive(&[]).await, of_ada[..10]);
}

pub async fn a_job_given_back_keeps_its_turn(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let first = accept_many(&store, &ada, 100).await[0];
    let ticket = store.claim(first, &executor("e")).await.ticket;
    served(&store, 50, &ada).await;
    accept_many(&store, &bob, 10).await;
    store.ledger.requeue(&ticket, lost(), false).await.expect("requeues");
    assert_eq!(receive(&store, 1, SOON).await[0].job_id, first);
    // Its old turn does not hold back the turns that are dealt now.
    accept_many(&store, &bob, 10).await;
    assert!((9..=11).contains(&served(&store, 20, &ada).await));
}
