//! Times of the same thing done again and again.

use std::time::{Duration, Instant};

/// Times, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample(Vec<f64>);

impl Sample {
    /// Adds one.
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(millis(time));
    }

    /// Does it once and adds how long it took.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.push(start.elapsed());
        done
    }

    /// Adds those of another.
    pub(crate) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that so many percent were within.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        // The smallest time that at least so many percent do not exceed.
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
    }

    /// The time that half of them were within.
    pub(crate) fn p50(&self) -> f64 {
        self.percentile(50)
    }

    /// The time that all but a hundredth were within.
    pub(crate) fn p99(&self) -> f64 {
        self.percentile(99)
    }
}

/// A duration in milliseconds.
pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A count as a number to calculate with.
pub(crate) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("counts of a measurement are small"))
}
