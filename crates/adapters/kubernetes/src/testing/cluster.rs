//! What a test holds of a cluster.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::{net::TcpListener, task::AbortHandle};

use super::{
    faults::{Dice, Faults},
    http, kubelet,
    node::Node,
    world::{DENY_ALL, World, policy},
};

/// How a pod is ended from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It took too much memory: its stream says 128, its status the reason a moment later.
    OutOfMemory,
    /// Its node needed the room.
    Evicted,
    /// It was too old.
    Deadline,
    /// Its node was not heard of any more; its stream stays as it is.
    NodeLost,
    /// Somebody deleted it.
    Deleted,
}

/// A scripted API server on a port of this machine. Everything ends when it is dropped.
pub struct Cluster {
    world: Arc<World>,
    address: SocketAddr,
    serving: AbortHandle,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Cluster {
    /// A cluster whose pods are backed by this.
    pub async fn start(node: impl Node + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port of this machine");
        let address = listener.local_addr().expect("it is bound");
        let world = World::new(Arc::new(node));
        let serving = tokio::spawn(http::serve(world.clone(), listener)).abort_handle();
        Self { world, address, serving }
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        let mut inner = self.world.lock();
        inner.dice = Some(Dice::new(faults.seed));
        inner.faults = faults;
    }

    /// How many pods there may be.
    pub fn set_quota(&self, pods: Option<usize>) {
        self.world.lock().quota = pods;
    }

    /// How long a pod takes to run.
    pub fn set_start_time(&self, time: Duration) {
        self.world.lock().start_after_ms = u64::try_from(time.as_millis()).unwrap_or(0);
    }

    /// Whether pods can be reached where they are said to be: what listens in them listens to one protocol, and this says which.
    pub fn set_open(&self, open: bool) {
        self.world.lock().address = if open { "127.0.0.1" } else { "::1" };
    }

    /// New pods do not run but wait for this reason, or run again. With an empty one nobody looks at them.
    pub fn set_stuck(&self, reason: Option<(&str, &str)>) {
        self.world.lock().stuck = reason.map(|(reason, message)| (reason.to_owned(), message.to_owned()));
    }

    /// Names of the pods that exist.
    pub fn pods(&self) -> Vec<String> {
        names(&self.world.lock().all("pods"))
    }

    /// A pod as it was made.
    pub fn pod(&self, name: &str) -> Option<Value> {
        self.world.lock().get("pods", name).cloned()
    }

    /// Names of the leases that exist.
    pub fn leases(&self) -> Vec<String> {
        names(&self.world.lock().all("leases"))
    }

    /// Requests so far, by verb and kind.
    pub fn requests(&self) -> BTreeMap<String, u64> {
        self.world.lock().requests.clone()
    }

    /// Programs that were sent into each pod.
    pub fn programs(&self) -> BTreeMap<String, u32> {
        self.world.lock().programs.clone()
    }

    /// Pods that were made so far, and the most that there were at once.
    pub fn made(&self) -> (u64, usize) {
        let inner = self.world.lock();
        (inner.made, inner.most)
    }

    /// Ends all watches, as a restarting server does.
    pub fn cut_watches(&self) {
        self.world.end_watches();
    }

    /// Forgets what happened, so that no watch can go on from where it was.
    pub fn forget(&self) {
        {
            let mut inner = self.world.lock();
            inner.forgotten = inner.version() + 1;
            // Whoever lists now gets a version from which can be gone on.
            inner.put("marks", "mark", json!({ "metadata": {} }), "ADDED");
        }
        self.world.ring();
    }

    /// Warns of a pod.
    pub fn warn(&self, pod: &str, reason: &str, message: &str) {
        let event = json!({ "metadata": { "name": format!("{pod}.{reason}"), "namespace": "any" }, "type": "Warning",
                            "reason": reason, "message": message, "involvedObject": { "name": pod } });
        let name = format!("{pod}.{reason}");
        self.world.lock().put("events", &name, event, "ADDED");
    }

    /// Puts a pod there that says that this executor made it.
    pub fn plant(&self, name: &str, executor: &str) {
        let labels = json!({ "app.kubernetes.io/managed-by": "code-remote", "code-remote/executor": executor });
        let pod = json!({ "metadata": { "name": name, "labels": labels }, "spec": {} });
        self.world.lock().put("pods", name, pod, "ADDED");
        self.world.ring();
    }

    /// Deletes the policy that keeps sandboxes from everything, or puts it back.
    pub fn set_policy(&self, there: bool) {
        {
            let mut inner = self.world.lock();
            if there {
                inner.put("networkpolicies", DENY_ALL, policy(DENY_ALL, &json!([])), "ADDED");
            } else {
                inner.remove("networkpolicies", DENY_ALL);
            }
        }
        self.world.ring();
    }

    /// Adds a policy that lets sandboxes go anywhere.
    pub fn open_way_out(&self) {
        self.world.lock().put("networkpolicies", "way-out", policy("way-out", &json!([{}])), "ADDED");
        self.world.ring();
    }

    /// Ends a pod. Its status changes `later`, as a kubelet looks only now and then.
    pub async fn end(&self, pod: &str, ending: Ending, later: Duration) {
        if ending == Ending::OutOfMemory {
            self.world.lock().end_codes.insert(pod.to_owned(), 128);
        }
        if ending != Ending::NodeLost {
            kubelet::stop(&self.world, pod).await;
        }
        tokio::time::sleep(later).await;
        let status = match ending {
            Ending::OutOfMemory => kubelet::terminated("OOMKilled", 137, None),
            Ending::Evicted => kubelet::terminated("Error", 137, Some("Evicted")),
            Ending::Deadline => kubelet::terminated("Error", 137, Some("DeadlineExceeded")),
            Ending::NodeLost => json!({ "phase": "Unknown", "reason": "NodeLost", "message": "told to" }),
            Ending::Deleted => {
                self.world.lock().remove("pods", pod);
                return self.world.ring();
            }
        };
        self.world.lock().set_status(pod, status);
        self.world.ring();
    }
}

fn names(objects: &[Value]) -> Vec<String> {
    objects.iter().filter_map(|object| object["metadata"]["name"].as_str().map(str::to_owned)).collect()
}
