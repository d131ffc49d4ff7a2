//! Coming up, and going away.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll, time::Duration};

use code_remote_store::{ConnectError, PostgresSettings, PostgresStore, QueueKind};
use domain::{
    AcceptError, Health as _, JobReader as _, OutputStream, Queue as _, StoreError, SystemClock,
    testing::{ManualClock, ROOMY, StoreFixture, new_job, owner},
};
use tokio::{task::JoinSet, time::timeout};

use code_remote_store::testing;

use super::{connect, settings};
use crate::postgres::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_starts_first_migrates() {
    let url = Server::shared().fresh_database().await;
    let mut starts = JoinSet::new();
    for _ in 0..8 {
        let url = url.clone();
        starts.spawn(async move { connect(&url, Arc::new(SystemClock)).await });
    }
    for store in starts.join_all().await {
        assert!(store.health().await.ready);
    }
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let url = Server::shared().fresh_schema().await;
    let (ada, clock) = (owner("ada"), Arc::new(ManualClock::default()));
    let store = connect(&url, clock.clone()).await;
    let before = StoreFixture::new(Arc::new(store.clone()), clock.clone(), ());
    let (queued, running, finished) =
        (before.accept(&ada).await, before.running(&ada).await.job_id, before.finished(&ada).await);
    let mut jobs = Vec::new();
    for id in [queued, running, finished] {
        jobs.push((before.get(&ada, id).await, before.events(&ada, id).await));
    }
    store.close().await;

    let after = StoreFixture::new(Arc::new(connect(&url, clock.clone()).await), clock, ());
    for (job, events) in jobs {
        assert_eq!(after.events(&ada, job.id).await, events);
        assert_eq!(after.get(&ada, job.id).await, job);
    }
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let url = Server::shared().fresh_schema().await;
    connect(&url, Arc::new(SystemClock)).await.close().await;
    let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (1000, 'later', true, '', 0)";
    testing::execute(&url, sql.into()).await;
    assert!(connect(&url, Arc::new(SystemClock)).await.health().await.ready);
}

#[tokio::test]
async fn a_schema_that_was_tampered_with_is_refused() {
    let url = Server::shared().fresh_schema().await;
    connect(&url, Arc::new(SystemClock)).await.close().await;
    testing::execute(&url, "UPDATE _sqlx_migrations SET checksum = 'x'".into()).await;
    let connected = PostgresStore::connect(settings(&url), Arc::new(SystemClock)).await;
    assert!(matches!(connected, Err(ConnectError::Schema(_))), "{connected:?}");
}

#[tokio::test]
async fn a_server_that_cannot_be_used_is_an_error_without_secrets() {
    let connected = PostgresStore::connect(settings("mysql:secret"), Arc::new(SystemClock)).await;
    assert!(matches!(connected, Err(ConnectError::Address(_) | ConnectError::Unreachable(_))), "{connected:?}");
    let url = "postgres://user:secret@localhost/jobs?host=/nonexistent";
    let connected = PostgresStore::connect(settings(url), Arc::new(SystemClock)).await;
    assert!(matches!(connected, Err(ConnectError::Unreachable(_))), "{connected:?}");
    assert!(!format!("{connected:?} {:?}", settings(url)).contains("secret"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_server_that_is_down_is_said() {
    let server = tokio::task::spawn_blocking(|| Server::start(&[])).await.expect("starts");
    let store = StoreFixture::new(
        Arc::new(connect(&server.fresh_database().await, Arc::new(SystemClock)).await),
        Arc::default(),
        (),
    );
    store.accept(&owner("ada")).await;
    tokio::task::block_in_place(|| server.crash());
    let mut said = Vec::new();
    for _ in 0..4 {
        match store.intake.accept(new_job(&owner("ada")), None, ROOMY).await {
            Err(AcceptError::Store(StoreError::Unavailable(cause))) => said.push(cause.to_string()),
            other => panic!("{other:?}"),
        }
    }
    // The first ones are told of the connections that broke.
    assert!(said.iter().all(|cause| !cause.contains("timed out")), "{said:?}");
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let ada = owner("ada");
    let store = connect(&Server::shared().fresh_schema().await, Arc::new(SystemClock)).await;
    let fixture = StoreFixture::new(Arc::new(store.clone()), Arc::default(), ());
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_leaves_takes_nothing_with_it() {
    let url = Server::shared().fresh_schema().await;
    let one = PostgresSettings { url: url.clone(), connections: 1, queue: QueueKind::Own };
    let store = PostgresStore::connect(one, Arc::new(SystemClock)).await.expect("connects");
    let writer = StoreFixture::new(Arc::new(store), Arc::default(), ());
    let reader = StoreFixture::new(Arc::new(connect(&url, Arc::new(SystemClock)).await), Arc::default(), ());
    let ada = owner("ada");
    let ticket = writer.running(&ada).await;
    for polls in 1..40 {
        give_up_after(polls, writer.intake.accept(new_job(&ada), None, ROOMY)).await;
        // It writes on the same connection, and what it was told is true for everyone.
        writer.print(&ticket, OutputStream::Stdout, b"x").await;
        assert_eq!(reader.get(&ada, ticket.job_id).await.output.stdout.len(), polls as usize);
    }
}

/// Polls a call so often and then drops it.
async fn give_up_after<T>(polls: u32, call: impl Future<Output = T>) {
    let mut call = pin!(call);
    let mut left = polls;
    poll_fn(|cx| {
        left -= 1;
        let ready = call.as_mut().poll(cx).is_ready();
        if ready || left == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
