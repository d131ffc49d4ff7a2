//! Times what a request and an executor ask of the store when nothing waits, and when very much does, on the PostgreSQL
//! server at an address or on SQLite: `cargo run --release --example backlog_bench [postgres://…]`.
#![expect(clippy::print_stdout, reason = "a program for a person")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use code_remote_store::{PostgresSettings, PostgresStore, QueueKind, SqliteStore};
use domain::{
    ExecutorId, JobId, JobIntake, JobLedger, JobReader, PrincipalId, Queue, QueueBounds, SystemClock, testing::new_job,
};

/// How many wait during each round.
const WAITING: [usize; 3] = [0, 10_000, 100_000];
/// They fill the line together.
const CALLERS: usize = 8;
const TIMES: usize = 500;
const BOUNDS: QueueBounds = QueueBounds { total: 1_000_000, per_owner: 1_000_000 };
/// Longer than the measurement.
const LEASE: Duration = Duration::from_hours(1);

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    match std::env::args().nth(1) {
        Some(url) => {
            let settings = PostgresSettings { url, connections: 8, queue: QueueKind::Own };
            let store = PostgresStore::connect(settings, Arc::new(SystemClock)).await?;
            rounds(&store).await?;
            store.close().await;
        }
        None => {
            let directory = tempfile::tempdir()?;
            let store = SqliteStore::open(directory.path().join("jobs.db"), Arc::new(SystemClock))?;
            rounds(&store).await?;
            store.close().await;
        }
    }
    Ok(())
}

async fn rounds<S>(store: &S) -> Result<(), Failure>
where
    S: JobIntake + JobReader + JobLedger + Queue + Clone + 'static,
{
    // The first ones are not typical.
    Round::default().measure(store, 50).await?;
    let mut there = 0;
    for waiting in WAITING {
        fill(store, waiting - there).await?;
        there = waiting;
        let mut round = Round::default();
        round.measure(store, TIMES).await?;
        println!("{waiting} waiting:");
        round.tell();
    }
    Ok(())
}

async fn fill<S: JobIntake + Clone + 'static>(store: &S, jobs: usize) -> Result<(), Failure> {
    let fillers = (0..CALLERS).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            for _ in 0..jobs / CALLERS {
                accept(&store).await;
            }
        })
    });
    for filler in fillers.collect::<Vec<_>>() {
        filler.await?;
    }
    Ok(())
}

/// How long each step took, each time.
#[derive(Default)]
struct Round {
    steps: Vec<(&'static str, Vec<Duration>)>,
}

impl Round {
    /// One more job, looked at; one less. As many wait afterwards as before.
    async fn measure<S>(&mut self, store: &S, times: usize) -> Result<(), Failure>
    where
        S: JobIntake + JobReader + JobLedger + Queue,
    {
        let executor = ExecutorId::new("bench");
        for _ in 0..times {
            let id = self.time("accept", accept(store)).await;
            self.time("get", store.get(&owner(), id)).await?;
            let delivery = self.time("receive", store.receive(1, LEASE, &[])).await?.remove(0);
            self.time("claim", store.claim(delivery.job_id, &executor, LEASE)).await?;
            store.acknowledge(delivery).await?;
            self.time("queue_stats", store.queue_stats()).await?;
        }
        Ok(())
    }

    async fn time<T>(&mut self, step: &'static str, work: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let done = work.await;
        let took = begun.elapsed();
        match self.steps.iter_mut().find(|(name, _)| *name == step) {
            Some((_, times)) => times.push(took),
            None => self.steps.push((step, vec![took])),
        }
        done
    }

    fn tell(self) {
        for (step, mut times) in self.steps {
            times.sort();
            let at = |percent: usize| times[(times.len() - 1) * percent / 100];
            println!("  {step:<12} p50 {:>9.3?}  p99 {:>9.3?}", at(50), at(99));
        }
    }
}

fn owner() -> PrincipalId {
    PrincipalId::new("bench")
}

async fn accept<S: JobIntake>(store: &S) -> JobId {
    store.accept(new_job(&owner()), None, BOUNDS).await.expect("accepts").job_id
}
