//! The queue on Amazon SQS.
//!
//! A message is a few names (`body`), the store is the truth. [`SqsQueue`] receives and answers; `receive` is when it asks
//! and `shelf` where messages lie that came for somebody who had left; `send` puts messages in; [`SqsDeadLetters`] reads
//! what the queue set aside; `client` is how Amazon is spoken to.
//!
//! Both queues are standard ones, and belong to this service alone. The first needs a redrive policy towards the second
//! with a `maxReceiveCount` of at least [`FRESH_AFTER`]: five is a good number.

pub(crate) mod body;
pub(crate) mod client;
mod dead;
mod health;
mod metrics;
mod receive;
mod send;
mod settings;
mod shelf;

use std::{
    convert::Infallible,
    sync::{Arc, atomic::AtomicU32},
    time::Duration,
};

use async_trait::async_trait;
use aws_sdk_sqs::{Client, error::ProvideErrorMetadata};
use domain::{Delivery, PrincipalId, Queue, QueueError, SentFeed};
use tokio::{sync::Notify, time::timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use dead::SqsDeadLetters;
pub use metrics::SqsMetrics;
pub use settings::{SqsCredentials, SqsSettings};

use self::{
    receive::Receipt,
    shelf::{Shelf, Shelved},
};

/// A message that was received this often is released by sending a fresh copy, so that the queue's count of receptions
/// only ever grows large for one that nobody answers.
const FRESH_AFTER: u32 = 3;
/// The longest that a message can be made invisible.
const VISIBILITY_MAX: Duration = Duration::from_hours(12);

/// A standard queue of Amazon SQS: at-least-once, unordered, without turns between owners. Cheap to clone.
///
/// Messages of busy owners are kept here for a moment, in case their owner is soon not busy any more, and are then given
/// back to the queue with a short delay, so that other executors and other owners get their turn. Answering a delivery
/// with an old receipt usually does nothing; Amazon does not promise it, and the claim makes it harmless.
#[derive(Clone)]
pub struct SqsQueue {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    url: String,
    visibility: Duration,
    metrics: SqsMetrics,
    shelf: Shelf,
    woken: Notify,
    /// How many messages waiting receivers want together.
    wanted: AtomicU32,
    /// Requests that are under way, and messages that wait to be given back.
    tasks: TaskTracker,
    closing: CancellationToken,
}

impl SqsQueue {
    /// Finds credentials, if it has to, and speaks to nobody else yet.
    pub async fn new(settings: &SqsSettings, metrics: SqsMetrics) -> Self {
        let client = client::client(settings).await;
        let (url, visibility) = (settings.queue_url.clone(), settings.visibility);
        let (shelf, woken, wanted) = (Shelf::default(), Notify::new(), AtomicU32::new(0));
        let (tasks, closing) = (TaskTracker::new(), CancellationToken::new());
        Self { inner: Arc::new(Inner { client, url, visibility, metrics, shelf, woken, wanted, tasks, closing }) }
    }

    /// Asks for nothing any more, waits for the answers to what was asked, and gives back what nobody took: the queue goes on
    /// with a request whose client has gone away, and would hold the message that it gets until its visibility ends. Call it
    /// when nobody receives any more; what was handed out can be answered still.
    pub async fn close(&self) {
        self.inner.closing.cancel();
        self.inner.tasks.close();
        if timeout(receive::ANSWERED_WITHIN, self.inner.tasks.wait()).await.is_err() {
            tracing::debug!("the queue did not answer before the end; what it hands out comes back by itself");
        }
    }

    /// Whenever something was sent and somebody waits for it, asks at once, besides the request that waits already. For
    /// ever: run it in a task of its own. Amazon's queue answers waiting requests in a few milliseconds by itself; an
    /// emulator looks only now and then.
    pub async fn heed(&self, sent: &dyn SentFeed) -> Infallible {
        loop {
            sent.sent().await;
            receive::ask_now(&self.inner);
        }
    }
}

#[async_trait]
impl Queue for SqsQueue {
    async fn receive(&self, max: u32, wait: Duration, busy: &[PrincipalId]) -> Result<Vec<Delivery>, QueueError> {
        receive::receive(&self.inner, max, wait, busy).await
    }

    async fn acknowledge(&self, delivery: Delivery) -> Result<(), QueueError> {
        let Some(receipt) = Receipt::read(&delivery.receipt) else { return Ok(()) };
        let deletion = self.inner.client.delete_message().queue_url(&self.inner.url).receipt_handle(receipt.handle);
        deletion.send().await.map(drop).or_else(gone)
    }

    async fn extend(&self, delivery: &Delivery, visibility: Duration) -> Result<(), QueueError> {
        let Some(receipt) = Receipt::read(&delivery.receipt) else { return Ok(()) };
        let change = self.inner.client.change_message_visibility().queue_url(&self.inner.url);
        let change = change.receipt_handle(receipt.handle).visibility_timeout(seconds(visibility));
        change.send().await.map(drop).or_else(gone)
    }

    async fn release(&self, delivery: Delivery) -> Result<(), QueueError> {
        let Some(receipt) = Receipt::read(&delivery.receipt) else { return Ok(()) };
        if receipt.count < FRESH_AFTER {
            return self.extend(&delivery, Duration::ZERO).await;
        }
        self.inner.send_fresh(&[Shelved::of(&delivery, &receipt)], Duration::ZERO).await
    }

    fn wake(&self) {
        self.inner.woken.notify_waiters();
        // And the next one too if none is waiting: it may have looked at what has changed since.
        self.inner.woken.notify_one();
    }
}

impl std::fmt::Debug for SqsQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqsQueue").field("url", &self.inner.url).finish_non_exhaustive()
    }
}

/// An answer to a delivery that is not this caller's any more is no failure.
fn gone<E>(error: E) -> Result<(), QueueError>
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match error.code() {
        Some("ReceiptHandleIsInvalid" | "MessageNotInflight" | "InvalidParameterValue") => Ok(()),
        _ => Err(failed(error)),
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> QueueError {
    QueueError(error.into())
}

/// Amazon counts in whole seconds; never less than asked for.
fn seconds(time: Duration) -> i32 {
    let time = time.min(VISIBILITY_MAX);
    let whole = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    i32::try_from(whole).expect("twelve hours")
}
