//! Removes the pods of executors that are dead, and of this one what nobody cares for any more.
//!
//! Clocks of different machines differ, so a lease has not ended because of the time that is written in it, but because it was seen not
//! to change for as long as it is good.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use domain::Swept;
use k8s_openapi::api::{coordination::v1::Lease, core::v1::Pod};
use kube::api::{DeleteParams, ListParams, Preconditions};

use crate::{
    calls::{Refusal, call},
    names::{EXECUTOR, everything},
    shared::Shared,
};

/// What is remembered of other executors' leases from one look to the next.
#[derive(Debug, Default)]
pub(crate) struct Watchman {
    seen: Mutex<HashMap<String, Sighting>>,
}

#[derive(Debug)]
struct Sighting {
    version: Option<String>,
    since: Instant,
}

impl Watchman {
    /// Looks once, and removes what is dead.
    pub(crate) async fn look(&self, shared: &Shared) -> Result<Swept, Refusal> {
        let everything = ListParams::default().labels(&everything());
        // In this order: whoever has made one of these pods had a lease before, so that one without a lease is no newcomer's.
        let pods = call(shared.api.list(&everything)).await?.items;
        let leases = call(shared.life.leases.list(&everything)).await?.items;
        let dead = self.dead(&leases, shared.names.life(), Instant::now());
        let living: HashSet<_> = leases.iter().filter_map(name_of).filter(|name| !dead.contains(name)).collect();
        let mut swept = Swept::default();
        let mut left_over = HashSet::new();
        for pod in pods.iter().filter(|pod| is_orphan(pod, &living, shared)) {
            match remove(shared, pod).await {
                Ok(()) => swept.sandboxes += 1,
                Err(refusal) => {
                    tracing::warn!(reason = refusal.reason(), "an orphaned sandbox was not removed");
                    left_over.extend(owner(pod));
                }
            }
        }
        for lease in leases.iter().filter(|lease| name_of(lease).is_some_and(|name| dead.contains(name))) {
            if !left_over.contains(name_of(lease).unwrap_or_default()) {
                forget(shared, lease).await;
            }
        }
        if swept.sandboxes > 0 {
            tracing::info!(swept.sandboxes, "removed orphaned sandboxes");
        }
        Ok(swept)
    }

    /// Names of those leases that have not changed for as long as they are good.
    fn dead<'a>(&self, leases: &'a [Lease], own: &str, now: Instant) -> HashSet<&'a str> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|name, _| leases.iter().any(|lease| name_of(lease) == Some(name)));
        let mut dead = HashSet::new();
        for lease in leases {
            let Some(name) = name_of(lease).filter(|name| *name != own) else { continue };
            let version = lease.metadata.resource_version.clone();
            let sighting =
                seen.entry(name.to_owned()).or_insert_with(|| Sighting { version: version.clone(), since: now });
            if sighting.version != version {
                *sighting = Sighting { version, since: now };
            }
            if now.duration_since(sighting.since) >= term(lease) {
                dead.insert(name);
            }
        }
        dead
    }
}

fn term(lease: &Lease) -> Duration {
    let seconds = lease.spec.as_ref().and_then(|spec| spec.lease_duration_seconds).unwrap_or(1);
    Duration::from_secs(u64::try_from(seconds).unwrap_or(1))
}

fn name_of(lease: &Lease) -> Option<&str> {
    lease.metadata.name.as_deref()
}

fn owner(pod: &Pod) -> Option<&str> {
    pod.metadata.labels.as_ref()?.get(EXECUTOR).map(String::as_str)
}

/// What says nothing about who made it is not touched.
fn is_orphan(pod: &Pod, living: &HashSet<&str>, shared: &Shared) -> bool {
    match owner(pod) {
        None => false,
        Some(owner) if owner == shared.names.life() => {
            pod.metadata.name.as_ref().is_some_and(|name| !shared.pods.knows(name))
        }
        Some(owner) => !living.contains(owner),
    }
}

async fn remove(shared: &Shared, pod: &Pod) -> Result<(), Refusal> {
    let Some(name) = &pod.metadata.name else { return Ok(()) };
    match call(shared.api.delete(name, &at_once(pod.metadata.uid.clone()))).await {
        Ok(_) | Err(Refusal::Gone | Refusal::Conflict) => Ok(()),
        Err(refusal) => Err(refusal),
    }
}

/// Unless it was renewed meanwhile.
async fn forget(shared: &Shared, lease: &Lease) {
    let Some(name) = name_of(lease) else { return };
    let unchanged = Preconditions { resource_version: lease.metadata.resource_version.clone(), uid: None };
    let params = DeleteParams { preconditions: Some(unchanged), ..DeleteParams::default() };
    if let Err(refusal) = call(shared.life.leases.delete(name, &params)).await {
        tracing::debug!(reason = refusal.reason(), "a dead executor's lease was not removed");
    }
}

/// This very pod, without grace.
pub(crate) fn at_once(uid: Option<String>) -> DeleteParams {
    let preconditions = uid.map(|uid| Preconditions { resource_version: None, uid: Some(uid) });
    DeleteParams { grace_period_seconds: Some(0), preconditions, ..DeleteParams::default() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lease(name: &str, version: &str) -> Lease {
        let lease = json!({
            "metadata": { "name": name, "resourceVersion": version },
            "spec": { "leaseDurationSeconds": 10, "renewTime": "2001-01-01T00:00:00.000000Z" },
        });
        serde_json::from_value(lease).expect("a lease")
    }

    #[test]
    fn a_lease_ends_when_it_stops_changing_whatever_its_clock_says() {
        let watchman = Watchman::default();
        let start = Instant::now();
        let dead = |version, seconds| {
            let leases = [lease("other", version), lease("own", "1")];
            watchman.dead(&leases, "own", start + Duration::from_secs(seconds)).len()
        };
        assert_eq!(dead("1", 0), 0, "seen for the first time");
        assert_eq!(dead("1", 9), 0);
        assert_eq!(dead("2", 11), 0, "it was renewed");
        assert_eq!(dead("2", 20), 0);
        assert_eq!(dead("2", 21), 1);
        assert_eq!(dead("3", 22), 0, "it came back");
    }
}
