//! How executors hear of jobs.

use clap::{Args, ValueEnum};
use reqwest::Url;

use super::{
    ConfigError,
    check::{one_to, refuse},
};

const URL: &str = "CODE_REMOTE_SQS_QUEUE_URL";
const DEAD_LETTER_URL: &str = "CODE_REMOTE_SQS_DEAD_LETTER_URL";
const REGION: &str = "CODE_REMOTE_SQS_REGION";
const ENDPOINT: &str = "CODE_REMOTE_SQS_ENDPOINT";
const EMULATED: &str = "CODE_REMOTE_SQS_EMULATED";
const VISIBILITY: &str = "CODE_REMOTE_SQS_VISIBILITY_SECONDS";
const ANNOUNCE_AGAIN: &str = "CODE_REMOTE_SQS_ANNOUNCE_AGAIN_SECONDS";

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
    /// Its dead-letter queue: jobs whose messages end there are shown as failed. The queue's redrive policy should name it, with a `maxReceiveCount` of 5.
    #[arg(long, env = DEAD_LETTER_URL, value_name = "URL")]
    pub sqs_dead_letter_url: Option<String>,
    /// Region of the queue. Default: what the AWS SDKs find.
    #[arg(long, env = REGION, value_name = "REGION")]
    pub sqs_region: Option<String>,
    /// Where to reach SQS, if not at the region's own address: a private endpoint, or an emulator.
    #[arg(long, env = ENDPOINT, value_name = "URL")]
    pub sqs_endpoint: Option<String>,
    /// Whether that endpoint is an emulator, which is sent made-up credentials.
    #[arg(long, env = EMULATED, requires = "sqs_endpoint")]
    pub sqs_emulated: bool,
    /// Seconds after which a message that an executor took and did not answer is handed out again. As long as the lease.
    #[arg(long, env = VISIBILITY, default_value_t = 30, value_name = "S")]
    pub sqs_visibility_seconds: u64,
    /// Seconds after which a job that still waits is announced again, in case its message was lost; longer each time.
    #[arg(long, env = ANNOUNCE_AGAIN, default_value_t = 300, value_name = "S")]
    pub sqs_announce_again_seconds: u64,
}

/// An SQS queue whose settings were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqsAddress {
    /// The queue.
    pub queue_url: String,
    /// Its dead-letter queue.
    pub dead_letter_url: String,
    /// The region, if the SDK is not to find it.
    pub region: Option<String>,
    /// Where to reach SQS, if not at the region's own address.
    pub endpoint: Option<String>,
    /// Whether it is an emulator.
    pub emulated: bool,
    /// Seconds that a message stays invisible.
    pub visibility_seconds: u64,
    /// Seconds after which a job is announced again.
    pub announce_again_seconds: u64,
}

impl QueueSettings {
    /// The SQS queue to use, none for the database's own; or which setting is missing or wrong.
    pub fn sqs(&self) -> Result<Option<SqsAddress>, ConfigError> {
        if self.queue == QueueKind::Postgres {
            return Ok(None);
        }
        one_to(VISIBILITY, self.sqs_visibility_seconds, 43_200)?;
        one_to(ANNOUNCE_AGAIN, self.sqs_announce_again_seconds, 86_400)?;
        let needed = |variable, url: &Option<String>| match url {
            Some(url) => parse(variable, url),
            None => refuse(variable, "`sqs` needs its URL, as `aws sqs get-queue-url` prints it"),
        };
        let queue_url = needed(URL, &self.sqs_queue_url)?;
        let dead_letter_url = needed(DEAD_LETTER_URL, &self.sqs_dead_letter_url)?;
        if queue_url == dead_letter_url {
            return refuse(DEAD_LETTER_URL, "it is the queue itself: every job would be taken for one that failed");
        }
        Ok(Some(SqsAddress {
            queue_url,
            dead_letter_url,
            region: self.sqs_region.as_deref().map(region).transpose()?,
            endpoint: self.sqs_endpoint.as_deref().map(|url| parse(ENDPOINT, url)).transpose()?,
            emulated: self.sqs_emulated,
            visibility_seconds: self.sqs_visibility_seconds,
            announce_again_seconds: self.sqs_announce_again_seconds,
        }))
    }
}

/// A region's name: it becomes a part of an address.
fn region(name: &str) -> Result<String, ConfigError> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_name {
        Ok(name.to_owned())
    } else {
        refuse(REGION, format!("`{name}` is not a region such as `eu-west-1`; without it the AWS SDK looks for one"))
    }
}

fn parse(variable: &'static str, text: &str) -> Result<String, ConfigError> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(text.to_owned()),
        _ => refuse(variable, format!("`{text}` is not an https URL")),
    }
}
