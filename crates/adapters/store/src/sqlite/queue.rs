//! The embedded queue: the waiting line behind the port.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Delivery, PrincipalId, Queue, QueueError};

use super::{
    SqliteStore,
    line::{HandedOut, Receipt},
};

#[async_trait]
impl Queue for SqliteStore {
    async fn receive(&self, max: u32, wait: Duration, busy: &[PrincipalId]) -> Result<Vec<Delivery>, QueueError> {
        let max = usize::try_from(max.max(1)).unwrap_or(usize::MAX);
        let taken = self.inner.line.receive(max, wait, busy).await.map_err(|closed| QueueError(closed.into()))?;
        Ok(taken.into_iter().map(delivery).collect())
    }

    /// Does nothing: a claimed, cancelled or deleted job has left the line when that was committed. One that is still
    /// queued was acknowledged by mistake, and comes back when its visibility ends rather than never.
    async fn acknowledge(&self, _delivery: Delivery) -> Result<(), QueueError> {
        Ok(())
    }

    async fn extend(&self, delivery: &Delivery, visibility: Duration) -> Result<(), QueueError> {
        if let Some(receipt) = receipt(delivery) {
            self.inner.line.extend(receipt, visibility);
        }
        Ok(())
    }

    async fn release(&self, delivery: Delivery) -> Result<(), QueueError> {
        if let Some(receipt) = receipt(&delivery) {
            self.inner.line.release(receipt);
        }
        Ok(())
    }

    fn wake(&self) {
        self.inner.line.wake();
    }
}

fn delivery(job: HandedOut) -> Delivery {
    Delivery { job_id: job.id, receipt: job.receipt.to_string(), owner: Some(job.owner), trace: None }
}

/// The receipt, unless another queue wrote it; such a delivery is not handed out here, so there is nothing to do for it.
fn receipt(delivery: &Delivery) -> Option<Receipt> {
    delivery.receipt.parse().ok()
}
