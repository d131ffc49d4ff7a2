//! Every queued job, ready or handed out.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use domain::{JobId, PrincipalId};
use tokio::time::Instant;

use super::{JobKey, Waiting, turns::Turns};

/// How long a job that was handed out may stay unclaimed before it is handed out again. Claiming takes milliseconds.
const VISIBILITY: Duration = Duration::from_secs(30);

/// Names one handing out; never used twice.
pub(in crate::sqlite) type Receipt = u64;

/// A job that was handed out.
pub(in crate::sqlite) struct HandedOut {
    pub(in crate::sqlite) id: JobId,
    pub(in crate::sqlite) owner: PrincipalId,
    pub(in crate::sqlite) receipt: Receipt,
}

#[derive(Default)]
pub(super) struct State {
    jobs: HashMap<JobKey, Place>,
    ready: Turns,
    out: BTreeMap<Receipt, Out>,
    next_receipt: Receipt,
}

struct Place {
    waiting: Waiting,
    /// Set while it is handed out; otherwise it is ready.
    receipt: Option<Receipt>,
}

struct Out {
    key: JobKey,
    until: Instant,
}

impl State {
    /// A job is queued: ready, whatever it was before.
    pub(super) fn join(&mut self, waiting: Waiting) {
        self.leave(waiting.key);
        self.ready.insert(&waiting);
        self.jobs.insert(waiting.key, Place { waiting, receipt: None });
    }

    /// A job is not queued any more. Its receipt, if any, means nothing from now on.
    pub(super) fn leave(&mut self, key: JobKey) {
        let Some(place) = self.jobs.remove(&key) else { return };
        match place.receipt {
            Some(receipt) => drop(self.out.remove(&receipt)),
            None => self.ready.remove(&place.waiting),
        }
    }

    /// Hands out what is ready, owners in turn.
    pub(super) fn take(&mut self, max: usize, busy: &[PrincipalId], now: Instant) -> Vec<HandedOut> {
        self.take_back_expired(now);
        let mut taken = Vec::new();
        while taken.len() < max {
            let Some(key) = self.ready.pop(busy) else { break };
            taken.extend(self.hand_out(key, now));
        }
        taken
    }

    /// The earliest moment at which a job comes back by itself.
    pub(super) fn next_expiry(&self) -> Option<Instant> {
        self.out.values().map(|out| out.until).min()
    }

    /// Changes when a job comes back.
    pub(super) fn extend(&mut self, receipt: Receipt, until: Instant) {
        if let Some(out) = self.out.get_mut(&receipt) {
            out.until = until;
        }
    }

    /// Makes a job ready again.
    pub(super) fn release(&mut self, receipt: Receipt) {
        let Some(out) = self.out.remove(&receipt) else { return };
        if let Some(place) = self.jobs.get_mut(&out.key) {
            place.receipt = None;
            self.ready.insert(&place.waiting);
        }
    }

    fn hand_out(&mut self, key: JobKey, now: Instant) -> Option<HandedOut> {
        let place = self.jobs.get_mut(&key)?;
        let receipt = self.next_receipt;
        self.next_receipt += 1;
        place.receipt = Some(receipt);
        self.out.insert(receipt, Out { key, until: now + VISIBILITY });
        Some(HandedOut { id: place.waiting.id, owner: place.waiting.owner.clone(), receipt })
    }

    fn take_back_expired(&mut self, now: Instant) {
        let expired: Vec<_> =
            self.out.iter().filter(|(_, out)| out.until <= now).map(|(receipt, _)| *receipt).collect();
        for receipt in expired {
            self.release(receipt);
        }
    }
}
