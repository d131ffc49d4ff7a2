//! What goes wrong.

use std::time::Duration;

/// What goes wrong, in a hundred. The default is nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// Decides which request meets what.
    pub seed: u64,
    /// Requests refused with 429 and the time to wait.
    pub throttled: u64,
    /// Requests that fail with 500.
    pub failing: u64,
    /// Changes refused because somebody else changed something at the same time.
    pub conflicting: u64,
    /// Requests whose connection is cut before anything is done.
    pub cut: u64,
    /// Changes that are made, but whose answer is lost.
    pub unanswered: u64,
    /// Watches that end after an event.
    pub watches_cut: u64,
    /// Watches whose position is forgotten after an event.
    pub watches_expired: u64,
    /// Pods that never run.
    pub stillborn: u64,
    /// Pods that are evicted soon after they run.
    pub evicted: u64,
    /// Every request takes up to this much longer.
    pub delay: Duration,
}

/// What is done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Served,
    Throttled,
    Failing,
    Conflicting,
    Cut,
    Unanswered,
}

/// A stream of chances.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }

    pub(super) fn hits(&mut self, in_a_hundred: u64) -> bool {
        in_a_hundred > 0 && self.below(100) < in_a_hundred
    }
}

impl Faults {
    pub(super) fn fate(&self, dice: &mut Dice, changes: bool) -> Fate {
        let kinds = [
            (self.throttled, Fate::Throttled),
            (self.failing, Fate::Failing),
            (if changes { self.conflicting } else { 0 }, Fate::Conflicting),
            (self.cut, Fate::Cut),
            (if changes { self.unanswered } else { 0 }, Fate::Unanswered),
        ];
        kinds.into_iter().find(|(chance, _)| dice.hits(*chance)).map_or(Fate::Served, |(_, fate)| fate)
    }

    pub(super) fn pause(&self, dice: &mut Dice) -> Duration {
        let most = u64::try_from(self.delay.as_millis()).unwrap_or(0);
        Duration::from_millis(if most == 0 { 0 } else { dice.below(most + 1) })
    }
}
