//! Messages that nobody answers, that are not ours, that are refused, and that lie in the queue for long.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use aws::{
    SqsMetrics, SqsQueue,
    testing::{Emulator, body_of},
};
use domain::{
    ErrorCode, IdSource as _, JobId, JobMessage, JobSender, Queue as _, QueueError, RandomIds, Sent, Status,
    testing::owner,
};

use super::plant::{LEASE, Plant};
use crate::harness::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_nobody_could_take_is_shown_as_failed() {
    let emulator = Emulator::shared().await;
    let mut settings = emulator.queues(2).await;
    settings.visibility = Duration::from_secs(1);
    let plant = Plant::on(settings).await;
    let id = plant.accept("print hello").await;
    // Received, and never answered.
    eventually("the job does not fail", async || {
        plant.queue.receive(1, Duration::from_secs(1), &[]).await.expect("receives");
        let job = plant.store.get(&owner("ada"), id).await;
        job.outcome.is_none().then_some(job.status)
    })
    .await;
    let job = plant.store.get(&owner("ada"), id).await;
    let error = job.outcome.and_then(|outcome| outcome.error).expect("has an error");
    assert_eq!((job.status, job.attempt, error.code), (Status::Failed, 0, ErrorCode::Undeliverable));
    eventually("the letter stays", async || {
        let count = emulator.count(&plant.settings.dead_letter_url).await;
        (count != (0, 0)).then_some(count)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_of_others_harm_nobody() {
    let emulator = Emulator::shared().await;
    let mut settings = emulator.queues(3).await;
    settings.visibility = Duration::from_secs(1);
    let plant = Plant::on(settings).await;
    plant.executor("e", Arc::new(plant.queue.clone()));
    let done = plant.accept("print done").await;
    plant.until(done, Status::Success).await;
    let message = |job_id: JobId| JobMessage { job_id, owner: owner("mallory"), trace: None };
    let bodies = ["{}".to_owned(), "\u{1F4A3}".to_owned(), "x".repeat(100 << 10)];
    for body in bodies.into_iter().chain([body_of(&message(RandomIds.job_id())), body_of(&message(done))]) {
        emulator.put(&plant.settings.queue_url, &body).await;
    }
    let after = plant.accept("print after").await;
    plant.until(after, Status::Success).await;
    eventually("they stay", async || {
        let counts =
            (emulator.count(&plant.settings.queue_url).await, emulator.count(&plant.settings.dead_letter_url).await);
        (counts != ((0, 0), (0, 0))).then_some(counts)
    })
    .await;
    assert_eq!(plant.store.get(&owner("ada"), done).await.attempt, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_dead_letter_fails_no_job() {
    let emulator = Emulator::shared().await;
    let plant = Plant::start().await;
    let id = plant.accept("print hello").await;
    let forged = JobMessage { job_id: id, owner: owner("ada"), trace: None };
    emulator.put(&plant.settings.dead_letter_url, &body_of(&forged)).await;
    eventually("the letter stays", async || {
        let count = emulator.count(&plant.settings.dead_letter_url).await;
        (count != (0, 0)).then_some(count)
    })
    .await;
    assert_eq!(plant.store.get(&owner("ada"), id).await.status, Status::Queued);
    plant.executor("e", Arc::new(plant.queue.clone()));
    plant.until(id, Status::Success).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_longer_than_the_visibility_is_handed_out_once() {
    let emulator = Emulator::shared().await;
    let mut settings = emulator.queues(5).await;
    settings.visibility = Duration::from_secs(2);
    let plant = Plant::on(settings).await;
    plant.executor("e", Arc::new(plant.queue.clone()));
    let long = 2 * (plant.settings.visibility + LEASE);
    let id = plant.accept(&format!("sleep {}\nprint done", long.as_millis())).await;
    plant.until(id, Status::Running).await;
    let other = SqsQueue::new(&plant.settings, SqsMetrics::default()).await;
    while plant.store.get(&owner("ada"), id).await.status == Status::Running {
        assert_eq!(other.receive(1, Duration::from_millis(500), &[]).await.expect("receives"), []);
    }
    plant.until(id, Status::Success).await;
    assert_eq!(plant.store.get(&owner("ada"), id).await.attempt, 1);
}

/// Refuses some messages once, and loses the answer to some batches.
struct Moody {
    inner: SqsQueue,
    seen: Mutex<HashSet<JobId>>,
    calls: Mutex<u32>,
}

#[async_trait]
impl JobSender for Moody {
    async fn send(&self, messages: &[JobMessage]) -> Result<Vec<Sent>, QueueError> {
        let new: Vec<bool> = {
            let mut seen = self.seen.lock().expect("nobody panics");
            messages.iter().enumerate().map(|(index, message)| seen.insert(message.job_id) && index % 2 == 1).collect()
        };
        let kept: Vec<_> =
            messages.iter().zip(&new).filter(|(_, new)| !**new).map(|(message, _)| message.clone()).collect();
        let mut sent = self.inner.send(&kept).await?.into_iter();
        let call = {
            let mut calls = self.calls.lock().expect("nobody panics");
            *calls += 1;
            *calls
        };
        if call.is_multiple_of(3) {
            return Err(QueueError("the answer is lost".into()));
        }
        let refused = || Sent::Refused("told to".into());
        Ok(new.into_iter().map(|new| if new { refused() } else { sent.next().unwrap_or_else(refused) }).collect())
    }

    fn batch(&self) -> u32 {
        self.inner.batch()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_queue_refuses_in_a_batch_is_sent_later() {
    let settings = Emulator::shared().await.queues(5).await;
    let queue = SqsQueue::new(&settings, SqsMetrics::default()).await;
    let moody = Moody { inner: queue.clone(), seen: Mutex::default(), calls: Mutex::new(0) };
    let plant = Plant::with(settings, queue, Arc::new(moody)).await;
    plant.executor("e", Arc::new(plant.queue.clone()));
    let mut jobs = Vec::new();
    for _ in 0..60 {
        jobs.push(plant.accept("print hello").await);
    }
    for id in jobs {
        plant.until(id, Status::Success).await;
        assert_eq!(plant.store.get(&owner("ada"), id).await.attempt, 1);
    }
}
