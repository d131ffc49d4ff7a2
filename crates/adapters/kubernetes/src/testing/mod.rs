//! A scripted Kubernetes API server, over real HTTP and WebSocket: pods that something local backs, streams into them, watches,
//! leases, events, a quota, and faults on demand or by a seed.
//!
//! Reading order: `cluster` is what a test holds; `world` is what the cluster knows; `http` and `watches` answer requests, `exec` streams;
//! `kubelet` brings pods to life; `node` is what backs them; `faults` decides what goes wrong.

mod cluster;
mod exec;
mod faults;
mod http;
mod kubelet;
mod node;
mod processes;
mod watches;
mod world;

pub use cluster::{Cluster, Ending};
pub use faults::Faults;
pub use node::{Container, Exited, Node, Streams};
pub use processes::Processes;
