//! Messages that were received while nobody could take them: their receiver had left, asked for fewer, or their owners
//! were busy. They wait here for the next receiver, but not for long: other executors may have room.

use std::{
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{Delivery, JobMessage, PrincipalId};
use tokio::{sync::Notify, time::Instant};

use super::receive::{Receipt, Request};

/// How long a message waits here.
pub(super) const SHELF_LIFE: Duration = Duration::from_secs(1);
/// With so many here nothing more is asked for.
const SHELF_MAX: usize = 100;

/// A message and what is known about its reception.
#[derive(Debug, Clone)]
pub(super) struct Shelved {
    pub(super) message: JobMessage,
    pub(super) receipt: Receipt,
    since: Instant,
    /// Whether somebody looked at it and its owner was busy.
    pub(super) passed_over: bool,
}

/// What lies here, and requests that nobody waits for.
#[derive(Default)]
pub(super) struct Shelf {
    items: Mutex<Items>,
    /// Something was put here, or taken away so that there is room.
    pub(super) changed: Notify,
}

#[derive(Default)]
struct Items {
    messages: Vec<Shelved>,
    requests: Vec<Request>,
}

impl Shelved {
    pub(super) fn new(message: JobMessage, receipt: Receipt) -> Self {
        Self { message, receipt, since: Instant::now(), passed_over: false }
    }

    /// A message that was handed out already.
    pub(super) fn of(delivery: &Delivery, receipt: &Receipt) -> Self {
        let Delivery { job_id, owner, trace, receipt: _ } = delivery.clone();
        // Every delivery of this queue names its owner.
        let owner = owner.unwrap_or_else(|| PrincipalId::new(""));
        Self::new(JobMessage { job_id, owner, trace }, receipt.clone())
    }

    fn is_fresh(&self) -> bool {
        self.since.elapsed() < SHELF_LIFE
    }

    fn into_delivery(self) -> Delivery {
        let JobMessage { job_id, owner, trace } = self.message;
        Delivery { job_id, owner: Some(owner), trace, receipt: self.receipt.to_string() }
    }
}

impl Shelf {
    pub(super) fn put(&self, messages: Vec<Shelved>) {
        self.items().messages.extend(messages);
        self.changed.notify_waiters();
    }

    /// Takes at most `max` messages whose owners are not busy, the longest here first.
    pub(super) fn take(&self, max: u32, busy: &[PrincipalId]) -> Vec<Delivery> {
        let mut items = self.items();
        let mut taken = Vec::new();
        for mut message in mem::take(&mut items.messages) {
            if busy.contains(&message.message.owner) {
                message.passed_over = true;
            } else if taken.len() < max as usize && message.is_fresh() {
                taken.push(message.into_delivery());
                continue;
            }
            items.messages.push(message);
        }
        taken
    }

    /// Whether more may be asked for.
    pub(super) fn has_room(&self) -> bool {
        self.items().messages.len() < SHELF_MAX
    }

    /// Takes away what has been here too long.
    pub(super) fn clear(&self) -> Vec<Shelved> {
        let mut items = self.items();
        let (kept, old) = mem::take(&mut items.messages).into_iter().partition(Shelved::is_fresh);
        items.messages = kept;
        drop(items);
        self.changed.notify_waiters();
        old
    }

    /// Takes everything away.
    pub(super) fn empty(&self) -> Vec<Shelved> {
        mem::take(&mut self.items().messages)
    }

    /// A request whose receiver has left.
    pub(super) fn leave(&self, request: Request) {
        self.items().requests.push(request);
    }

    /// A request that nobody waits for and that is answered before this moment.
    pub(super) fn adopt(&self, before: Instant) -> Option<Request> {
        let mut items = self.items();
        items.requests.retain(|request| !request.is_answered());
        let index = items.requests.iter().position(|request| request.until <= before)?;
        Some(items.requests.swap_remove(index))
    }

    fn items(&self) -> MutexGuard<'_, Items> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
