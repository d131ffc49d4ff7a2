//! What one gateway holds of each caller's tokens.

use std::{collections::HashMap, mem, sync::Arc, time::Duration};

use domain::{Rate, Taken};
use tokio::{sync::Notify, time::Instant};

use super::TooOften;

/// The largest slice. One question to the store for this many requests is cheap enough.
const SLICE_MAX: u32 = 64;
/// A slice is at most this part of a burst, so that some gateways can hold one each.
const BURST_PARTS: u32 = 16;
/// How long a gateway keeps tokens that the caller does not use; another one may need them.
const KEPT_FOR: Duration = Duration::from_secs(10);

/// One caller's.
#[derive(Debug)]
struct Share {
    /// Tokens here; below zero what was given on credit.
    left: i64,
    good_until: Instant,
    refused_until: Instant,
    /// How many tokens the store is being asked for; none while it is not.
    asked: Option<u32>,
    told: Arc<Notify>,
}

/// Every caller's, for at most so many. Those who asked least recently are forgotten; the store still knows them.
#[derive(Debug)]
pub(super) struct Shares {
    recent: HashMap<String, Share>,
    older: HashMap<String, Share>,
    half: usize,
}

/// What becomes of a request.
pub(super) struct Answer {
    /// None while the store has not said.
    pub(super) admitted: Option<Result<(), TooOften>>,
    /// How many tokens the store must be asked for now.
    pub(super) ask: Option<u32>,
}

impl Shares {
    pub(super) fn new(callers_max: usize) -> Self {
        Self { recent: HashMap::new(), older: HashMap::new(), half: (callers_max / 2).max(1) }
    }

    /// Takes a token.
    pub(super) fn admit(&mut self, who: &str, rate: Rate, now: Instant) -> Answer {
        self.share(who, now).admit(rate, now)
    }

    /// Tells when the store has answered.
    pub(super) fn told(&mut self, who: &str) -> Arc<Notify> {
        Arc::clone(&self.share(who, Instant::now()).told)
    }

    /// The store has answered.
    pub(super) fn give(&mut self, who: &str, rate: Rate, taken: Taken, now: Instant) {
        self.share(who, now).give(rate, taken, now);
    }

    fn share(&mut self, who: &str, now: Instant) -> &mut Share {
        if !self.recent.contains_key(who) {
            let share = self.older.remove(who).unwrap_or_else(|| Share::new(now));
            if self.recent.len() >= self.half {
                let forgotten = mem::replace(&mut self.older, mem::take(&mut self.recent));
                // Whoever waits for one of them asks again.
                for share in forgotten.into_values() {
                    share.told.notify_waiters();
                }
            }
            self.recent.insert(who.to_owned(), share);
        }
        self.recent.get_mut(who).expect("it was there or was put there")
    }
}

impl Share {
    fn new(now: Instant) -> Self {
        Self { left: 0, good_until: now, refused_until: now, asked: None, told: Arc::default() }
    }

    fn admit(&mut self, rate: Rate, now: Instant) -> Answer {
        let slice = slice(rate);
        if now < self.refused_until {
            return Answer { admitted: Some(Err(TooOften { retry_after: self.refused_until - now })), ask: None };
        }
        if now >= self.good_until {
            self.left = self.left.min(0);
        }
        let admitted = (self.left > -slice).then(|| {
            self.left -= 1;
            Ok(())
        });
        let must_ask = self.left <= slice / 2 && self.asked.is_none();
        let ask = must_ask.then(|| u32::try_from(slice - self.left).expect("at most two slices"));
        self.asked = self.asked.or(ask);
        Answer { admitted, ask }
    }

    fn give(&mut self, rate: Rate, taken: Taken, now: Instant) {
        self.left += i64::from(taken.granted);
        self.good_until = now + KEPT_FOR;
        // Who got all that was asked for may get more: it was asked for before these requests came.
        let is_empty = self.asked.take().is_none_or(|asked| taken.granted < asked);
        if self.left <= 0 && is_empty {
            // What was given on credit is paid back first.
            let debt_us = rate.token_us() * -self.left;
            self.refused_until = now + taken.next_in + Duration::from_micros(debt_us.unsigned_abs());
        }
        self.told.notify_waiters();
    }
}

/// Tokens that are fetched at once.
fn slice(rate: Rate) -> i64 {
    (rate.burst / BURST_PARTS).min(rate.per_second).clamp(1, SLICE_MAX).into()
}

#[cfg(test)]
impl Shares {
    pub(super) fn known(&self) -> usize {
        self.recent.len() + self.older.len()
    }
}
