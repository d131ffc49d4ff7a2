//! How many requests may hang on at the same time, altogether and of one caller.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::PrincipalId;

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

#[derive(Debug, Default)]
struct Held {
    total: usize,
    by_principal: HashMap<PrincipalId, usize>,
}

impl Slots {
    /// Nobody holds any.
    pub fn new(bounds: SlotBounds) -> Arc<Self> {
        Arc::new(Self { bounds, held: Mutex::default() })
    }

    /// Takes one until the answer is dropped.
    pub fn take(self: &Arc<Self>, principal: &PrincipalId) -> Result<Slot, Full> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let of_principal = held.by_principal.get(principal).copied().unwrap_or(0);
        if of_principal >= self.bounds.per_principal {
            return Err(Full::Principal);
        }
        if held.total >= self.bounds.total {
            return Err(Full::Total);
        }
        held.total += 1;
        held.by_principal.insert(principal.clone(), of_principal + 1);
        Ok(Slot { slots: Arc::clone(self), principal: principal.clone() })
    }

    fn give_back(&self, principal: &PrincipalId) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.total -= 1;
        if let Some(of_principal) = held.by_principal.get_mut(principal) {
            *of_principal -= 1;
            if *of_principal == 0 {
                held.by_principal.remove(principal);
            }
        }
    }
}

/// The right to hang on.
#[derive(Debug)]
pub struct Slot {
    slots: Arc<Slots>,
    principal: PrincipalId,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.give_back(&self.principal);
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

    #[test]
    fn nothing_is_remembered_of_callers_that_left() {
        let slots = Slots::new(SlotBounds { total: 1, per_principal: 1 });
        for n in 0..100 {
            drop(slots.take(&PrincipalId::new(n.to_string())).unwrap());
        }
        assert!(slots.held.lock().unwrap().by_principal.is_empty());
    }
}
