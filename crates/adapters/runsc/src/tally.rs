//! How sandboxes have started so far, and whether restoring them is still worth a try.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// So many restores failing one after the other mean that the checkpoint is bad, not the luck.
const FAILURES_MAX: u32 = 8;
/// After which one more is tried: what was in the way, such as a full disk or a machine out of memory, may be gone.
const REST: Duration = Duration::from_mins(1);

/// How often sandboxes started, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Restored from the checkpoint.
    pub restored: u64,
    /// Started from nothing.
    pub cold: u64,
    /// Restores that failed and were followed by a cold start.
    pub fallbacks: u64,
}

#[derive(Default)]
pub(crate) struct Counts {
    restored: AtomicU64,
    cold: AtomicU64,
    fallbacks: AtomicU64,
    streak: Mutex<Streak>,
}

/// Failures since the last success.
#[derive(Default)]
struct Streak {
    failures: u32,
    /// No restore before.
    rests_until: Option<Instant>,
}

impl Counts {
    pub(crate) fn restored(&self) {
        self.restored.fetch_add(1, Ordering::Relaxed);
        *self.streak() = Streak::default();
    }

    pub(crate) fn cold(&self) {
        self.cold.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn fallback(&self, now: Instant) {
        self.fallbacks.fetch_add(1, Ordering::Relaxed);
        let mut streak = self.streak();
        streak.failures += 1;
        if streak.failures >= FAILURES_MAX {
            streak.rests_until = Some(now + REST);
        }
    }

    /// Whether the next sandbox is to be restored.
    pub(crate) fn may_restore(&self, now: Instant) -> bool {
        self.streak().rests_until.is_none_or(|until| now >= until)
    }

    pub(crate) fn tally(&self) -> Tally {
        Tally {
            restored: self.restored.load(Ordering::Relaxed),
            cold: self.cold.load(Ordering::Relaxed),
            fallbacks: self.fallbacks.load(Ordering::Relaxed),
        }
    }

    fn streak(&self) -> std::sync::MutexGuard<'_, Streak> {
        self.streak.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restores_rest_after_many_failures_and_are_tried_again() {
        let (counts, start) = (Counts::default(), Instant::now());
        for _ in 0..FAILURES_MAX {
            assert!(counts.may_restore(start));
            counts.fallback(start);
        }
        assert!(!counts.may_restore(start));
        assert!(counts.may_restore(start + REST));
        counts.fallback(start + REST);
        assert!(!counts.may_restore(start + REST), "one failure more and it rests again");
        counts.restored();
        assert!(counts.may_restore(start));
        assert_eq!(counts.tally(), Tally { restored: 1, cold: 0, fallbacks: u64::from(FAILURES_MAX) + 1 });
    }
}
