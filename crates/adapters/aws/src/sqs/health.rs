//! Whether the queue answers.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::types::QueueAttributeName;
use domain::{ComponentHealth, Health};
use tokio::time::timeout;

use super::SqsQueue;

/// Below the second that the port allows.
const ANSWER_WITHIN: Duration = Duration::from_millis(900);

#[async_trait]
impl Health for SqsQueue {
    async fn health(&self) -> ComponentHealth {
        let request = self.inner.client.get_queue_attributes().queue_url(&self.inner.url);
        let request = request.attribute_names(QueueAttributeName::ApproximateNumberOfMessages).send();
        let detail = match timeout(ANSWER_WITHIN, request).await {
            Ok(Ok(_)) => return component(true, "answers"),
            Ok(Err(error)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the queue does not answer");
                "does not answer: see the service's log"
            }
            Err(_) => "takes longer than a second to answer",
        };
        component(false, detail)
    }
}

fn component(ready: bool, detail: &str) -> ComponentHealth {
    ComponentHealth { name: "queue".into(), ready, detail: detail.into() }
}
