//! Capacity, handed out as permits: so many jobs at once, and so many of one owner.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::PrincipalId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// All permits of one executor.
#[derive(Debug, Clone)]
pub(crate) struct Permits {
    slots: Arc<Semaphore>,
    owners: Arc<Mutex<HashMap<PrincipalId, u32>>>,
    per_owner: u32,
}

/// The right to run one job.
#[derive(Debug)]
pub(crate) struct Slot(#[expect(dead_code, reason = "held for its Drop")] OwnedSemaphorePermit);

/// The right of one owner to one more job; given back on drop.
#[derive(Debug)]
pub(crate) struct OwnerShare {
    permits: Permits,
    owner: PrincipalId,
}

impl Permits {
    pub(crate) fn new(slots: u32, per_owner: u32) -> Self {
        Self { slots: Arc::new(Semaphore::new(slots as usize)), owners: Arc::default(), per_owner }
    }

    /// Waits for room for one job.
    pub(crate) async fn slot(&self) -> Slot {
        Slot(self.slots.clone().acquire_owned().await.expect("the semaphore is never closed"))
    }

    /// Room for another job, if there is some now.
    pub(crate) fn try_slot(&self) -> Option<Slot> {
        self.slots.clone().try_acquire_owned().ok().map(Slot)
    }

    /// How many more jobs could start now.
    pub(crate) fn free(&self) -> u32 {
        u32::try_from(self.slots.available_permits()).unwrap_or(u32::MAX)
    }

    /// Counts a job to its owner; none when the owner holds its share already.
    pub(crate) fn owner_share(&self, owner: &PrincipalId) -> Option<OwnerShare> {
        let mut owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        let held = owners.entry(owner.clone()).or_default();
        if *held >= self.per_owner {
            return None;
        }
        *held += 1;
        Some(OwnerShare { permits: self.clone(), owner: owner.clone() })
    }

    /// Owners that hold their whole share.
    pub(crate) fn busy(&self) -> Vec<PrincipalId> {
        let owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        owners.iter().filter(|(_, held)| **held >= self.per_owner).map(|(owner, _)| owner.clone()).collect()
    }
}

impl OwnerShare {
    /// Gives the share back; whether the owner was busy until now.
    pub(crate) fn give_back(self) -> bool {
        let was_busy = self.permits.busy().contains(&self.owner);
        drop(self);
        was_busy
    }
}

impl Drop for OwnerShare {
    fn drop(&mut self) {
        let mut owners = self.permits.owners.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = owners.get_mut(&self.owner) {
            *held -= 1;
            if *held == 0 {
                owners.remove(&self.owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_gets_its_share_and_no_more() {
        let permits = Permits::new(4, 2);
        let (ann, bob) = (PrincipalId::new("ann"), PrincipalId::new("bob"));
        let first = permits.owner_share(&ann).expect("first");
        let _second = permits.owner_share(&ann).expect("second");
        assert!(permits.owner_share(&ann).is_none());
        assert!(permits.owner_share(&bob).is_some());
        assert_eq!(permits.busy(), std::slice::from_ref(&ann));
        assert!(first.give_back());
        assert!(permits.busy().is_empty());
        assert!(permits.owner_share(&ann).is_some());
    }

    #[tokio::test]
    async fn slots_come_back() {
        let permits = Permits::new(1, 1);
        let slot = permits.slot().await;
        assert!(permits.try_slot().is_none());
        drop(slot);
        assert_eq!(permits.free(), 1);
    }
}
