//! What the watch found out about the pods of this driver, for those who wait for one.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use k8s_openapi::api::core::v1::Pod;
use tokio::sync::{Notify, futures::Notified, watch};

use crate::{
    state::{self, PodState},
    watch::Watched,
};

/// What a pod that is not there any more is said to be.
const DELETED: &str = "the pod was deleted";

/// The pods that somebody cares for.
#[derive(Debug, Default)]
pub(crate) struct Pods {
    entries: Mutex<HashMap<String, Entry>>,
    /// Told whenever a pod has gone, so that there may be room for another.
    freed: Notify,
}

#[derive(Debug)]
struct Entry {
    state: watch::Sender<PodState>,
    /// Since when the API server must know it.
    created: Option<Instant>,
}

/// One pod's entry; removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Registered {
    pods: Arc<Pods>,
    name: String,
    state: watch::Receiver<PodState>,
}

impl Pods {
    /// From now on this pod's state is kept.
    pub(crate) fn register(self: &Arc<Self>, name: &str) -> Registered {
        let (sender, state) = watch::channel(PodState::Waiting(None));
        self.lock().insert(name.to_owned(), Entry { state: sender, created: None });
        Registered { pods: self.clone(), name: name.to_owned(), state }
    }

    /// Whether somebody cares for it.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.lock().contains_key(name)
    }

    /// Ends when a pod goes, from the moment of this call on.
    pub(crate) fn room(&self) -> Notified<'_> {
        self.freed.notified()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched for Pods {
    type Kind = Pod;

    fn seen(&self, pod: &Pod) {
        let Some(name) = &pod.metadata.name else { return };
        if let Some(entry) = self.lock().get(name) {
            set(entry, state::of(pod));
        }
    }

    fn gone(&self, pod: &Pod) {
        self.freed.notify_waiters();
        let Some(name) = &pod.metadata.name else { return };
        if let Some(entry) = self.lock().get(name) {
            // How it ended may be in what was last seen of it.
            let last = state::of(pod);
            set(entry, if last.is_over() { last } else { PodState::Ended(DELETED.into()) });
        }
    }

    /// Whoever was there before the list was asked for and is not in it is gone.
    fn all(&self, found: &[Pod], asked: Instant) {
        for pod in found {
            self.seen(pod);
        }
        let names: HashSet<_> = found.iter().filter_map(|pod| pod.metadata.name.as_ref()).collect();
        for (name, entry) in self.lock().iter() {
            if !names.contains(name) && entry.created.is_some_and(|created| created < asked) {
                set(entry, PodState::Ended(DELETED.into()));
            }
        }
        self.freed.notify_waiters();
    }
}

/// The first end that is seen stays: what comes later is its consequence.
fn set(entry: &Entry, state: PodState) {
    entry.state.send_if_modified(|current| {
        let changes = !current.is_over() && *current != state;
        if changes {
            *current = state;
        }
        changes
    });
}

impl Registered {
    /// The API server has it.
    pub(crate) fn created(&self) {
        if let Some(entry) = self.pods.lock().get_mut(&self.name) {
            entry.created = Some(Instant::now());
        }
    }

    /// What is known now.
    pub(crate) fn state(&self) -> PodState {
        self.state.borrow().clone()
    }

    /// Another one who looks at it.
    pub(crate) fn look(&self) -> watch::Receiver<PodState> {
        self.state.clone()
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.pods.lock().remove(&self.name);
    }
}

/// Waits until a state is like this. An entry lives as long as whoever looks at it.
pub(crate) async fn until(state: &mut watch::Receiver<PodState>, so: impl Fn(&PodState) -> bool) -> PodState {
    match state.wait_for(|state| so(state)).await {
        Ok(state) => state.clone(),
        Err(_) => PodState::Ended("nobody watches it any more".into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pod(name: &str) -> Pod {
        serde_json::from_value(json!({ "metadata": { "name": name } })).expect("a pod")
    }

    #[test]
    fn a_pod_that_a_newer_list_lacks_is_gone() {
        let pods = Arc::new(Pods::default());
        let (old, unsent) = (pods.register("old"), pods.register("unsent"));
        let before = Instant::now();
        old.created();
        pods.all(&[], before);
        assert_eq!(old.state(), PodState::Waiting(None), "the list was asked for before it was there");
        let later = Instant::now() + std::time::Duration::from_secs(1);
        pods.all(&[pod("other")], later);
        assert!(old.state().is_over());
        assert_eq!(unsent.state(), PodState::Waiting(None), "nobody knows yet whether it is there");
    }

    #[test]
    fn the_first_end_stays() {
        let pods = Arc::new(Pods::default());
        let one = pods.register("one");
        let killed = json!({ "metadata": { "name": "one" }, "status": { "phase": "Failed", "reason": "Evicted" } });
        pods.seen(&serde_json::from_value(killed).expect("a pod"));
        pods.gone(&pod("one"));
        assert_eq!(one.state(), PodState::Ended("Evicted".into()));
        drop(one);
        assert!(!pods.knows("one"));
    }
}
