//! The queue and its dead letters. What every queue does is tried together with a store, where both are put together.

mod answers;
mod dead;
mod foreign;
mod shelf;

use std::time::Duration;

use code_remote_aws::{SqsMetrics, SqsQueue, SqsSettings, testing::Emulator};
use domain::{Delivery, IdSource as _, JobId, JobMessage, JobSender as _, PrincipalId, Queue as _, RandomIds, Sent};

/// Only a failing test waits for it.
const SOON: Duration = Duration::from_secs(20);
/// More than any test here receives.
const MANY: u32 = 1000;

async fn fresh(max_receives: u32) -> (SqsQueue, SqsSettings) {
    let settings = Emulator::shared().await.queues(max_receives).await;
    (queue(&settings).await, settings)
}

async fn queue(settings: &SqsSettings) -> SqsQueue {
    SqsQueue::new(settings, SqsMetrics::default()).await
}

fn message(owner: &str) -> JobMessage {
    JobMessage { job_id: RandomIds.job_id(), owner: PrincipalId::new(owner), trace: None }
}

async fn send(queue: &SqsQueue, messages: &[JobMessage]) {
    let sent = queue.send(messages).await.expect("sends");
    assert_eq!(sent, vec![Sent::Yes; messages.len()]);
}

async fn receive(queue: &SqsQueue, wait: Duration) -> Vec<Delivery> {
    queue.receive(10, wait, &[]).await.expect("receives")
}

fn ids(deliveries: &[Delivery]) -> Vec<JobId> {
    deliveries.iter().map(|delivery| delivery.job_id).collect()
}
