//! `JobIntake::delete` and `share`, `JobReader::shared`, `JobLedger::prune`.

use std::time::Duration;

use crate::{
    Clock as _, JobFilter, JobId, OutputStream,
    testing::{StoreFixture, owner},
};

async fn shared_id(store: &StoreFixture, secret: &str) -> Option<JobId> {
    store.reader.shared(secret).await.expect("reads").map(|job| job.id)
}

pub async fn a_finished_job_can_be_deleted(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    store.print(&ticket, OutputStream::Stdout, b"x").await;
    store.finish(&ticket).await;
    let (id, other) = (ticket.job_id, store.finished(&ada).await);
    assert_eq!(store.intake.delete(&ada, id).await.expect("deletes"), Some(true));
    assert_eq!(store.reader.get(&ada, id).await.expect("reads"), None);
    assert_eq!(store.reader.events(&ada, id, 0, 10).await.expect("reads"), None);
    assert_eq!(store.intake.delete(&ada, id).await.expect("answers"), None);
    let page = store.reader.list(&ada, JobFilter { limit: 10, ..JobFilter::default() }).await.expect("lists");
    assert_eq!(page.jobs.iter().map(|job| job.id).collect::<Vec<_>>(), [other]);
    assert_eq!(store.events(&ada, other).await.len(), 3);
}

pub async fn an_unfinished_job_cannot_be_deleted(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    let queued = store.accept(&ada).await;
    for id in [ticket.job_id, queued] {
        assert_eq!(store.intake.delete(&ada, id).await.expect("answers"), Some(false));
        store.get(&ada, id).await;
    }
    store.finish(&ticket).await;
}

pub async fn a_shared_job_is_found_by_its_secret(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let share = async |secret: Option<&str>| {
        assert!(store.intake.share(&ada, id, secret.map(str::to_owned)).await.expect("shares"));
    };
    assert_eq!(shared_id(&store, "one").await, None);
    share(Some("one")).await;
    assert_eq!(shared_id(&store, "one").await, Some(id));
    share(Some("two")).await;
    assert_eq!((shared_id(&store, "one").await, shared_id(&store, "two").await), (None, Some(id)));
    share(None).await;
    assert_eq!(shared_id(&store, "two").await, None);
    share(Some("three")).await;
    store.intake.cancel(&ada, id).await.expect("cancels");
    assert_eq!(shared_id(&store, "three").await, Some(id));
    store.intake.delete(&ada, id).await.expect("deletes");
    assert_eq!(shared_id(&store, "three").await, None);
}

pub async fn only_the_owner_removes_and_shares(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let id = store.finished(&ada).await;
    assert_eq!(store.intake.delete(&bob, id).await.expect("answers"), None);
    assert!(!store.intake.share(&bob, id, Some("secret".into())).await.expect("answers"));
    assert_eq!(shared_id(&store, "secret").await, None);
    store.get(&ada, id).await;
}

pub async fn pruning_forgets_old_jobs_only(store: StoreFixture) {
    let ada = owner("ada");
    let (old, queued, running) = (store.finished(&ada).await, store.accept(&ada).await, store.running(&ada).await);
    store.clock.advance(Duration::from_mins(1));
    let border = store.clock.now();
    let recent = store.finished(&ada).await;
    assert_eq!(store.ledger.prune(border, 100).await.expect("prunes"), 1);
    assert_eq!(store.reader.get(&ada, old).await.expect("reads"), None);
    for id in [queued, running.job_id, recent] {
        store.get(&ada, id).await;
    }
    assert_eq!(store.ledger.prune(border, 100).await.expect("prunes"), 0);
}

pub async fn pruning_stops_at_its_bound(store: StoreFixture) {
    let ada = owner("ada");
    for _ in 0..130 {
        store.finished(&ada).await;
    }
    store.clock.advance(Duration::from_secs(1));
    let prune = async |max| store.ledger.prune(store.clock.now(), max).await.expect("prunes");
    assert_eq!(prune(0).await, 0);
    assert_eq!(prune(105).await, 105);
    assert_eq!(prune(105).await, 25);
}
