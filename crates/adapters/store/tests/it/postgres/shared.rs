//! Two stores on one database.

use std::{collections::HashSet, time::Duration};

use domain::{
    Claimed, Clock as _, EventBody, JobId, JobWatch, OutputStream, QueueBounds, Rate, Written,
    testing::{LEASE, ROOMY, StoreFixture, executor, new_job, output, owner, success},
};
use sqlx_core::{
    connection::Connection as _, executor::Executor as _, query::query, query_scalar::query_scalar,
    sql_str::AssertSqlSafe,
};
use sqlx_postgres::{PgConnection, PgListener};
use tokio::{
    task::JoinSet,
    time::{Instant, timeout},
};

use code_remote_store::testing;

use super::pair;
use crate::postgres::Server;

/// Only a failing test waits for it.
const SOON: Duration = Duration::from_secs(20);
/// Followers look again every five seconds and receivers every second, whether they were told or not. That alone would take
/// all rounds of any test here far longer than this; being told takes them far less, on a busy machine too.
const AT_ONCE: Duration = Duration::from_secs(30);
const ROUNDS: usize = 16;
const RECEIVE_ROUNDS: usize = 64;

/// Waits to be told of a job until it has this many events. It never looks before it was told.
async fn follow(store: &StoreFixture, watch: &mut JobWatch, id: JobId, events: usize) {
    let followed = async {
        loop {
            watch.changed().await;
            if store.events(&owner("ada"), id).await.len() >= events {
                return;
            }
        }
    };
    timeout(SOON, followed).await.expect("hears of it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_writes_others_follow_at_once() {
    let [writer, reader] = pair(&Server::shared().fresh_database().await).await;
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        let id = writer.accept(&owner("ada")).await;
        let mut watch = reader.feed.watch(id);
        let ticket = writer.claim(id, &executor("e")).await.ticket;
        follow(&reader, &mut watch, id, 2).await;
        writer.print(&ticket, OutputStream::Stdout, b"x").await;
        follow(&reader, &mut watch, id, 3).await;
        writer.finish(&ticket).await;
        follow(&reader, &mut watch, id, 4).await;
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_accepts_others_receive_at_once() {
    let [gateway, worker] = pair(&Server::shared().fresh_database().await).await;
    let begun = Instant::now();
    for _ in 0..RECEIVE_ROUNDS {
        let queue = worker.queue.clone();
        let waiting = tokio::spawn(async move { queue.receive(1, 3 * SOON, &[]).await.expect("receives") });
        // Most of them look before the job is there.
        tokio::task::yield_now().await;
        let id = gateway.accept(&owner("ada")).await;
        let received = timeout(SOON, waiting).await.expect("is woken").expect("runs");
        assert_eq!(received[0].job_id, id);
        worker.claim(id, &executor("e")).await;
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_that_is_cut_off_misses_nothing() {
    let url = Server::shared().fresh_database().await;
    let [writer, reader] = pair(&url).await;
    let ticket = writer.running(&owner("ada")).await;
    let mut watch = reader.feed.watch(ticket.job_id);
    let begun = Instant::now();
    let mut said = PgListener::connect(&url).await.expect("connects");
    said.listen("code_remote").await.expect("listens");
    for round in 0..ROUNDS {
        admit(&url, false).await;
        cut(&url, "listener").await;
        writer.print(&ticket, OutputStream::Stdout, b"x").await;
        // It was said, and only this one has heard it.
        timeout(SOON, said.recv()).await.expect("is said").expect("is heard");
        admit(&url, true).await;
        follow(&reader, &mut watch, ticket.job_id, 3 + round).await;
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notifier_that_is_cut_off_tells_all_the_same() {
    let url = Server::shared().fresh_database().await;
    let [writer, reader] = pair(&url).await;
    let ticket = writer.running(&owner("ada")).await;
    let mut watch = reader.feed.watch(ticket.job_id);
    let begun = Instant::now();
    for round in 0..ROUNDS {
        cut(&url, "notifier").await;
        writer.print(&ticket, OutputStream::Stdout, b"x").await;
        follow(&reader, &mut watch, ticket.job_id, 3 + round).await;
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

/// Ends the sessions of this role in this database.
async fn cut(url: &str, role: &str) {
    let sql = format!(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = '{}' AND application_name = 'code-remote {role}'",
        database(url)
    );
    testing::execute(&Server::shared().admin(), sql).await;
}

/// Lets new sessions into this database, or keeps them out.
async fn admit(url: &str, admit: bool) {
    let sql = format!("ALTER DATABASE {} ALLOW_CONNECTIONS {admit}", database(url));
    testing::execute(&Server::shared().admin(), sql).await;
}

fn database(url: &str) -> &str {
    let path = url.rsplit_once('?').map_or(url, |(path, _)| path);
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_executors_never_claim_the_same_job() {
    const JOBS: usize = 300;
    let stores = pair(&Server::shared().fresh_database().await).await;
    let mut all = HashSet::new();
    for number in 0..JOBS {
        all.insert(stores[0].accept(&owner(&format!("owner-{}", number % 7))).await);
    }
    let mut workers = JoinSet::new();
    for (store, name) in stores.iter().cycle().zip(["a", "b", "c", "d", "e", "f"]) {
        let (queue, ledger, name) = (store.queue.clone(), store.ledger.clone(), executor(name));
        workers.spawn(async move {
            let mut ran = Vec::new();
            loop {
                let deliveries = queue.receive(4, Duration::from_millis(300), &[]).await.expect("receives");
                if deliveries.is_empty() {
                    return ran;
                }
                for delivery in deliveries {
                    let claim = ledger.claim(delivery.job_id, &name, LEASE).await.expect("answers");
                    let Some(claim) = claim else { continue };
                    let written = ledger.finish(&claim.ticket, Vec::new(), success()).await.expect("finishes");
                    assert_eq!((written, claim.ticket.attempt), (Written::Yes, 1));
                    ran.push(delivery.job_id);
                }
            }
        });
    }
    let ran: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!(ran.len(), JOBS);
    assert_eq!(ran.into_iter().collect::<HashSet<_>>(), all);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_of_many_owners_do_not_wait_in_a_circle() {
    let stores = pair(&Server::shared().fresh_database().await).await;
    let mut callers = JoinSet::new();
    for caller in 0..12_usize {
        let store = &stores[caller % 2];
        let (intake, ledger) = (store.intake.clone(), store.ledger.clone());
        callers.spawn(async move {
            for round in 0..25 {
                let owner = owner(&format!("owner-{}", (caller + round) % 3));
                let id = intake.accept(new_job(&owner), None, ROOMY).await;
                let id = id.expect("accepts").job_id;
                match (caller + round) % 4 {
                    0 => drop(intake.cancel(&owner, id).await.expect("cancels")),
                    1 => drop(ledger.reap_other_than(&executor("nobody")).await.expect("reaps")),
                    _ => drop(ledger.claim(id, &executor("e"), LEASE).await.expect("answers")),
                }
            }
        });
    }
    callers.join_all().await;
    // What is counted is what is there.
    let stats = stores[0].reader.queue_stats().await.expect("counts");
    let full = QueueBounds { total: 1, per_owner: u64::MAX };
    let refused = stores[0].intake.accept(new_job(&owner("new")), None, full).await;
    assert!(
        matches!(refused, Err(domain::AcceptError::QueueFull { waiting }) if waiting == stats.queued),
        "{refused:?}, {stats:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancellation_reaches_the_executor_elsewhere() {
    let [gateway, worker] = pair(&Server::shared().fresh_database().await).await;
    let ada = owner("ada");
    let id = gateway.accept(&ada).await;
    let ticket = worker.claim(id, &executor("e")).await.ticket;
    let mut watch = worker.feed.watch(id);
    gateway.intake.cancel(&ada, id).await.expect("cancels");
    timeout(SOON, watch.changed()).await.expect("hears of it");
    let held = worker.ledger.heartbeat(&ticket, LEASE).await.expect("answers");
    assert_eq!(held, domain::Held::CancelRequested);
    let last = vec![output(OutputStream::Stdout, b"bye")];
    assert_eq!(worker.ledger.finish(&ticket, last, success()).await.expect("finishes"), Written::Yes);
    assert!(matches!(gateway.bodies(&ada, id).await.last(), Some(EventBody::Done { .. })));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bounds_and_shares_hold_for_all_processes_together() {
    const BOUNDS: QueueBounds = QueueBounds { total: 1_000, per_owner: 10 };
    let stores = pair(&Server::shared().fresh_database().await).await;
    let ada = owner("ada");
    let mut requests = JoinSet::new();
    for store in stores.iter().cycle().take(60) {
        let (intake, job) = (store.intake.clone(), new_job(&ada));
        requests.spawn(async move { Some(intake.accept(job, None, BOUNDS).await.ok()?.job_id) });
    }
    let waiting: Vec<_> = requests.join_all().await.into_iter().flatten().collect();
    assert_eq!(waiting.len(), 10);
    let mut claims = JoinSet::new();
    for (id, store) in waiting.into_iter().zip(stores.iter().cycle()) {
        let ledger = store.ledger.clone();
        claims.spawn(async move { ledger.claim_within(id, &executor("e"), LEASE, Some(3)).await.expect("answers") });
    }
    let claims = claims.join_all().await;
    assert_eq!(claims.iter().filter(|claim| matches!(claim, Claimed::Yes(_))).count(), 3, "{claims:?}");
    let mut takers = JoinSet::new();
    for store in stores.iter().cycle().take(20) {
        let (rates, rate) = (store.rates.clone(), Rate { per_second: 1, burst: 50 });
        takers.spawn(async move { rates.take("ada", rate, 7).await.expect("answers").granted });
    }
    assert_eq!(takers.join_all().await.into_iter().sum::<u32>(), 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claims_with_a_share_do_not_wait_in_a_circle() {
    let stores = pair(&Server::shared().fresh_database().await).await;
    let mut callers = JoinSet::new();
    for caller in 0..12_usize {
        let store = &stores[caller % 2];
        let (intake, ledger) = (store.intake.clone(), store.ledger.clone());
        callers.spawn(async move {
            for round in 0..25 {
                let owner = owner(&format!("owner-{}", (caller + round) % 3));
                let id = intake.accept(new_job(&owner), None, ROOMY).await.expect("accepts").job_id;
                let claimed = ledger.claim_within(id, &executor("e"), LEASE, Some(2)).await.expect("answers");
                match claimed {
                    Claimed::Yes(claim) => {
                        let written = ledger.finish(&claim.ticket, Vec::new(), success()).await.expect("finishes");
                        assert_eq!(written, Written::Yes);
                    }
                    _ => drop(intake.cancel(&owner, id).await.expect("cancels")),
                }
            }
        });
    }
    callers.join_all().await;
    let stats = stores[0].reader.queue_stats().await.expect("counts");
    assert_eq!((stats.queued, stats.running), (0, 0));
}

#[tokio::test]
async fn rows_that_are_worth_nothing_are_swept() {
    let url = Server::shared().fresh_database().await;
    let [store, _] = pair(&url).await;
    let rate = Rate { per_second: 1_000, burst: 1 };
    for number in 0..1_100 {
        store.rates.take(&number.to_string(), rate, 1).await.expect("answers");
        store.clock.advance(Duration::from_millis(10));
    }
    let mut conn = PgConnection::connect(&url).await.expect("connects");
    let left: i64 = query_scalar("SELECT count(*) FROM rate_buckets").fetch_one(&mut conn).await.expect("counts");
    assert!(left <= 101, "{left}");
}

#[tokio::test]
async fn nobody_rewrites_the_audit_log() {
    let url = Server::shared().fresh_database().await;
    let [store, _] = pair(&url).await;
    store.accept(&owner("ada")).await;
    let mut conn = PgConnection::connect(&url).await.expect("connects");
    let changed = query("UPDATE audit_log SET principal = 'bob'").execute(&mut conn).await;
    assert!(changed.expect_err("is refused").to_string().contains("never changed"));
    let emptied = query("TRUNCATE audit_log").execute(&mut conn).await;
    assert!(emptied.expect_err("is refused").to_string().contains("never emptied"));
    // Nor does anybody delete what is not said to be old.
    store.clock.advance(Duration::from_secs(1));
    let cut = store.clock.now();
    store.accept(&owner("ada")).await;
    for told in ["", &format!("SET code_remote.forget_before = '{cut}';")] {
        let deleted = conn.execute(AssertSqlSafe(format!("{told} DELETE FROM audit_log"))).await;
        assert!(deleted.expect_err("is refused").to_string().contains("old enough"));
    }
    assert_eq!(store.audit.forget(cut, 10).await.expect("forgets"), 1);
    let left: i64 = query_scalar("SELECT count(*) FROM audit_log").fetch_one(&mut conn).await.expect("counts");
    assert_eq!(left, 1);
}
