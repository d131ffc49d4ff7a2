//! How Amazon is spoken to.

use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use aws_sdk_sqs::{
    Client,
    config::{Builder, Credentials, retry::RetryConfig, timeout::TimeoutConfig},
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

use super::{SqsCredentials, SqsSettings};

/// A new connection, inside one region.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// One request. They take milliseconds; those that wait say so themselves (see [`patient`]).
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// A connection that the other end closed is tried again at once. Anything longer is for the callers, who all repeat.
const ATTEMPTS: u32 = 2;

pub(crate) async fn client(settings: &SqsSettings) -> Client {
    let SqsSettings { region, endpoint_url, credentials, queue_url: _, dead_letter_url: _, visibility: _ } = settings;
    let http = aws_smithy_http_client::Builder::new();
    let http = http.tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let mut loader = aws_config::defaults(BehaviorVersion::latest()).http_client(http);
    if let Some(region) = region {
        loader = loader.region(Region::new(region.clone()));
    }
    if *credentials == SqsCredentials::Emulator {
        loader = loader.credentials_provider(Credentials::new("test", "test", None, None, "emulator"));
    }
    let found = loader.load().await;
    let mut config = Builder::from(&found)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(timeouts(ANSWER_WITHIN));
    if let Some(url) = endpoint_url {
        // Only of the queue: credentials are asked for at their own endpoints.
        config = config.endpoint_url(url);
    }
    Client::from_conf(config.build())
}

/// The configuration of a request that the server lets wait for so long.
pub(super) fn patient(wait: Duration) -> Builder {
    aws_sdk_sqs::Config::builder().timeout_config(timeouts(wait + ANSWER_WITHIN))
}

fn timeouts(attempt: Duration) -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(CONNECT_WITHIN).operation_attempt_timeout(attempt).build()
}
