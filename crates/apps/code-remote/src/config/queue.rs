//! How executors hear of jobs.

use clap::{Args, ValueEnum};
use reqwest::Url;

use super::{ConfigError, check::refuse};

const URL: &str = "CODE_REMOTE_SQS_QUEUE_URL";
const DEAD_LETTER_URL: &str = "CODE_REMOTE_SQS_DEAD_LETTER_URL";
const ENDPOINT: &str = "CODE_REMOTE_SQS_ENDPOINT";

/// What carries the ids of waiting jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueueKind {
    /// The database itself.
    Postgres,
    /// Amazon SQS.
    Sqs,
}

/// How executors hear of jobs. The same for every role of a deployment.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Queue")]
pub struct QueueSettings {
    /// What carries the ids of waiting jobs; the same for every role of a deployment.
    #[arg(long, env = "CODE_REMOTE_QUEUE", value_enum, default_value_t = QueueKind::Postgres)]
    pub queue: QueueKind,
    /// The SQS queue; a standard one. Credentials and region come from where the AWS SDKs look for them.
    #[arg(long, env = URL, value_name = "URL")]
    pub sqs_queue_url: Option<String>,
    /// The dead-letter queue of that queue: jobs whose messages end there are shown as failed.
    #[arg(long, env = DEAD_LETTER_URL, value_name = "URL")]
    pub sqs_dead_letter_url: Option<String>,
    /// Where to reach SQS, if not at the region's own address; for emulators and private endpoints.
    #[arg(long, env = ENDPOINT, value_name = "URL")]
    pub sqs_endpoint: Option<String>,
}

/// An SQS queue whose settings were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqsAddress {
    /// The queue.
    pub queue_url: String,
    /// Its dead-letter queue.
    pub dead_letter_url: Option<String>,
    /// Where to reach SQS, if not at the region's own address.
    pub endpoint: Option<String>,
}

impl QueueSettings {
    /// The SQS queue to use, none for the database's own; or which setting is missing or wrong.
    pub fn sqs(&self) -> Result<Option<SqsAddress>, ConfigError> {
        if self.queue == QueueKind::Postgres {
            return Ok(None);
        }
        let Some(queue_url) = self.sqs_queue_url.as_deref() else {
            return refuse(URL, "`sqs` needs the queue's URL, as `aws sqs get-queue-url` prints it");
        };
        let optional = |variable, url: &Option<String>| url.as_deref().map(|url| parse(variable, url)).transpose();
        Ok(Some(SqsAddress {
            queue_url: parse(URL, queue_url)?,
            dead_letter_url: optional(DEAD_LETTER_URL, &self.sqs_dead_letter_url)?,
            endpoint: optional(ENDPOINT, &self.sqs_endpoint)?,
        }))
    }
}

fn parse(variable: &'static str, text: &str) -> Result<String, ConfigError> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(text.to_owned()),
        _ => refuse(variable, format!("`{text}` is not an https URL")),
    }
}
