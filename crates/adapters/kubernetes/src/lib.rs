//! Sandboxes that are gVisor pods of a Kubernetes cluster: the ports [`domain::SandboxDriver`] and [`domain::Sandbox`].
//!
//! Reading order:
//!
//! - `settings`: what an operator may choose. `names`: what pods and leases are called, and the labels that say whose they are.
//! - `pod`: the one list of containment, as a pod; `command`: what runs in it.
//! - `driver`: the port. `start`: a pod's birth. `sandbox`, `remains`: its life and removal.
//! - `stream`: the WebSocket into a pod, opened while it is warm. `exit`: what its status and the pod's say about an end.
//!   `last_words`: what the runtime itself writes among a program's errors.
//! - `state`: what a pod's status means. `watch`: one watch for all pods of this driver, one for the network policies; `pods` and
//!   `policies` are what they found.
//! - `lease`: says that this driver lives. `sweep`: removes the pods of those that do not.
//! - `calls`: time limits and refusals of the API server.
//! - `proof`: tries on this cluster what can only be tried on a cluster.
//!
//! A pod runs one program and is removed. Nothing that a pod says is believed but its program's output and exit status; why a pod
//! ended is asked of the cluster.

mod calls;
mod command;
mod driver;
mod exit;
mod last_words;
mod lease;
mod names;
mod pod;
mod pods;
mod policies;
mod proof;
mod remains;
mod sandbox;
mod settings;
mod shared;
mod start;
mod state;
mod stream;
mod sweep;
#[cfg(feature = "testing")]
pub mod testing;
mod watch;

pub use driver::KubernetesDriver;
pub use proof::{Target, Targets};
pub use settings::Settings;
