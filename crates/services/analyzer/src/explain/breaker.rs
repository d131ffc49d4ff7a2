//! Leaves a model alone that keeps failing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Clock, ModelError, Timestamp};

/// A pause that a model asks for itself is believed up to this.
const PAUSE_MAX: Duration = Duration::from_mins(10);

/// Counts failures in a row. After too many, nobody asks for a while; then one question shows whether it works again.
pub(crate) struct Breaker {
    failures_max: u32,
    pause: Duration,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    closed_until: Option<Timestamp>,
    /// Whether somebody tries after a pause.
    trying: bool,
}

/// A question under way. One that is dropped without a result says nothing of the model.
pub(crate) struct Attempt<'b> {
    breaker: &'b Breaker,
    trial: bool,
}

impl Breaker {
    pub(crate) fn new(failures_max: u32, pause: Duration, clock: Arc<dyn Clock>) -> Self {
        Self { failures_max: failures_max.max(1), pause, clock, state: Mutex::default() }
    }

    /// Leave to ask, if the model may be asked.
    pub(crate) fn admit(&self) -> Option<Attempt<'_>> {
        let mut state = self.lock();
        let Some(until) = state.closed_until else { return Some(Attempt { breaker: self, trial: false }) };
        if state.trying || self.clock.now() < until {
            return None;
        }
        state.trying = true;
        Some(Attempt { breaker: self, trial: true })
    }

    /// Whether the model is left alone. After the pause it is until somebody who tried was answered.
    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed_until.is_some()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self, state: &mut State, pause: Duration) {
        let until = self.clock.now().checked_add(pause).unwrap_or(Timestamp::MAX);
        state.closed_until = state.closed_until.max(Some(until));
        tracing::warn!(model.pause_s = pause.as_secs(), "the language model is left alone");
    }
}

impl Attempt<'_> {
    /// It answered.
    pub(crate) fn succeeded(self) {
        *self.breaker.lock() = State::default();
    }

    /// It did not.
    pub(crate) fn failed(self, error: &ModelError) {
        match error {
            // It works, and does not like this material.
            ModelError::Blocked(_) | ModelError::TooLong => self.succeeded(),
            ModelError::Quota { retry_after: Some(after) } => {
                let mut state = self.breaker.lock();
                self.breaker.close(&mut state, (*after).min(PAUSE_MAX));
            }
            ModelError::Refused(_)
            | ModelError::Quota { retry_after: None }
            | ModelError::Cut
            | ModelError::Unavailable(_) => {
                let mut state = self.breaker.lock();
                state.failures = state.failures.saturating_add(1);
                if self.trial || state.failures >= self.breaker.failures_max {
                    self.breaker.close(&mut state, self.breaker.pause);
                }
            }
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.trial {
            self.breaker.lock().trying = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::testing::ManualClock;

    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    fn breaker() -> (Breaker, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::default());
        (Breaker::new(3, PAUSE, clock.clone()), clock)
    }

    fn fail(breaker: &Breaker) {
        breaker.admit().expect("it may be asked").failed(&ModelError::Cut);
    }

    #[test]
    fn failures_in_a_row_close_it_and_one_trial_opens_it() {
        let (breaker, clock) = breaker();
        fail(&breaker);
        fail(&breaker);
        breaker.admit().expect("two are not enough").succeeded();
        (0..3).for_each(|_| fail(&breaker));
        assert!(breaker.admit().is_none() && breaker.is_closed());
        clock.advance(PAUSE);
        let trial = breaker.admit().expect("one may try");
        assert!(breaker.admit().is_none(), "and no second one meanwhile");
        trial.failed(&ModelError::Cut);
        assert!(breaker.admit().is_none(), "a failed trial begins another pause");
        clock.advance(PAUSE);
        breaker.admit().expect("one may try").succeeded();
        assert!(!breaker.is_closed());
        let (_one, _two) = (breaker.admit().expect("it is open"), breaker.admit().expect("for everyone"));
    }

    #[test]
    fn a_trial_that_is_given_up_lets_another_try() {
        let (breaker, clock) = breaker();
        (0..3).for_each(|_| fail(&breaker));
        clock.advance(PAUSE);
        drop(breaker.admit().expect("one may try"));
        assert!(breaker.admit().is_some());
    }

    #[test]
    fn a_quota_is_heeded_at_once_and_only_so_long() {
        let (breaker, clock) = breaker();
        let quota = ModelError::Quota { retry_after: Some(Duration::from_hours(24)) };
        breaker.admit().expect("it may be asked").failed(&quota);
        assert!(breaker.admit().is_none());
        clock.advance(PAUSE_MAX);
        assert!(breaker.admit().is_some());
    }

    #[test]
    fn what_is_wrong_with_the_material_is_no_failure() {
        let (breaker, _) = breaker();
        for _ in 0..9 {
            breaker.admit().expect("it is open").failed(&ModelError::Blocked("x".to_owned()));
            breaker.admit().expect("it is open").failed(&ModelError::TooLong);
        }
    }
}
