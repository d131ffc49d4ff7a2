//! Turns at what costs memory: whoever has used up their own wait for each other, and no caller for another's.
//!
//! Unlike [`crate::slots`], which refuse, because what they guard takes long; a turn lasts as long as a transfer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use domain::PrincipalId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::SlotBounds;

/// Hands out turns. A caller who has none and waits for none is forgotten.
#[derive(Debug)]
pub struct Turns {
    per_principal: usize,
    all: Arc<Semaphore>,
    own: Mutex<HashMap<PrincipalId, Weak<Semaphore>>>,
}

/// A turn, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Turns {
    /// Nobody has one.
    pub fn new(bounds: SlotBounds) -> Arc<Self> {
        let all = Arc::new(Semaphore::new(bounds.total));
        Arc::new(Self { per_principal: bounds.per_principal, all, own: Mutex::default() })
    }

    /// Waits for one.
    pub async fn wait(&self, principal: &PrincipalId) -> Turn {
        let open = "nobody closes these semaphores";
        let own = self.of(principal).acquire_owned().await.expect(open);
        let all = Arc::clone(&self.all).acquire_owned().await.expect(open);
        Turn { _own: own, _all: all }
    }

    fn of(&self, principal: &PrincipalId) -> Arc<Semaphore> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(semaphore) = own.get(principal).and_then(Weak::upgrade) {
            return semaphore;
        }
        own.retain(|_, semaphore| semaphore.strong_count() > 0);
        let semaphore = Arc::new(Semaphore::new(self.per_principal));
        own.insert(principal.clone(), Arc::downgrade(&semaphore));
        semaphore
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn a_caller_waits_for_itself_and_not_for_others() {
        let turns = Turns::new(SlotBounds { total: 3, per_principal: 2 });
        let (ann, bob) = (PrincipalId::new("ann"), PrincipalId::new("bob"));
        let take = |principal| turns.wait(principal).now_or_never();
        let (first, second) = (take(&ann), take(&ann));
        assert!(first.is_some() && second.is_some());
        assert!(take(&ann).is_none());
        let third = take(&bob);
        assert!(third.is_some());
        assert!(take(&bob).is_none(), "all are taken");
        drop(first);
        assert!(take(&ann).is_some());
        drop((second, third));
        assert!(take(&PrincipalId::new("eve")).is_some());
        assert_eq!(turns.own.lock().unwrap().len(), 1, "who left is forgotten");
    }
}
