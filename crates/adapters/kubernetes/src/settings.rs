//! What an operator may choose.

use std::time::Duration;

use domain::Limits;

use crate::proof::Targets;

/// Settings of a [`crate::KubernetesDriver`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// Namespace in which pods are made; it holds nothing else.
    pub namespace: String,
    /// Runtime class of the pods: gVisor's.
    pub runtime_class: String,
    /// Image of the pods: a Python, `/opt/code-remote/runner.py` and nothing else.
    pub image: String,
    /// Name of this executor, unique among those that run: its pod's.
    pub executor: String,
    /// Limits of the profile. Processor share, memory, processes and `/tmp` are fixed when a pod starts.
    pub limits: Limits,
    /// Whether pods get a user namespace of their own, where nodes have it.
    pub user_namespaces: bool,
    /// How long an executor may be silent before others take it for dead.
    pub lease: Duration,
    /// How long a warm pod waits for a program before it is replaced.
    pub warm_for: Duration,
    /// How long a start may take, image and node included.
    pub start_within: Duration,
    /// How long a start waits for room within the quota before its job is put back into the queue.
    pub room_within: Duration,
    /// No program runs in a pod that is younger than this, counted from when it was seen running: a network policy may be enforced a moment
    /// late.
    pub settle: Duration,
    /// How long a proof of isolation is believed.
    pub proof_holds: Duration,
    /// Port at which a probe's pod listens: one that this executor may go to outside, or its own policies would keep it from trying whether
    /// anybody enters.
    pub probe_port: u16,
    /// What a pod must not reach.
    pub targets: Targets,
}

impl Settings {
    /// The defaults, for pods of this image.
    pub fn new(image: impl Into<String>, executor: impl Into<String>) -> Self {
        Self {
            namespace: "code-remote-sandboxes".into(),
            runtime_class: "gvisor".into(),
            image: image.into(),
            executor: executor.into(),
            limits: Limits::default(),
            user_namespaces: false,
            lease: Duration::from_secs(15),
            warm_for: Duration::from_mins(30),
            start_within: Duration::from_mins(2),
            room_within: Duration::from_secs(10),
            settle: Duration::from_millis(500),
            proof_holds: Duration::from_mins(3),
            probe_port: 6_443,
            targets: Targets::of_this_cluster(),
        }
    }
}
