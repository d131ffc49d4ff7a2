//! Jobs that were received and may not run yet, because their owner has as many running as it may on all executors
//! together.
//!
//! Such a job keeps its message: giving it back would count as another try on queues that count, and after some the queue
//! would take it for poison. It keeps no slot, so that others' jobs run meanwhile.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::PrincipalId;
use tokio::sync::Notify;

/// Jobs that one executor keeps this way. A queue that knows whose job is whose hands out no more of a busy owner, so this
/// is for those that do not.
const PLACES: usize = 64;

/// All parked jobs of one executor, by owner; none where the message does not say whose it is.
#[derive(Debug, Default)]
pub(crate) struct Parked {
    owners: Mutex<HashMap<Option<PrincipalId>, Owner>>,
}

#[derive(Debug, Default)]
struct Owner {
    jobs: usize,
    ended: Arc<Notify>,
}

/// A parked job's; given back on drop.
pub(crate) struct Place<'a> {
    parked: &'a Parked,
    owner: Option<PrincipalId>,
    ended: Arc<Notify>,
}

impl Parked {
    /// A place, if one is free.
    pub(crate) fn place(&self, owner: Option<&PrincipalId>) -> Option<Place<'_>> {
        let mut owners = self.owners();
        if owners.values().map(|owner| owner.jobs).sum::<usize>() >= PLACES {
            return None;
        }
        let known = owners.entry(owner.cloned()).or_default();
        known.jobs += 1;
        Some(Place { parked: self, owner: owner.cloned(), ended: Arc::clone(&known.ended) })
    }

    /// Owners with parked jobs: there is no use in more.
    pub(crate) fn busy(&self) -> Vec<PrincipalId> {
        self.owners().keys().flatten().cloned().collect()
    }

    /// A job of this owner has ended here, so another may run.
    pub(crate) fn ended(&self, owner: &PrincipalId) {
        let owners = self.owners();
        for owner in [owners.get(&Some(owner.clone())), owners.get(&None)].into_iter().flatten() {
            owner.ended.notify_one();
        }
    }

    fn owners(&self) -> MutexGuard<'_, HashMap<Option<PrincipalId>, Owner>> {
        self.owners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place<'_> {
    /// Waits until a job of this owner has ended here.
    pub(crate) async fn ended(&self) {
        self.ended.notified().await;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut owners = self.parked.owners();
        if let Some(owner) = owners.get_mut(&self.owner) {
            owner.jobs -= 1;
            if owner.jobs == 0 {
                owners.remove(&self.owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_few_and_come_back() {
        let (parked, ann) = (Parked::default(), PrincipalId::new("ann"));
        let places: Vec<_> = (0..PLACES).map(|_| parked.place(Some(&ann)).expect("a place")).collect();
        assert!(parked.place(None).is_none());
        assert_eq!(parked.busy(), [ann]);
        drop(places);
        assert!(parked.busy().is_empty() && parked.place(None).is_some());
    }

    #[tokio::test]
    async fn an_end_lets_one_of_the_same_owner_try_again() {
        let (parked, ann, bob) = (Parked::default(), PrincipalId::new("ann"), PrincipalId::new("bob"));
        let (of_ann, of_bob) = (parked.place(Some(&ann)).expect("a place"), parked.place(Some(&bob)).expect("a place"));
        parked.ended(&ann);
        tokio::select! {
            biased;
            () = of_bob.ended() => panic!("it was ann's"),
            () = of_ann.ended() => {}
        }
    }
}
