//! Times accept, claim and finish, one caller at a time and many at once, on SQLite or on the PostgreSQL server at an
//! address: `cargo run --release --example store_bench [JOBS [postgres://…]]`.
#![expect(clippy::print_stdout, reason = "a program for a person")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use code_remote_store::{PostgresSettings, PostgresStore, QueueKind, SqliteStore};
use domain::{
    EventBody, ExecutorId, JobIntake, JobLedger, Outcome, OutputStream, PrincipalId, QueueBounds, SystemClock,
    TerminalStatus, testing::new_job,
};

const BOUNDS: QueueBounds = QueueBounds { total: 100_000, per_owner: 100_000 };
/// How many call at once.
const CALLERS: [usize; 2] = [1, 16];
const LEASE: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let jobs = std::env::args().nth(1).map_or(Ok(4000), |count| count.parse())?;
    match std::env::args().nth(2) {
        Some(url) => postgres(url, jobs).await,
        None => sqlite(jobs).await,
    }
}

async fn sqlite(jobs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let directory = tempfile::tempdir()?;
    let store = SqliteStore::open(directory.path().join("jobs.db"), Arc::new(SystemClock))?;
    for callers in CALLERS {
        measure(&store, callers, jobs).await?;
    }
    store.close().await;
    Ok(())
}

async fn postgres(url: String, jobs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let store =
        PostgresStore::connect(PostgresSettings { url, connections: 16, queue: QueueKind::Own }, Arc::new(SystemClock))
            .await?;
    for callers in CALLERS {
        measure(&store, callers, jobs).await?;
    }
    store.close().await;
    Ok(())
}

async fn measure<S>(store: &S, callers: usize, jobs: usize) -> Result<(), Box<dyn std::error::Error>>
where
    S: JobIntake + JobLedger + Clone + 'static,
{
    let begun = Instant::now();
    let tasks: Vec<_> = (0..callers).map(|caller| tokio::spawn(work(store.clone(), caller, jobs / callers))).collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await?);
    }
    let wall = begun.elapsed();
    times.sort();
    let rate = times.len() as u128 * 1_000_000 / wall.as_micros();
    println!("{callers:>2} callers: p50 {:?}, p99 {:?}, {rate} jobs/s", at(&times, 50), at(&times, 99));
    Ok(())
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() - 1) * percent / 100]
}

async fn work<S: JobIntake + JobLedger>(store: S, caller: usize, jobs: usize) -> Vec<Duration> {
    let executor = ExecutorId::new(format!("bench-{caller}"));
    let owner = PrincipalId::new(format!("owner-{caller}"));
    let mut times = Vec::with_capacity(jobs);
    for _ in 0..jobs {
        let begun = Instant::now();
        one(&store, &executor, &owner).await;
        times.push(begun.elapsed());
    }
    times
}

async fn one<S: JobIntake + JobLedger>(store: &S, executor: &ExecutorId, owner: &PrincipalId) {
    let id = store.accept(new_job(owner), None, BOUNDS).await.expect("accepts").job_id;
    let claim = store.claim(id, executor, LEASE).await.expect("claims").expect("is queued");
    let output = EventBody::Output { stream: OutputStream::Stdout, data: b"1\n".to_vec().into() };
    let outcome = Outcome { exit_code: Some(0), ..Outcome::not_run(TerminalStatus::Success, None) };
    store.finish(&claim.ticket, vec![output], outcome).await.expect("finishes");
}
