//! Closing and opening again: what stays, and who is kept out.

use std::{fs, os::unix::fs::PermissionsExt as _, sync::Arc, time::Duration};

use code_remote_store::{OpenError, SqliteStore};
use domain::{
    AcceptError, Clock as _, Health as _, JobReader as _, OutputStream, Queue as _, QueueBounds, Status, StoreError,
    SystemClock,
    testing::{ROOMY, executor, new_job, owner},
};
use tokio::time::timeout;

use crate::fixture::{database, open};

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let ada = owner("ada");
    let (store, before) = open(directory.path());
    let (queued, running, finished) =
        (before.accept(&ada).await, before.running(&ada).await.job_id, before.finished(&ada).await);
    let mut jobs = Vec::new();
    for id in [queued, running, finished] {
        jobs.push((before.get(&ada, id).await, before.events(&ada, id).await));
    }
    store.close().await;

    let (_store, after) = open(directory.path());
    for (job, events) in jobs {
        assert_eq!(after.events(&ada, job.id).await, events);
        assert_eq!(after.get(&ada, job.id).await, job);
    }
}

#[tokio::test]
async fn the_line_and_its_bounds_survive_a_restart() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (ada, bob) = (owner("ada"), owner("bob"));
    let (store, before) = open(directory.path());
    let mut of_ada = Vec::new();
    for _ in 0..5 {
        of_ada.push(before.accept(&ada).await);
    }
    let of_bob = before.accept(&bob).await;
    store.close().await;

    let (_store, after) = open(directory.path());
    let full = after.intake.accept(new_job(&ada), None, QueueBounds { total: 100, per_owner: 5 }).await;
    assert!(matches!(full, Err(AcceptError::OwnerFull { waiting: 5 })), "{full:?}");
    let full = after.intake.accept(new_job(&owner("cy")), None, QueueBounds { total: 6, per_owner: 5 }).await;
    assert!(matches!(full, Err(AcceptError::QueueFull { waiting: 6 })), "{full:?}");
    let order: Vec<_> = after.queue.receive(10, Duration::ZERO, &[]).await.expect("receives");
    let order: Vec<_> = order.into_iter().map(|delivery| delivery.job_id).collect();
    assert_eq!(order, [of_ada[0], of_bob, of_ada[1], of_ada[2], of_ada[3], of_ada[4]]);
}

#[tokio::test]
async fn recovered_jobs_are_not_left_behind_newer_ones() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (ada, bob) = (owner("ada"), owner("bob"));
    let (store, before) = open(directory.path());
    for _ in 0..20 {
        before.finished(&ada).await;
    }
    let interrupted = before.running(&ada).await.job_id;
    store.close().await;

    let (_store, after) = open(directory.path());
    for _ in 0..10 {
        after.accept(&bob).await;
    }
    after.ledger.reap_other_than(&executor("new")).await.expect("reaps");
    assert_eq!(after.get(&ada, interrupted).await.queue_position, Some(0));
}

#[tokio::test]
async fn a_second_service_is_kept_out() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (store, fixture) = open(directory.path());
    let second = SqliteStore::open(database(directory.path()), Arc::new(SystemClock));
    assert!(matches!(second, Err(OpenError::InUse { .. })), "{second:?}");
    // The first one does not notice.
    fixture.finished(&owner("ada")).await;
    store.close().await;
    SqliteStore::open(database(directory.path()), Arc::new(SystemClock)).expect("the lock is free again").close().await;
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let ada = owner("ada");
    let (store, fixture) = open(directory.path());
    let id = fixture.accept(&ada).await;
    let (queue, busy) = (fixture.queue.clone(), [ada.clone()]);
    let waiting = tokio::spawn(async move { queue.receive(1, Duration::from_mins(1), &busy).await });
    store.close().await;
    store.close().await;
    let accepted = fixture.intake.accept(new_job(&ada), None, ROOMY).await;
    assert!(matches!(accepted, Err(AcceptError::Store(StoreError::Unavailable(_)))), "{accepted:?}");
    assert!(matches!(store.get(&ada, id).await, Err(StoreError::Unavailable(_))));
    assert!(!store.health().await.ready);
    assert!(store.receive(1, Duration::ZERO, &[]).await.is_err());
    timeout(Duration::from_secs(20), waiting).await.expect("is told").expect("runs").expect_err("it is closed");
}

#[tokio::test]
async fn closing_commits_what_was_asked_for() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let ada = owner("ada");
    let (store, fixture) = open(directory.path());
    let accepts: Vec<_> = (0..50)
        .map(|_| {
            let (intake, job) = (fixture.intake.clone(), new_job(&ada));
            tokio::spawn(async move { intake.accept(job, None, ROOMY).await.map(|accepted| accepted.job_id) })
        })
        .collect();
    tokio::task::yield_now().await;
    store.close().await;
    // Closed in order, it leaves nothing in the log.
    let log = fs::metadata(directory.path().join("jobs.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0);
    let (_store, after) = open(directory.path());
    for accept in accepts {
        // Either answer is right for a request that meets a closing store, but it must be true.
        if let Ok(id) = accept.await.expect("runs") {
            assert_eq!(after.get(&ada, id).await.status, Status::Queued);
        }
    }
}

#[tokio::test]
async fn pruning_gives_space_back() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let ada = owner("ada");
    let (store, fixture) = open(directory.path());
    let megabyte = vec![7; 1 << 20];
    for _ in 0..40 {
        let ticket = fixture.running(&ada).await;
        fixture.print(&ticket, OutputStream::Stdout, &megabyte).await;
        fixture.finish(&ticket).await;
    }
    fixture.clock.advance(Duration::from_secs(1));
    assert_eq!(fixture.ledger.prune(fixture.clock.now(), 100).await.expect("prunes"), 40);
    store.close().await;
    let bytes = fs::metadata(database(directory.path())).expect("is there").len();
    assert!(bytes < 20 << 20, "{bytes} bytes");
}

#[tokio::test]
async fn only_this_account_can_read_the_files() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (_store, fixture) = open(directory.path());
    fixture.accept(&owner("ada")).await;
    for entry in fs::read_dir(directory.path()).expect("lists") {
        let entry = entry.expect("lists");
        let mode = entry.metadata().expect("reads").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
}

#[tokio::test]
async fn what_is_not_a_database_is_refused() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    fs::write(database(directory.path()), "not a database, but long enough to look like a file").expect("writes");
    let opened = SqliteStore::open(database(directory.path()), Arc::new(SystemClock));
    assert!(matches!(opened, Err(OpenError::Database { .. })), "{opened:?}");
    let opened = SqliteStore::open(directory.path().join("missing/jobs.db"), Arc::new(SystemClock));
    assert!(matches!(opened, Err(OpenError::File { .. })), "{opened:?}");
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (store, _fixture) = open(directory.path());
    store.close().await;
    let raw = rusqlite::Connection::open(database(directory.path())).expect("opens");
    raw.pragma_update(None, "user_version", 1000).expect("writes");
    drop(raw);
    let opened = SqliteStore::open(database(directory.path()), Arc::new(SystemClock));
    assert!(matches!(opened, Err(OpenError::Schema { .. })), "{opened:?}");
}
