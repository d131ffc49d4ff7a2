//! What the queue set aside because nobody answered it.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use domain::{DeadLetter, DeadLetters, QueueError};

use super::{SqsSettings, body, client, failed, gone, seconds};

/// Most messages in one answer of SQS.
const MESSAGES_MAX: i32 = 10;
/// The longest that SQS lets a request wait.
const POLL_MAX: Duration = Duration::from_secs(20);
/// How long a dead letter may take to be dealt with; then it comes back.
const VISIBILITY: Duration = Duration::from_mins(1);

/// The dead-letter queue of a [`super::SqsQueue`].
#[derive(Debug, Clone)]
pub struct SqsDeadLetters {
    client: Client,
    url: String,
}

impl SqsDeadLetters {
    /// Finds credentials, if it has to, and speaks to nobody else yet.
    pub async fn new(settings: &SqsSettings) -> Self {
        Self { client: client::client(settings).await, url: settings.dead_letter_url.clone() }
    }
}

#[async_trait]
impl DeadLetters for SqsDeadLetters {
    async fn receive(&self, wait: Duration) -> Result<Vec<DeadLetter>, QueueError> {
        let poll = Duration::from_secs(wait.min(POLL_MAX).as_secs());
        let request = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(MESSAGES_MAX)
            .wait_time_seconds(seconds(poll))
            .visibility_timeout(seconds(VISIBILITY));
        let answer = request.customize().config_override(client::patient(poll)).send().await.map_err(failed)?;
        let letters = answer.messages.unwrap_or_default().into_iter().filter_map(|message| {
            let job_id = message.body.as_deref().and_then(body::read).map(|message| message.job_id);
            Some(DeadLetter { job_id, receipt: message.receipt_handle? })
        });
        Ok(letters.collect())
    }

    async fn discard(&self, letter: DeadLetter) -> Result<(), QueueError> {
        let deletion = self.client.delete_message().queue_url(&self.url).receipt_handle(letter.receipt);
        deletion.send().await.map(drop).or_else(gone)
    }
}
