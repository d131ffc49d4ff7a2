//! What the cluster knows: objects with versions, and the log that watches read.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    faults::{Dice, Faults},
    node::{Container, Node},
};

/// Events that are remembered.
const LOG: usize = 10_000;

/// The policy that there is at first.
pub(super) const DENY_ALL: &str = "deny-all";

/// A policy for all pods, with these ways out.
pub(super) fn policy(name: &str, egress: &Value) -> Value {
    json!({ "metadata": { "name": name },
            "spec": { "podSelector": {}, "policyTypes": ["Ingress", "Egress"], "egress": egress } })
}

/// One change.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) version: u64,
    pub(super) kind: &'static str,
    pub(super) what: &'static str,
    pub(super) object: Value,
}

/// A refusal: code, reason, message.
pub(super) type Refused = (u16, &'static str, String);

pub(super) struct World {
    pub(super) node: Arc<dyn Node>,
    inner: Mutex<Inner>,
    /// The version; watches wait for a higher one, or for being ended.
    pub(super) bell: watch::Sender<(u64, u64)>,
}

#[derive(Default)]
pub(super) struct Inner {
    version: u64,
    /// Watches cannot go on from before this.
    pub(super) forgotten: u64,
    objects: BTreeMap<(&'static str, String), Value>,
    log: VecDeque<Change>,
    pub(super) containers: BTreeMap<String, Arc<dyn Container>>,
    pub(super) dice: Option<Dice>,
    pub(super) faults: Faults,
    pub(super) quota: Option<usize>,
    pub(super) stuck: Option<(String, String)>,
    pub(super) requests: BTreeMap<String, u64>,
    /// Programs sent, by pod.
    pub(super) programs: BTreeMap<String, u32>,
    pub(super) made: u64,
    pub(super) most: usize,
    pub(super) start_after_ms: u64,
    /// Address of all pods.
    pub(super) address: &'static str,
    pub(super) end_codes: BTreeMap<String, i32>,
}

impl World {
    pub(super) fn new(node: Arc<dyn Node>) -> Arc<Self> {
        let mut inner = Inner { version: 1, address: "::1", ..Inner::default() };
        inner.put("networkpolicies", DENY_ALL, policy(DENY_ALL, &json!([])), "ADDED");
        Arc::new(Self { node, inner: Mutex::new(inner), bell: watch::channel((2, 0)).0 })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the watches.
    pub(super) fn ring(&self) {
        let version = self.lock().version;
        self.bell.send_modify(|bell| bell.0 = version);
    }

    /// Ends all watches.
    pub(super) fn end_watches(&self) {
        self.bell.send_modify(|bell| bell.1 += 1);
    }
}

impl Inner {
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    pub(super) fn dice(&mut self) -> &mut Dice {
        let seed = self.faults.seed;
        self.dice.get_or_insert_with(|| Dice::new(seed))
    }

    pub(super) fn get(&self, kind: &'static str, name: &str) -> Option<&Value> {
        self.objects.get(&(kind, name.to_owned()))
    }

    pub(super) fn all(&self, kind: &'static str) -> Vec<Value> {
        self.objects.iter().filter(|((of, _), _)| *of == kind).map(|(_, object)| object.clone()).collect()
    }

    pub(super) fn changes_after(&self, kind: &'static str, version: u64) -> Vec<Change> {
        self.log.iter().filter(|change| change.kind == kind && change.version > version).cloned().collect()
    }

    pub(super) fn create(&mut self, kind: &'static str, name: &str, mut object: Value) -> Result<Value, Refused> {
        if self.get(kind, name).is_some() {
            return Err((409, "AlreadyExists", format!("{kind} \"{name}\" already exists")));
        }
        if kind == "pods" {
            let count = self.all("pods").len();
            if self.quota.is_some_and(|quota| count >= quota) {
                let words = format!("pods \"{name}\" is forbidden: exceeded quota: sandboxes, requested: pods=1");
                return Err((403, "Forbidden", words));
            }
            self.made += 1;
            self.most = self.most.max(count + 1);
            object["status"] = json!({ "phase": "Pending" });
        }
        object["metadata"]["uid"] = Uuid::new_v4().to_string().into();
        Ok(self.put(kind, name, object, "ADDED"))
    }

    pub(super) fn put(&mut self, kind: &'static str, name: &str, mut object: Value, what: &'static str) -> Value {
        self.version += 1;
        object["metadata"]["resourceVersion"] = self.version.to_string().into();
        self.objects.insert((kind, name.to_owned()), object.clone());
        self.note(kind, what, object.clone());
        object
    }

    pub(super) fn remove(&mut self, kind: &'static str, name: &str) -> Option<Value> {
        let mut object = self.objects.remove(&(kind, name.to_owned()))?;
        self.version += 1;
        object["metadata"]["resourceVersion"] = self.version.to_string().into();
        self.note(kind, "DELETED", object.clone());
        Some(object)
    }

    /// Changes a pod's status, if it is still there.
    pub(super) fn set_status(&mut self, name: &str, status: Value) {
        if let Some(pod) = self.get("pods", name).cloned() {
            let mut pod = pod;
            pod["status"] = status;
            self.put("pods", name, pod, "MODIFIED");
        }
    }

    fn note(&mut self, kind: &'static str, what: &'static str, object: Value) {
        self.log.push_back(Change { version: self.version, kind, what, object });
        if self.log.len() > LOG
            && let Some(oldest) = self.log.pop_front()
        {
            self.forgotten = oldest.version;
        }
    }
}
