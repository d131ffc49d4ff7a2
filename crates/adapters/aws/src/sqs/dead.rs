//! What the queue set aside because nobody answered it.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::{
    Client,
    types::{Message, MessageSystemAttributeName},
};
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
    /// Name of the queue that it belongs to.
    source: String,
}

impl SqsDeadLetters {
    /// Finds credentials, if it has to, and speaks to nobody else yet.
    pub async fn new(settings: &SqsSettings) -> Self {
        let source = settings.queue_url.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        Self { client: client::client(settings).await, url: settings.dead_letter_url.clone(), source }
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
            .visibility_timeout(seconds(VISIBILITY))
            .message_system_attribute_names(MessageSystemAttributeName::DeadLetterQueueSourceArn);
        let answer = request.customize().config_override(client::patient(poll)).send().await.map_err(failed)?;
        let letters = answer.messages.unwrap_or_default().into_iter().filter_map(|message| {
            let was_moved = self.was_moved(&message);
            let said = message.body.as_deref().filter(|_| was_moved).and_then(body::read);
            Some(DeadLetter { message: said, receipt: message.receipt_handle? })
        });
        Ok(letters.collect())
    }

    async fn discard(&self, letter: DeadLetter) -> Result<(), QueueError> {
        let deletion = self.client.delete_message().queue_url(&self.url).receipt_handle(letter.receipt);
        deletion.send().await.map(drop).or_else(gone)
    }
}

impl SqsDeadLetters {
    /// Whether the queue itself set it aside. Amazon writes that down, and nobody else can: what somebody only put here
    /// says nothing about a job. Should it ever be missing, the job is announced again some time later.
    fn was_moved(&self, message: &Message) -> bool {
        let source =
            message.attributes.as_ref().and_then(|all| all.get(&MessageSystemAttributeName::DeadLetterQueueSourceArn));
        source.is_some_and(|arn| arn.rsplit(':').next() == Some(self.source.as_str()))
    }
}
