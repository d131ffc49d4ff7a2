//! Rows that are not what was written, and tables that somebody holds: the error says so, and the rest goes on.

use std::{sync::Arc, time::Duration};

use domain::{
    AcceptError, JobId, OutputStream, StoreError,
    testing::{LEASE, ROOMY, StoreFixture, executor, new_job, owner},
};
use sqlx_core::{connection::Connection as _, executor::Executor as _};
use sqlx_postgres::PgConnection;
use tokio::time::timeout;

use code_remote_store::testing;

use super::connect;
use crate::postgres::Server;

async fn open() -> (String, StoreFixture) {
    let url = Server::shared().fresh_schema().await;
    let store = Arc::new(connect(&url, Arc::new(domain::SystemClock)).await);
    (url, StoreFixture::new(store, Arc::default(), ()))
}

/// Does what the schema would refuse, but a broken disk would not.
async fn damage(url: &str, table: &str, set: &str) {
    let sql = format!(
        "ALTER TABLE jobs DISABLE TRIGGER ALL;
        DO $$ DECLARE name TEXT; BEGIN
            FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'c' LOOP
                EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', name);
            END LOOP;
        END $$;
        UPDATE {table} SET {set}"
    );
    testing::execute(url, sql).await;
}

async fn check(table: &str, set: &str, expected: &str) {
    let (url, store) = open().await;
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    store.print(&ticket, OutputStream::Stdout, b"x").await;
    store.finish(&ticket).await;
    damage(&url, table, set).await;
    let error = match store.reader.get(&ada, ticket.job_id).await {
        Ok(_) => store.reader.events(&ada, ticket.job_id, 0, 10).await.expect_err("the damage is seen"),
        Err(error) => error,
    };
    assert_eq!(place(&error), Some((ticket.job_id, expected)), "{error:?}");
    store.finished(&ada).await;
}

fn place(error: &StoreError) -> Option<(JobId, &'static str)> {
    match error {
        StoreError::Inconsistent { job_id, place, .. } => Some((*job_id, place)),
        StoreError::Unavailable(_) => None,
    }
}

#[tokio::test]
async fn damage_is_named_by_column() {
    for (table, set, place) in [
        ("jobs", "status = 'lost'", "jobs.status"),
        ("jobs", "outcome = '{}'", "jobs.outcome"),
        ("jobs", "attempt = -1", "jobs.attempt"),
        ("job_specs", r"source = '\xff'", "job_specs.source"),
        ("job_specs", "rest = 'x'", "job_specs.rest"),
        ("job_events", "stream = 'stdlog' WHERE kind = 'output'", "job_events.stream"),
        ("job_events", "data = '' WHERE kind = 'done'", "job_events.data"),
    ] {
        check(table, set, place).await;
    }
}

#[tokio::test]
async fn a_job_that_cannot_be_read_is_not_claimed() {
    let (url, store) = open().await;
    let ada = owner("ada");
    let broken = store.accept(&ada).await;
    damage(&url, "job_specs", "rest = ''").await;
    let sound = store.accept(&ada).await;
    let claim = store.ledger.claim(broken, &executor("e"), LEASE).await;
    assert_eq!(claim.as_ref().err().and_then(place), Some((broken, "job_specs.rest")), "{claim:?}");
    // The failed claim took back all it had done, and only that.
    store.claim(sound, &executor("e")).await;
    let stats = store.reader.queue_stats().await.expect("counts");
    assert_eq!((stats.queued, stats.running), (1, 1));
    assert_eq!(store.events(&ada, broken).await.len(), 1);
}

#[tokio::test]
async fn a_table_that_somebody_holds_is_an_error_in_time() {
    let (url, store) = open().await;
    let mut holder = PgConnection::connect(&url).await.expect("connects");
    let mut held = holder.begin().await.expect("begins");
    held.execute("LOCK TABLE jobs, queue_owners").await.expect("locks");
    let health = timeout(Duration::from_secs(2), store.health.health()).await.expect("answers");
    assert!(!health.ready);
    let accept = store.intake.accept(new_job(&owner("ada")), None, ROOMY);
    let accepted = timeout(Duration::from_secs(30), accept).await.expect("answers");
    assert!(matches!(accepted, Err(AcceptError::Store(StoreError::Unavailable(_)))), "{accepted:?}");
    held.rollback().await.expect("unlocks");
    store.finished(&owner("ada")).await;
    assert!(store.health.health().await.ready);
}
