//! How often a caller may ask, counted for all gateways together.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use async_trait::async_trait;

use crate::StoreError;

/// A token bucket: each request takes a token, and tokens come back at a steady rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tokens that come back in a second; at least 1.
    pub per_second: u32,
    /// Tokens that a bucket holds, and has at first; at least 1.
    pub burst: u32,
}

/// What a bucket gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Tokens, at most as many as were asked for.
    pub granted: u32,
    /// How long until the bucket has a token again; zero when it still has one.
    pub next_in: Duration,
}

/// The buckets of all callers, shared between gateways. What it holds may be forgotten in a crash: a bucket that is not
/// known is full.
#[async_trait]
pub trait RateLedger: Send + Sync {
    /// Takes at most `want` (at least 1) tokens from the bucket of `who`: as many as it has. Two gateways that ask at
    /// once never get the same token. Callers whose bucket is full again are forgotten.
    async fn take(&self, who: &str, rate: Rate, want: u32) -> Result<Taken, StoreError>;
}

impl Rate {
    /// Microseconds in which one token comes back.
    pub fn token_us(self) -> i64 {
        (1_000_000 / i64::from(self.per_second.max(1))).max(1)
    }

    /// Microseconds in which an empty bucket is full again.
    pub fn full_us(self) -> i64 {
        self.token_us() * i64::from(self.burst.max(1))
    }

    /// Takes at most `want` tokens at `now_us` from a bucket that is full at `full_at_us`; answers when it is full again
    /// after that. One number is the whole state of a bucket, so that a store can keep it in one column.
    pub fn take(self, full_at_us: i64, now_us: i64, want: u32) -> (Taken, i64) {
        let token_us = self.token_us();
        // A clock that was set back, or a rate that was changed, must not keep a caller out for longer than an empty bucket.
        let full_at_us = full_at_us.clamp(now_us, now_us + self.full_us());
        let available = (now_us + self.full_us() - full_at_us) / token_us;
        let granted = available.min(i64::from(want.max(1)));
        let full_at_us = full_at_us + granted * token_us;
        let granted = u32::try_from(granted).expect("at most `want`");
        (Taken { granted, next_in: self.next_in(full_at_us, now_us) }, full_at_us)
    }

    /// How long until a bucket has a token again that is full at `full_at_us`.
    pub fn next_in(self, full_at_us: i64, now_us: i64) -> Duration {
        let next_us = full_at_us + self.token_us() - now_us - self.full_us();
        Duration::from_micros(next_us.max(0).unsigned_abs())
    }
}

/// Buckets in the memory of one process, for at most so many callers: beyond that, those whose buckets are fullest are
/// forgotten first, which costs the least.
#[derive(Debug)]
pub struct TokenBuckets {
    full_at_us: HashMap<String, i64>,
    by_time: BTreeSet<(i64, String)>,
    callers_max: usize,
}

impl TokenBuckets {
    /// No bucket is known yet.
    pub fn new(callers_max: usize) -> Self {
        Self { full_at_us: HashMap::new(), by_time: BTreeSet::new(), callers_max: callers_max.max(1) }
    }

    /// See [`RateLedger::take`]; `now_us` counts from any moment.
    pub fn take(&mut self, who: &str, rate: Rate, want: u32, now_us: i64) -> Taken {
        let known = self.full_at_us.remove(who);
        if let Some(full_at_us) = known {
            self.by_time.remove(&(full_at_us, who.to_owned()));
        }
        self.forget(now_us);
        let (taken, full_at_us) = rate.take(known.unwrap_or(now_us), now_us, want);
        self.full_at_us.insert(who.to_owned(), full_at_us);
        self.by_time.insert((full_at_us, who.to_owned()));
        taken
    }

    /// How many callers are known.
    pub fn callers(&self) -> usize {
        self.full_at_us.len()
    }

    fn forget(&mut self, now_us: i64) {
        while let Some((full_at_us, _)) = self.by_time.first()
            && (*full_at_us <= now_us || self.by_time.len() >= self.callers_max)
        {
            if let Some((_, who)) = self.by_time.pop_first() {
                self.full_at_us.remove(&who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_second: 10, burst: 5 };

    #[test]
    fn many_callers_take_little_memory_and_forget_the_harmless_first() {
        let mut buckets = TokenBuckets::new(100);
        assert_eq!(buckets.take("empty", RATE, 5, 0).granted, 5);
        for number in 0..10_000 {
            buckets.take(&number.to_string(), RATE, 1, 1);
        }
        assert_eq!(buckets.callers(), 100);
        assert_eq!(buckets.take("empty", RATE, 5, 1).granted, 0, "it is the one that matters");
        buckets.take("later", RATE, 1, 10_000_000);
        assert_eq!(buckets.callers(), 1);
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out_for_long() {
        let (_, full_at_us) = RATE.take(0, 1_000_000_000_000, 5);
        let (taken, _) = RATE.take(full_at_us, 0, 1);
        assert_eq!((taken.granted, taken.next_in), (0, Duration::from_millis(100)));
        assert_eq!(RATE.take(full_at_us, 0, 1).1, RATE.full_us());
    }
}
