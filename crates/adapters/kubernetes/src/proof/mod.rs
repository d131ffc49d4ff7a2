//! Tries on this cluster what can only be tried on a cluster: whether its runtime is gVisor, whether it enforces limits, and
//! whether anything answers a pod, from the pod's first moments on.
//!
//! Two pods try the network: one that listens, and one whose first process does nothing but knock at every door. What they say is believed,
//! because they run our own programs; they are removed afterwards like any other.

mod limits;
mod network;
mod targets;

use std::sync::Arc;

use domain::{Proof, SandboxError};

use crate::shared::Shared;

pub use targets::{Target, Targets};

/// The kernel that was seen, and what was tried.
pub(crate) async fn prove(shared: &Arc<Shared>) -> Result<(String, Vec<Proof>), SandboxError> {
    let (network, limits) = tokio::join!(network::prove(shared), limits::prove(shared));
    let (kernel, mut proofs) = limits?;
    proofs.extend(network?);
    Ok((kernel, proofs))
}

fn proof(name: &str, contained: bool, detail: impl Into<String>) -> Proof {
    Proof { name: name.into(), contained, detail: detail.into() }
}
