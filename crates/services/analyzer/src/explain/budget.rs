//! How often one caller may ask a model, which costs money.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{Clock, Timestamp};
use lru::LruCache;

use super::silence::Silence;

const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

/// Callers that are counted at once; of more, those that have not asked for the longest time begin anew.
const CALLERS_MAX: NonZeroUsize = NonZeroUsize::new(10_000).expect("it is not zero");

/// Counts the questions of each caller, in this process.
pub(crate) struct CallerBudgets {
    per_minute: u32,
    per_day: u32,
    clock: Arc<dyn Clock>,
    callers: Mutex<LruCache<String, Asked>>,
}

/// The questions of a caller.
struct Asked {
    minute: Window,
    day: Window,
}

/// Questions since a time.
struct Window {
    since: Timestamp,
    count: u32,
}

impl CallerBudgets {
    pub(crate) fn new(per_minute: u32, per_day: u32, clock: Arc<dyn Clock>) -> Self {
        Self { per_minute, per_day, clock, callers: Mutex::new(LruCache::new(CALLERS_MAX)) }
    }

    /// Counts a question, or says why it may not be asked.
    pub(crate) fn take(&self, caller: &str) -> Result<(), Silence> {
        let now = self.clock.now();
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || Asked { minute: Window { since: now, count: 0 }, day: Window { since: now, count: 0 } };
        let asked = callers.get_or_insert_mut(caller.to_owned(), fresh);
        asked.minute.renew(now, MINUTE);
        asked.day.renew(now, DAY);
        if asked.day.count >= self.per_day {
            return Err(Silence::Day);
        }
        if asked.minute.count >= self.per_minute {
            return Err(Silence::Minute);
        }
        asked.minute.count += 1;
        asked.day.count += 1;
        Ok(())
    }
}

impl Window {
    fn renew(&mut self, now: Timestamp, length: Duration) {
        if self.since.checked_add(length).is_ok_and(|end| end <= now) {
            *self = Self { since: now, count: 0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::testing::ManualClock;

    use super::*;

    #[test]
    fn a_caller_has_so_many_a_minute_and_a_day() {
        let clock = Arc::new(ManualClock::default());
        let budgets = CallerBudgets::new(2, 3, clock.clone());
        assert!(budgets.take("ann").is_ok() && budgets.take("ann").is_ok());
        assert!(matches!(budgets.take("ann"), Err(Silence::Minute)));
        assert!(budgets.take("bob").is_ok(), "another's are another's");
        clock.advance(MINUTE);
        assert!(budgets.take("ann").is_ok());
        clock.advance(MINUTE);
        assert!(matches!(budgets.take("ann"), Err(Silence::Day)));
        clock.advance(DAY);
        assert!(budgets.take("ann").is_ok());
    }
}
