//! When the queue is asked for messages.
//!
//! A request runs in a task of its own and puts what it gets on the shelf, so nothing is lost when its receiver leaves
//! early: the next one takes it, or the queue gets it back.

use std::{
    pin::pin,
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use domain::{Delivery, PrincipalId, QueueError};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep, sleep_until},
};

use super::{
    Inner, body, client, failed, seconds,
    shelf::{SHELF_LIFE, Shelved},
};

/// Most messages in one answer of SQS.
const MESSAGES_MAX: u32 = 10;
/// The longest that a request waits. SQS would let it wait for 20 seconds, but whoever stops has to wait for the answer.
const POLL_MAX: Duration = Duration::from_secs(5);
/// When a request that waits as long as it can is answered and what it got given back, if the queue is there at all.
pub(super) const ANSWERED_WITHIN: Duration = Duration::from_secs(8);
/// A wait that is this much short of a second counts as one: time passed since it was asked for.
const ROUNDING: Duration = Duration::from_millis(50);
/// Between two requests that do not wait.
const PAUSE: Duration = Duration::from_millis(50);
/// How much longer than it wanted to wait a receiver stays with a server that does not answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Keeps deadlines within what a clock can count.
const WAIT_MAX: Duration = Duration::from_hours(24);
/// How long a message whose owner is busy stays invisible when it is given back.
const BUSY_DELAY: Duration = Duration::from_secs(1);

/// Names one reception of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Receipt {
    /// How often the message was received by then.
    pub(super) count: u32,
    /// Amazon's name for it.
    pub(super) handle: String,
}

/// A request that is under way.
pub(super) struct Request {
    task: JoinHandle<Result<(), QueueError>>,
    /// When its answer is due.
    pub(super) until: Instant,
}

/// A request with somebody who waits for it.
struct Attended<'a> {
    inner: &'a Inner,
    request: Option<Request>,
}

/// A receiver that waits, and for how many messages.
struct Waiting<'a> {
    wanted: &'a AtomicU32,
    max: u32,
}

pub(super) async fn receive(
    inner: &Arc<Inner>,
    max: u32,
    wait: Duration,
    busy: &[PrincipalId],
) -> Result<Vec<Delivery>, QueueError> {
    let deadline = Instant::now() + wait.min(WAIT_MAX);
    let _waiting = Waiting::new(&inner.wanted, max);
    let mut asked = false;
    loop {
        // Registered before looking, so that nothing in between is missed.
        let mut changed = pin!(inner.shelf.changed.notified());
        changed.as_mut().enable();
        let taken = inner.shelf.take(max.max(1), busy);
        let now = Instant::now();
        if !taken.is_empty() || (asked && now >= deadline) {
            return Ok(taken);
        }
        let next = next(inner, max, deadline.saturating_duration_since(now), asked);
        tokio::select! {
            biased;
            answered = next => { answered?; asked = true; }
            () = inner.woken.notified() => return Ok(Vec::new()),
            () = changed => {}
            () = sleep_until(deadline + PATIENCE) => return Ok(Vec::new()),
        }
    }
}

/// Waits for the answer to a request, somebody's who left or a new one.
async fn next(inner: &Arc<Inner>, max: u32, left: Duration, asked: bool) -> Result<(), QueueError> {
    let poll = Duration::from_secs((left + ROUNDING).min(POLL_MAX).as_secs());
    if asked && poll.is_zero() {
        sleep(PAUSE.min(left)).await;
    }
    if !inner.shelf.has_room() || inner.closing.is_cancelled() {
        // Until somebody takes something, or it is cleared away.
        return std::future::pending().await;
    }
    let request = inner.shelf.adopt(Instant::now() + poll).unwrap_or_else(|| request(inner, max, poll));
    let mut attended = Attended { inner, request: Some(request) };
    let answer = match &mut attended.request {
        Some(request) => (&mut request.task).await,
        None => return Ok(()),
    };
    attended.request = None;
    answer.map_err(failed)?
}

/// Asks besides, if anybody waits.
pub(super) fn ask_now(inner: &Arc<Inner>) {
    let wanted = inner.wanted.load(Ordering::Relaxed);
    if wanted > 0 && inner.shelf.has_room() && !inner.closing.is_cancelled() {
        // What it gets is put on the shelf. What it does not get, the other request will.
        drop(request(inner, wanted, Duration::ZERO));
    }
}

impl<'a> Waiting<'a> {
    fn new(wanted: &'a AtomicU32, max: u32) -> Self {
        let max = max.clamp(1, MESSAGES_MAX);
        wanted.fetch_add(max, Ordering::Relaxed);
        Self { wanted, max }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.wanted.fetch_sub(self.max, Ordering::Relaxed);
    }
}

impl Drop for Attended<'_> {
    fn drop(&mut self) {
        if let Some(request) = self.request.take() {
            self.inner.shelf.leave(request);
        }
    }
}

impl Request {
    pub(super) fn is_answered(&self) -> bool {
        self.task.is_finished()
    }
}

fn request(inner: &Arc<Inner>, max: u32, poll: Duration) -> Request {
    let until = Instant::now() + poll;
    let asking = inner.clone();
    let task = inner.tasks.spawn(async move {
        let inner = asking;
        let messages = inner.ask(max.clamp(1, MESSAGES_MAX), poll).await?;
        if !messages.is_empty() {
            inner.shelf.put(messages);
            inner.tasks.spawn(clear_later(inner.clone()));
        }
        Ok(())
    });
    Request { task, until }
}

/// Gives back what nobody took.
async fn clear_later(inner: Arc<Inner>) {
    let lies = inner.closing.run_until_cancelled(sleep(SHELF_LIFE)).await;
    let old = if lies.is_some() { inner.shelf.clear() } else { inner.shelf.empty() };
    let (busy, left): (Vec<_>, Vec<_>) = old.into_iter().partition(|message| message.passed_over);
    for (messages, delay) in [(busy, BUSY_DELAY), (left, Duration::ZERO)] {
        if let Err(error) = inner.give_back(&messages, delay).await {
            // They come back when their visibility ends.
            tracing::debug!(error = &error as &dyn std::error::Error, "messages could not be given back");
        }
    }
}

impl Inner {
    async fn ask(&self, max: u32, poll: Duration) -> Result<Vec<Shelved>, QueueError> {
        let request = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(i32::try_from(max).expect("at most ten"))
            .wait_time_seconds(seconds(poll))
            .visibility_timeout(seconds(self.visibility.max(Duration::from_secs(1))))
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount);
        let answer = request.customize().config_override(client::patient(poll)).send().await.map_err(failed)?;
        let messages = answer.messages.unwrap_or_default();
        self.metrics.received.inc_by(messages.len() as u64);
        Ok(messages.into_iter().filter_map(|message| self.read(message)).collect())
    }

    /// A message that is not ours is left alone: the queue sets it aside when it has come back often enough.
    fn read(&self, message: Message) -> Option<Shelved> {
        let receipt = Receipt { count: count(&message), handle: message.receipt_handle? };
        if let Some(message) = body::read(message.body.as_deref().unwrap_or_default()) {
            return Some(Shelved::new(message, receipt));
        }
        self.metrics.foreign.inc();
        if receipt.count <= 1 {
            let id = message.message_id.unwrap_or_default();
            tracing::warn!(message.id = id, "the queue holds a message that is not one of ours");
        }
        None
    }
}

/// How often a message was received, this time included.
pub(super) fn count(message: &Message) -> u32 {
    let count =
        message.attributes.as_ref().and_then(|all| all.get(&MessageSystemAttributeName::ApproximateReceiveCount));
    count.and_then(|count| u32::from_str(count).ok()).unwrap_or(1)
}

impl Receipt {
    /// The receipt, unless another queue wrote it; such a delivery is not handed out here, so there is nothing to do for it.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (count, handle) = text.split_once('.')?;
        Some(Self { count: count.parse().ok()?, handle: handle.to_owned() })
    }
}

impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.count, self.handle)
    }
}
