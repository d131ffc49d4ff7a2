//! What one check may cost: steps, depth, and somebody's patience.
//!
//! Programs can make names lead to names in circles and in exponentially many ways. So everything that follows them
//! takes its steps from one budget for the whole check. Once it is used up every question is answered at once, and the
//! check ends with `too_complex`. Steps are counted, never measured: the same source always gets the same answer.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Steps for any source, however short.
const STEPS_MIN: usize = 20_000;
/// Further steps for each byte of the source; an ordinary program takes less than one.
const STEPS_PER_BYTE: usize = 8;
/// Levels of recursion: more than the longest expression has, less than the stack has room for.
const DEPTH_MAX: u32 = 4_000;

/// Tells a check from outside that nobody waits for it any more.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Makes the check end at its next step.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the check is to end.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The budget of one check.
#[derive(Debug)]
pub struct Budget {
    steps_left: Cell<usize>,
    depth: Cell<u32>,
    cancel: Cancel,
}

impl Budget {
    /// The budget for a source of this size.
    pub fn new(source_bytes: usize, cancel: Cancel) -> Self {
        let steps = source_bytes.saturating_mul(STEPS_PER_BYTE).saturating_add(STEPS_MIN);
        Self { steps_left: Cell::new(steps), depth: Cell::new(0), cancel }
    }

    /// Takes steps; says whether there are any left.
    pub fn spend(&self, steps: usize) -> bool {
        let left = if self.cancel.is_cancelled() { 0 } else { self.steps_left.get().saturating_sub(steps) };
        self.steps_left.set(left);
        left > 0
    }

    /// Whether it is used up, so that answers are no longer to be trusted.
    pub fn is_spent(&self) -> bool {
        self.steps_left.get() == 0
    }

    /// Takes a step down, for as long as the result lives; none when there is no way further.
    pub fn descend(&self) -> Option<Level<'_>> {
        let depth = self.depth.get() + 1;
        if depth > DEPTH_MAX {
            self.steps_left.set(0);
        }
        if !self.spend(1) {
            return None;
        }
        self.depth.set(depth);
        Some(Level(self))
    }
}

/// One level of a recursion.
#[derive(Debug)]
pub struct Level<'b>(&'b Budget);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.depth.set(self.0.depth.get() - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_depth_run_out() {
        let budget = Budget::new(0, Cancel::default());
        assert!(budget.spend(STEPS_MIN - 1) && !budget.spend(1) && budget.is_spent());
        let budget = Budget::new(0, Cancel::default());
        let levels: Vec<_> = std::iter::from_fn(|| budget.descend()).collect();
        assert_eq!(levels.len(), usize::try_from(DEPTH_MAX).expect("small"));
        assert!(budget.is_spent());
    }

    #[test]
    fn levels_are_given_back_and_steps_are_not() {
        let budget = Budget::new(0, Cancel::default());
        let taken = std::iter::from_fn(|| budget.descend().map(drop)).count();
        assert_eq!(taken, STEPS_MIN - 1);
    }

    #[test]
    fn cancelling_uses_it_up() {
        let cancel = Cancel::default();
        let budget = Budget::new(1_000, cancel.clone());
        assert!(budget.descend().is_some());
        cancel.cancel();
        assert!(budget.descend().is_none() && budget.is_spent());
    }
}
