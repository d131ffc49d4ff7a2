//! An executor that is told to stop while it receives.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use aws::{SqsMetrics, SqsQueue, testing::Emulator};
use domain::{Delivery, PrincipalId, Queue, QueueError, Status, testing::owner};
use tokio_util::sync::CancellationToken;

use super::plant::{LEASE, Plant, fake_executor};

/// Tells its receiver to stop as soon as there is something.
struct Late {
    inner: SqsQueue,
    stop: CancellationToken,
}

#[async_trait]
impl Queue for Late {
    async fn receive(&self, max: u32, wait: Duration, busy: &[PrincipalId]) -> Result<Vec<Delivery>, QueueError> {
        let deliveries = self.inner.receive(max, wait, busy).await?;
        if !deliveries.is_empty() {
            self.stop.cancel();
        }
        Ok(deliveries)
    }

    async fn acknowledge(&self, delivery: Delivery) -> Result<(), QueueError> {
        self.inner.acknowledge(delivery).await
    }

    async fn extend(&self, delivery: &Delivery, visibility: Duration) -> Result<(), QueueError> {
        self.inner.extend(delivery, visibility).await
    }

    async fn release(&self, delivery: Delivery) -> Result<(), QueueError> {
        self.inner.release(delivery).await
    }

    fn wake(&self) {
        self.inner.wake();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_after_the_stop_is_others_to_run_at_once() {
    let plant = Plant::start().await;
    let stop = CancellationToken::new();
    let late = Arc::new(Late { inner: plant.queue.clone(), stop: stop.clone() });
    let stopping = tokio::spawn(fake_executor("stopping", &plant.store, late, LEASE).serve(stop));
    let id = plant.accept("print hello").await;
    stopping.await.expect("ends");
    let job = plant.store.get(&owner("ada"), id).await;
    assert_eq!((job.status, job.attempt), (Status::Queued, 0));
    plant.queue.close().await;
    let count = Emulator::shared().await.count(&plant.settings.queue_url).await;
    assert_eq!(count, (1, 0), "it is visible");
    plant.executor("other", Arc::new(SqsQueue::new(&plant.settings, SqsMetrics::default()).await));
    plant.until(id, Status::Success).await;
}
