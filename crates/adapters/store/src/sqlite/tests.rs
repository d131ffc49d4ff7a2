//! What cannot be reached through the ports: writes that fail half-way, and what is kept in memory.

use std::{sync::Arc, time::Duration};

use domain::{
    Clock as _, JobFeed as _, StoreError,
    testing::{ManualClock, StoreFixture, new_job, owner},
};

use super::{
    SqliteStore, fair,
    line::Waiting,
    sql::Sql as _,
    writer::{
        Durability::{Power, Process},
        Tx,
    },
};

fn open() -> (SqliteStore, StoreFixture) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let clock = Arc::new(ManualClock::default());
    let store = SqliteStore::open(directory.path().join("jobs.db"), clock.clone()).expect("opens");
    let fixture = StoreFixture::new(Arc::new(store.clone()), clock, directory);
    (store, fixture)
}

fn waiting(key: i64) -> Waiting {
    let job = new_job(&owner("ada"));
    Waiting { key, rank: 0, id: job.id, owner: job.owner }
}

fn queued(tx: &mut Tx<'_>) -> Result<u32, StoreError> {
    Ok(tx.value("SELECT queued FROM line", [])?.unwrap_or(u32::MAX))
}

fn failure() -> StoreError {
    StoreError::unavailable("on purpose")
}

#[tokio::test]
async fn a_failed_write_takes_back_all_it_did() {
    let (store, fixture) = open();
    let failed = store.inner.writer.write(Process, |tx| {
        fair::join(tx, waiting(7))?;
        tx.touched(waiting(7).id);
        Err::<(), _>(failure())
    });
    assert!(failed.await.is_err());
    assert_eq!(store.inner.writer.write(Process, queued).await.expect("reads"), 0);
    assert_eq!(fixture.queue.receive(1, Duration::ZERO, &[]).await.expect("receives"), []);
}

#[tokio::test]
async fn a_failed_write_leaves_its_neighbours_alone() {
    let (store, fixture) = open();
    let writer = &store.inner.writer;
    let good = |key| writer.write(Process, move |tx| fair::join(tx, waiting(key)));
    let bad = writer.write(Process, |tx| fair::join(tx, waiting(3)).and(Err::<(), _>(failure())));
    let (first, failed, second) = tokio::join!(good(1), bad, good(2));
    assert!(first.is_ok() && failed.is_err() && second.is_ok());
    assert_eq!(fixture.queue.receive(10, Duration::ZERO, &[]).await.expect("receives").len(), 2);
}

#[tokio::test]
async fn a_transaction_that_breaks_is_reported_to_all_and_forgotten() {
    let (store, fixture) = open();
    let writer = &store.inner.writer;
    let ada = owner("ada");
    // What SQLite does by itself when the disk is full.
    let broken = writer.write(Process, |tx| tx.execute_batch("ROLLBACK").map_err(StoreError::unavailable));
    let neighbour = writer.write(Process, |tx| fair::join(tx, waiting(1)));
    let (broken, _) = tokio::join!(broken, neighbour);
    assert!(broken.is_err());
    fixture.finished(&ada).await;
    assert!(fixture.health.health().await.ready);
}

#[tokio::test]
async fn a_commit_is_as_durable_as_its_strongest_write() {
    // What the engine calls `NORMAL` and `FULL`.
    const NORMAL: u8 = 1;
    const FULL: u8 = 2;
    let (store, _fixture) = open();
    let synchronous = |durability| store.inner.writer.write(durability, |tx| tx.value::<u8>("PRAGMA synchronous", []));
    for (durability, expected) in [(Process, NORMAL), (Power, FULL), (Process, NORMAL), (Power, FULL)] {
        assert_eq!(synchronous(durability).await.expect("reads"), Some(expected));
    }
    // The first is alone or not, but whoever asked for more gets it.
    let (_, strong, _) = tokio::join!(synchronous(Process), synchronous(Power), synchronous(Process));
    assert_eq!(strong.expect("reads"), Some(FULL));
}

#[tokio::test]
async fn a_write_happens_even_if_its_caller_has_gone() {
    let (store, fixture) = open();
    {
        let write = store.inner.writer.write(Process, |tx| fair::join(tx, waiting(1)));
        let mut write = std::pin::pin!(write);
        // Polled once: asked for, and then given up, whether or not the writer was faster.
        let _ = std::future::poll_fn(|cx| std::task::Poll::Ready(write.as_mut().poll(cx).is_ready())).await;
    }
    let deliveries = fixture.queue.receive(1, Duration::from_secs(20), &[]).await.expect("receives");
    assert_eq!(deliveries.len(), 1);
}

#[tokio::test]
async fn followers_that_leave_are_forgotten() {
    let (store, fixture) = open();
    let staying = store.watch(fixture.accept(&owner("ada")).await);
    for _ in 0..10_000 {
        drop(store.watch(new_job(&owner("ada")).id));
    }
    assert!(store.inner.feed.len() <= 130, "{} entries", store.inner.feed.len());
    drop(staying);
}

#[tokio::test]
async fn nobody_deletes_entries_of_the_audit_log_that_are_not_said_to_be_old() {
    let (store, fixture) = open();
    fixture.accept(&owner("ada")).await;
    fixture.clock.advance(Duration::from_secs(1));
    let cut = fixture.clock.now();
    fixture.accept(&owner("ada")).await;
    let delete = || store.inner.writer.write(Process, |tx| tx.change("DELETE FROM audit_log", ()));
    assert!(delete().await.is_err());
    assert_eq!(fixture.audit.forget(cut, 10).await.expect("forgets"), 1);
    assert!(delete().await.is_err());
    let left = |tx: &mut Tx<'_>| Ok::<u32, StoreError>(tx.value("SELECT count(*) FROM audit_log", [])?.unwrap_or(0));
    assert_eq!(store.inner.writer.write(Process, left).await.expect("reads"), 1);
}

#[tokio::test]
async fn idle_owners_are_forgotten() {
    let (store, fixture) = open();
    for number in 0..20 {
        fixture.finished(&owner(&number.to_string())).await;
    }
    for _ in 0..2 {
        fixture.finished(&owner("ada")).await;
    }
    store.inner.writer.write(Process, |tx| fair::forget_idle(tx)).await.expect("forgets");
    let known = |tx: &mut Tx<'_>| Ok::<u32, StoreError>(tx.value("SELECT count(*) FROM line_owners", [])?.unwrap_or(0));
    assert!(store.inner.writer.write(Process, known).await.expect("reads") <= 1);
}
