//! Executors over a queue at its worst, and a thief who takes their jobs away: every accepted job ends exactly once, and
//! nothing that a lost attempt did is part of it.

use std::{sync::Arc, time::Duration};

use domain::{
    Event, EventBody, JobId, Queue, Status,
    testing::{ManualClock, ROOMY, StoreFixture, UnreliableQueue, executor, new_job, owner},
};
use store::SqliteStore;
use tokio_util::sync::CancellationToken;

use crate::{
    harness::eventually,
    outbox::plant::{Plant, fake_executor},
};

const JOBS: usize = 40;
/// Seeds over the embedded store, which is quick, and over SQS, which is not.
const SEEDS: u64 = 12;
const SEEDS_SQS: u64 = 3;
/// Nobody's lease ends by itself.
const LEASE: Duration = Duration::from_mins(1);

/// What a job does, and how it must end unless it is lost too often.
const PROGRAMS: [(&str, Status, &[u8]); 5] = [
    ("print hello", Status::Success, b"hello\n"),
    ("print one\nsleep 20\nprint two", Status::Success, b"one\ntwo\n"),
    ("print no\nexit 3", Status::Failed, b"no\n"),
    ("sleep 60\nprint late", Status::Success, b"late\n"),
    ("oom", Status::Failed, b""),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_job_ends_once_whatever_the_queue_does() {
    for seed in 0..SEEDS {
        let directory = tempfile::tempdir().expect("a directory can be made");
        let clock = Arc::new(ManualClock::default());
        let store = SqliteStore::open(directory.path().join("jobs.db"), clock.clone()).expect("opens");
        let store = StoreFixture::new(Arc::new(store), clock, directory);
        play(&store, store.queue.clone(), seed).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_job_ends_once_whatever_sqs_does() {
    for seed in 0..SEEDS_SQS {
        let store = Plant::start().await.into_fixture();
        play(&store, store.queue.clone(), seed).await;
    }
}

async fn play(store: &StoreFixture, queue: Arc<dyn Queue>, seed: u64) {
    let stop = CancellationToken::new();
    let _guard = stop.clone().drop_guard();
    for number in 0..2 {
        let queue = Arc::new(UnreliableQueue::new(queue.clone(), 2 * seed + number));
        let executor = fake_executor(&format!("executor-{number}"), store, queue, LEASE);
        tokio::spawn(executor.serve(stop.clone()));
    }
    let mut jobs = Vec::new();
    for number in 0..JOBS {
        let mut job = new_job(&owner("ada"));
        PROGRAMS[number % PROGRAMS.len()].0.clone_into(&mut job.spec.source);
        jobs.push(store.intake.accept(job, None, ROOMY).await.expect("accepts").job_id);
        if number == JOBS / 3 || number == 2 * JOBS / 3 {
            tokio::time::sleep(Duration::from_millis(15 * (1 + seed % 4))).await;
            store.ledger.reap_other_than(&executor("thief")).await.expect("takes");
        }
    }
    for (number, id) in jobs.into_iter().enumerate() {
        check(store, id, PROGRAMS[number % PROGRAMS.len()], seed).await;
    }
    stop.cancel();
}

async fn check(store: &StoreFixture, id: JobId, (_, status, output): (&str, Status, &[u8]), seed: u64) {
    let ada = owner("ada");
    eventually("the job does not end", async || {
        let status = store.get(&ada, id).await.status;
        (!status.is_terminal()).then_some((seed, status))
    })
    .await;
    let job = store.get(&ada, id).await;
    // Twice at most the thief takes it, and the third fault would be the one too many.
    assert_eq!((job.status, job.output.stdout.as_slice()), (status, output), "seed {seed}");
    let events = store.events(&ada, id).await;
    let ends = events.iter().filter(|event| matches!(event.body, EventBody::Done { .. })).count();
    assert!(ends == 1 && matches!(events.last(), Some(Event { body: EventBody::Done { .. }, .. })), "seed {seed}");
    assert!(events.is_sorted_by_key(|event| event.attempt), "seed {seed}: an old attempt wrote after a new one began");
    let starts: Vec<_> = events
        .iter()
        .filter(|event| matches!(event.body, EventBody::Status { status: Status::Running }))
        .map(|event| event.attempt)
        .collect();
    assert_eq!(starts, (1..=job.attempt).collect::<Vec<_>>(), "seed {seed}: an attempt began twice");
}
