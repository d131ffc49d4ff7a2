//! Messages put in, and put back.

use std::{collections::HashMap, time::Duration};

use async_trait::async_trait;
use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry, SendMessageBatchRequestEntry,
};
use domain::{JobMessage, JobSender, QueueError, Sent};

use super::{FRESH_AFTER, Inner, SqsQueue, body, failed, seconds, shelf::Shelved};

/// Most messages in one request to SQS.
const BATCH: usize = 10;

#[async_trait]
impl JobSender for SqsQueue {
    async fn send(&self, messages: &[JobMessage]) -> Result<Vec<Sent>, QueueError> {
        let mut all = Vec::with_capacity(messages.len());
        for batch in messages.chunks(BATCH) {
            all.extend(self.inner.send(batch, Duration::ZERO).await?);
        }
        Ok(all)
    }

    fn batch(&self) -> u32 {
        u32::try_from(BATCH).expect("ten")
    }
}

impl Inner {
    /// Sends at most [`BATCH`] messages.
    async fn send(&self, messages: &[JobMessage], delay: Duration) -> Result<Vec<Sent>, QueueError> {
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for (index, message) in messages.iter().enumerate() {
            let entry =
                SendMessageBatchRequestEntry::builder().id(index.to_string()).message_body(body::write(message));
            // Even none is said: the queue may have a delay of its own.
            request = request.entries(entry.delay_seconds(seconds(delay)).build().map_err(failed)?);
        }
        let answer = request.send().await.map_err(failed)?;
        let mut refused: HashMap<_, _> =
            answer.failed.into_iter().map(|entry| (entry.id, Sent::Refused(entry.code))).collect();
        let taken: Vec<_> = answer.successful.into_iter().map(|entry| entry.id).collect();
        let of_index = |index: usize| {
            let id = index.to_string();
            let silent = || Sent::Refused("the queue did not say".to_owned());
            refused.remove(&id).unwrap_or_else(|| if taken.contains(&id) { Sent::Yes } else { silent() })
        };
        Ok((0..messages.len()).map(of_index).collect())
    }

    /// Makes messages visible again after a delay.
    pub(super) async fn give_back(&self, messages: &[Shelved], delay: Duration) -> Result<(), QueueError> {
        let (young, old): (Vec<_>, Vec<_>) =
            messages.iter().cloned().partition(|message| message.receipt.count < FRESH_AFTER);
        for batch in young.chunks(BATCH) {
            self.show(batch, delay).await?;
        }
        for batch in old.chunks(BATCH) {
            self.send_fresh(batch, delay).await?;
        }
        Ok(())
    }

    async fn show(&self, messages: &[Shelved], delay: Duration) -> Result<(), QueueError> {
        let mut request = self.client.change_message_visibility_batch().queue_url(&self.url);
        for (index, message) in messages.iter().enumerate() {
            let entry = ChangeMessageVisibilityBatchRequestEntry::builder().id(index.to_string());
            let entry = entry.receipt_handle(&message.receipt.handle).visibility_timeout(seconds(delay));
            request = request.entries(entry.build().map_err(failed)?);
        }
        request.send().await.map(drop).map_err(failed)
    }

    /// Sends a fresh copy of each message and deletes the old one: in this order, so that none is lost.
    pub(super) async fn send_fresh(&self, messages: &[Shelved], delay: Duration) -> Result<(), QueueError> {
        let names: Vec<_> = messages.iter().map(|message| message.message.clone()).collect();
        let sent = self.send(&names, delay).await?;
        let mut request = self.client.delete_message_batch().queue_url(&self.url);
        let mut copied = 0;
        for (index, (message, sent)) in messages.iter().zip(sent).enumerate() {
            if sent == Sent::Yes {
                let entry = DeleteMessageBatchRequestEntry::builder().id(index.to_string());
                request = request.entries(entry.receipt_handle(&message.receipt.handle).build().map_err(failed)?);
                copied += 1;
            }
        }
        if copied == 0 {
            return Ok(());
        }
        self.metrics.fresh_copies.inc_by(copied);
        request.send().await.map(drop).map_err(failed)
    }
}
