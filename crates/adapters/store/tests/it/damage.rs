//! Rows that are not what was written: the error names them, and the rest goes on.

use domain::{
    JobId, OutputStream, StoreError,
    testing::{LEASE, StoreFixture, executor, owner},
};
use rusqlite::Connection;

use crate::fixture::{database, open};

struct Damaged {
    fixture: StoreFixture,
    raw: Connection,
    finished: JobId,
    _directory: tempfile::TempDir,
}

async fn damaged(sql: &str) -> Damaged {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (_store, fixture) = open(directory.path());
    let ticket = fixture.running(&owner("ada")).await;
    fixture.print(&ticket, OutputStream::Stdout, b"x").await;
    fixture.finish(&ticket).await;
    let raw = Connection::open(database(directory.path())).expect("opens");
    // What the schema would refuse, a broken disk would not.
    raw.execute_batch("PRAGMA ignore_check_constraints = ON; DROP TRIGGER jobs_end_once").expect("prepares");
    raw.execute(sql, []).expect("damages");
    Damaged { fixture, raw, finished: ticket.job_id, _directory: directory }
}

async fn check(sql: &str, expected: &str) {
    let damaged = damaged(sql).await;
    let ada = owner("ada");
    let reader = &damaged.fixture.reader;
    let error = match reader.get(&ada, damaged.finished).await {
        Ok(_) => reader.events(&ada, damaged.finished, 0, 10).await.expect_err("the damage is seen"),
        Err(error) => error,
    };
    match error {
        StoreError::Inconsistent { job_id, place, .. } => assert_eq!((job_id, place), (damaged.finished, expected)),
        StoreError::Unavailable(_) => panic!("{error:?}"),
    }
    damaged.fixture.finished(&ada).await;
}

#[tokio::test]
async fn damage_is_named_by_column() {
    for (sql, place) in [
        ("UPDATE jobs SET status = 'lost'", "jobs.status"),
        ("UPDATE jobs SET outcome = '{}'", "jobs.outcome"),
        ("UPDATE jobs SET created_at = 9223372036854775807", "jobs.created_at"),
        ("UPDATE jobs SET attempt = -1", "jobs.attempt"),
        ("UPDATE job_specs SET source = x'ff'", "job_specs.source"),
        ("UPDATE job_specs SET rest = 'x'", "job_specs.rest"),
        ("UPDATE job_events SET stream = 'stdlog' WHERE kind = 'output'", "job_events.stream"),
        ("UPDATE job_events SET data = x'00' WHERE kind = 'done'", "job_events.data"),
    ] {
        check(sql, place).await;
    }
}

#[tokio::test]
async fn a_job_that_cannot_be_read_is_not_claimed() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (_store, fixture) = open(directory.path());
    let ada = owner("ada");
    let (broken, sound) = (fixture.accept(&ada).await, fixture.accept(&ada).await);
    let raw = Connection::open(database(directory.path())).expect("opens");
    raw.execute("UPDATE job_specs SET rest = '' WHERE job = 1", []).expect("damages");
    let claim = fixture.ledger.claim(broken, &executor("e"), LEASE).await;
    assert!(matches!(claim, Err(StoreError::Inconsistent { place: "job_specs.rest", .. })), "{claim:?}");
    // The failed claim took back all it had done, and only that.
    fixture.claim(sound, &executor("e")).await;
    let stats = fixture.reader.queue_stats().await.expect("counts");
    assert_eq!((stats.queued, stats.running), (1, 1));
    assert_eq!(fixture.events(&ada, broken).await.len(), 1);
}

#[tokio::test]
async fn the_schema_refuses_a_second_ending() {
    let damaged = damaged("UPDATE jobs SET share_hash = NULL").await;
    let raw = &damaged.raw;
    raw.execute_batch("PRAGMA ignore_check_constraints = OFF").expect("prepares");
    for sql in [
        "UPDATE jobs SET status = 'queued'",
        "UPDATE jobs SET outcome = NULL",
        "UPDATE jobs SET finished_at = NULL, outcome = NULL",
        "UPDATE jobs SET executor = 'e'",
    ] {
        assert!(raw.execute(sql, []).is_err(), "{sql}");
    }
    drop(damaged.fixture);
}
