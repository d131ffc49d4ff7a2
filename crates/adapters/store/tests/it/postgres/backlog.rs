//! What a call costs does not depend on how many jobs wait: rows that the server reads are counted, not time.

use std::{sync::Arc, time::Duration};

use code_remote_store::{PostgresSettings, PostgresStore, testing};
use domain::{
    Claimed, OutputStream, QUEUE_POSITION_MAX,
    testing::{LEASE, ManualClock, StoreFixture, executor, owner},
};
use sqlx_core::{connection::Connection as _, query_scalar::query_scalar};
use sqlx_postgres::PgConnection;

use super::settings;
use crate::postgres::Server;

const WAITING: u32 = 20_000;
/// A statement's plan is kept from its sixth time on.
const ROUNDS: u32 = 10;
/// Rows and index entries that one round may read: its own, and those of a position that is not counted further.
const READS_MAX: i64 = 2 * QUEUE_POSITION_MAX.cast_signed() + 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_call_reads_does_not_depend_on_how_many_wait() {
    let url = Server::shared().fresh_database().await;
    let (store, fixture) = open(&url).await;
    rounds(&fixture).await;
    // The server has looked at its tables when they were small and nothing waited, and plans accordingly.
    testing::execute(&url, "VACUUM ANALYZE".into()).await;
    rounds(&fixture).await;
    burst(&url).await;
    let before = reads(&url, "").await;
    rounds(&fixture).await;
    store.close().await;
    let read = reads(&url, "code-remote store").await - before;
    assert!(read <= i64::from(ROUNDS) * READS_MAX, "{read}");
}

/// With one session, so that its plans are those that were made when nothing waited.
async fn open(url: &str) -> (PostgresStore, StoreFixture) {
    let (clock, settings) = (Arc::new(ManualClock::default()), PostgresSettings { connections: 1, ..settings(url) });
    let store = PostgresStore::connect(settings, clock.clone()).await.expect("connects");
    (store.clone(), StoreFixture::new(Arc::new(store), clock, ()))
}

async fn rounds(store: &StoreFixture) {
    for _ in 0..ROUNDS {
        round(store).await;
    }
}

/// A job in and a job out, and whatever else is asked of a store all the time.
async fn round(store: &StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    store.get(&ada, id).await;
    store.reader.queue_stats().await.expect("counts");
    let delivery = store.queue.receive(1, Duration::ZERO, &[]).await.expect("receives").remove(0);
    store.queue.extend(&delivery, Duration::from_secs(30)).await.expect("extends");
    store.queue.release(delivery).await.expect("releases");
    let delivery = store.queue.receive(1, Duration::ZERO, &[]).await.expect("receives").remove(0);
    let claim = store.ledger.claim_within(delivery.job_id, &executor("e"), LEASE, Some(2)).await.expect("answers");
    let Claimed::Yes(claim) = claim else { panic!("{claim:?}") };
    store.ledger.heartbeat(&claim.ticket, LEASE).await.expect("holds");
    store.print(&claim.ticket, OutputStream::Stdout, b"1\n").await;
    store.finish(&claim.ticket).await;
}

/// As if they had all come at once, before the server has looked at its tables again.
async fn burst(url: &str) {
    let jobs = format!(
        "INSERT INTO jobs (id, owner, language, first_line, status, attempt, faults, cancel_requested, fair_rank,
            last_event, created_at)
        SELECT gen_random_uuid(), 'ada', 'python', '', 'queued', 0, 0, false, 1000 + n, 1, now()
        FROM generate_series(1, {WAITING}) AS n"
    );
    testing::execute(url, jobs).await;
    testing::execute(url, format!("UPDATE queue_owners SET queued = queued + {WAITING} WHERE owner = 'ada'")).await;
    let specs =
        "INSERT INTO job_specs SELECT key, '', '', spec.rest FROM jobs, (SELECT rest FROM job_specs LIMIT 1) AS spec
        WHERE status = 'queued'";
    testing::execute(url, specs.into()).await;
}

/// Rows and index entries that were read so far, after the last session of this name has ended and told of its own.
async fn reads(url: &str, name: &str) -> i64 {
    const SESSIONS: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND application_name = $1 AND pid <> pg_backend_pid()";
    const READS: &str =
        "SELECT (SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables)::bigint
        + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes)::bigint";
    let mut conn = PgConnection::connect(url).await.expect("connects");
    while query_scalar::<_, i64>(SESSIONS).bind(name).fetch_one(&mut conn).await.expect("counts") > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let reads = query_scalar(READS).fetch_one(&mut conn).await.expect("reads");
    conn.close().await.expect("closes");
    reads
}
