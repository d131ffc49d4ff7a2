//! What is left of a sandbox: its pod, until that is removed.

use std::{sync::Arc, time::Duration};

use tokio::{runtime::Handle, time::Instant};

use crate::{
    calls::{Refusal, call},
    pods::Registered,
    shared::Shared,
    sweep::at_once,
};

/// How long removing is tried; what is left then, the sweep finds.
const REMOVE_WITHIN: Duration = Duration::from_secs(45);
/// Pause after a failure, growing …
const PAUSE_MIN: Duration = Duration::from_millis(100);
/// … up to this.
const PAUSE_MAX: Duration = Duration::from_secs(3);

/// A pod of ours, from before it is asked for until it is gone. Dropped earlier, it is removed in the background.
pub(crate) struct Remains {
    shared: Arc<Shared>,
    name: String,
    uid: Option<String>,
    registered: Option<Registered>,
    removed: bool,
}

impl Remains {
    pub(crate) fn new(shared: Arc<Shared>, name: String) -> Self {
        let registered = Some(shared.pods.register(&name));
        Self { shared, name, uid: None, registered, removed: false }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The API server has it, with this identity.
    pub(crate) fn created(&mut self, uid: Option<String>) {
        self.uid = uid;
        self.registered().created();
    }

    /// What the watch knows of it.
    pub(crate) fn registered(&self) -> &Registered {
        self.registered.as_ref().expect("it is taken only when this is dropped")
    }

    /// Removes it; returns when the cluster no longer has it.
    pub(crate) async fn remove(&mut self) -> Result<(), Refusal> {
        if !self.removed {
            remove(&self.shared, &self.name, self.uid.clone()).await?;
            self.removed = true;
        }
        Ok(())
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        let registered = self.registered.take();
        let (false, Ok(runtime)) = (self.removed, Handle::try_current()) else { return };
        let (shared, name, uid) = (self.shared.clone(), std::mem::take(&mut self.name), self.uid.take());
        runtime.spawn(async move {
            if let Err(refusal) = remove(&shared, &name, uid).await {
                tracing::warn!(pod.name = name, reason = refusal.reason(), "a sandbox was left to the sweep");
            }
            drop(registered);
        });
    }
}

async fn remove(shared: &Shared, name: &str, uid: Option<String>) -> Result<(), Refusal> {
    let params = at_once(uid);
    let deadline = Instant::now() + REMOVE_WITHIN;
    let mut pause = PAUSE_MIN;
    loop {
        match call(shared.api.delete(name, &params)).await {
            // Another one of this name is not ours to remove.
            Ok(_) | Err(Refusal::Gone | Refusal::Conflict) => return Ok(()),
            Err(refusal @ Refusal::Forbidden(_)) => return Err(refusal),
            Err(refusal) if Instant::now() + pause > deadline => return Err(refusal),
            Err(_) => tokio::time::sleep(pause).await,
        }
        pause = (pause * 2).min(PAUSE_MAX);
    }
}
