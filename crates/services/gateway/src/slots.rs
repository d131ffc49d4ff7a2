//! How many requests may hang on at the same time, altogether and of one caller.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::PrincipalId;
use tokio::time::Instant;

/// How long one is believed to be held before any was given back.
const USUAL: Duration = Duration::from_secs(1);

/// Two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotBounds {
    /// Of all callers together.
    pub total: usize,
    /// Of one caller.
    pub per_principal: usize,
}

/// Which bound is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// [`SlotBounds::total`].
    Total,
    /// [`SlotBounds::per_principal`].
    Principal,
}

/// Counts who holds what. Names are forgotten when they hold nothing, so memory is bounded by `total`.
#[derive(Debug)]
pub struct Slots {
    bounds: SlotBounds,
    held: Mutex<Held>,
}

#[derive(Debug)]
struct Held {
    total: usize,
    /// When each was taken.
    by_principal: HashMap<PrincipalId, Vec<Instant>>,
    /// How long they are held: of late more than of old.
    usual: Duration,
}

impl Slots {
    /// Nobody holds any.
    pub fn new(bounds: SlotBounds) -> Arc<Self> {
        let held = Held { total: 0, by_principal: HashMap::new(), usual: USUAL };
        Arc::new(Self { bounds, held: Mutex::new(held) })
    }

    /// Takes one until the answer is dropped.
    pub fn take(self: &Arc<Self>, principal: &PrincipalId) -> Result<Slot, Full> {
        let mut held = self.lock();
        let of_principal = held.by_principal.get(principal).map_or(0, Vec::len);
        if of_principal >= self.bounds.per_principal {
            return Err(Full::Principal);
        }
        if held.total >= self.bounds.total {
            return Err(Full::Total);
        }
        held.total += 1;
        let taken = Instant::now();
        held.by_principal.entry(principal.clone()).or_default().push(taken);
        Ok(Slot { slots: Arc::clone(self), principal: principal.clone(), taken })
    }

    /// How long one is held as a rule.
    pub fn usual(&self) -> Duration {
        self.lock().usual
    }

    /// After which time one of those is probably free that keep this principal from another: when the oldest has been held for
    /// as long as they are as a rule. One that was held for longer already may be held for a while more.
    pub fn free_in(&self, full: Full, principal: &PrincipalId) -> Duration {
        let held = self.lock();
        let oldest = match full {
            Full::Principal => held.by_principal.get(principal).and_then(|taken| taken.iter().min()),
            Full::Total => held.by_principal.values().flatten().min(),
        };
        let age = oldest.map_or(Duration::ZERO, Instant::elapsed);
        held.usual.saturating_sub(age).max(held.usual / 4)
    }

    fn give_back(&self, Slot { principal, taken, .. }: &Slot) {
        let mut held = self.lock();
        held.total -= 1;
        held.usual = (3 * held.usual + taken.elapsed()) / 4;
        if let Some(of_principal) = held.by_principal.get_mut(principal) {
            if let Some(index) = of_principal.iter().position(|other| other == taken) {
                of_principal.swap_remove(index);
            }
            if of_principal.is_empty() {
                held.by_principal.remove(principal);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to hang on.
#[derive(Debug)]
pub struct Slot {
    slots: Arc<Slots>,
    principal: PrincipalId,
    taken: Instant,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.give_back(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_caller_cannot_take_another_ones_share() {
        let slots = Slots::new(SlotBounds { total: 3, per_principal: 2 });
        let (ann, bob) = (PrincipalId::new("ann"), PrincipalId::new("bob"));
        let first = slots.take(&ann).unwrap();
        let _second = slots.take(&ann).unwrap();
        assert_eq!(slots.take(&ann).unwrap_err(), Full::Principal);
        let _third = slots.take(&bob).unwrap();
        assert_eq!(slots.take(&bob).unwrap_err(), Full::Total);

        drop(first);
        let again = slots.take(&bob).unwrap();
        drop(again);
        assert!(slots.take(&ann).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn when_one_is_free_is_told_from_those_that_are_held() {
        let slots = Slots::new(SlotBounds { total: 3, per_principal: 2 });
        let (ann, bob) = (PrincipalId::new("ann"), PrincipalId::new("bob"));
        let pass = |seconds| tokio::time::advance(Duration::from_secs(seconds));
        for _ in 0..40 {
            let slot = slots.take(&ann).unwrap();
            pass(8).await;
            drop(slot);
        }
        let rounded = |time: Duration| (time + Duration::from_millis(500)).as_secs();
        assert_eq!(rounded(slots.usual()), 8);
        let free_in = |full, of: &PrincipalId| rounded(slots.free_in(full, of));
        let _anns = slots.take(&ann).unwrap();
        pass(5).await;
        let _bobs = slots.take(&bob).unwrap();
        assert_eq!((free_in(Full::Principal, &ann), free_in(Full::Principal, &bob)), (3, 8));
        assert_eq!(free_in(Full::Total, &bob), 3, "whoever's is the oldest");
        pass(100).await;
        assert_eq!(free_in(Full::Principal, &ann), 2, "nobody knows");
    }

    #[test]
    fn nothing_is_remembered_of_callers_that_left() {
        let slots = Slots::new(SlotBounds { total: 1, per_principal: 1 });
        for n in 0..100 {
            drop(slots.take(&PrincipalId::new(n.to_string())).unwrap());
        }
        assert!(slots.held.lock().unwrap().by_principal.is_empty());
    }
}
