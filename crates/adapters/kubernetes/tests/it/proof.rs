//! Proof of isolation on clusters that do not isolate: the pods here are processes of this machine.

use std::net::{Ipv4Addr, SocketAddr};

use code_remote_kubernetes::{Settings, Target, Targets, testing::Cluster};
use domain::{Limits, Proof, SandboxDriver as _};
use tokio::net::TcpListener;

use crate::support::{cluster, driver_with, settings};

/// Little memory, because nothing stops the probe from having it.
fn limits() -> Limits {
    Limits { memory_bytes: 64 << 20, cpu_millis: 1, ..Limits::default() }
}

async fn proofs(cluster: &Cluster, doors: Vec<Target>) -> Vec<Proof> {
    let driver = driver_with(cluster, Settings { limits: limits(), targets: Targets(doors), ..settings() });
    let proofs = driver.prove().await.expect("it is tried");
    assert_eq!(cluster.pods(), Vec::<String>::new(), "the probes are removed");
    proofs
}

fn named<'a>(proofs: &'a [Proof], name: &str) -> &'a Proof {
    proofs.iter().find(|proof| proof.name == name).expect("it was tried")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_are_no_gvisor_and_nothing_bounds_them() {
    let cluster = cluster().await;
    let proofs = proofs(&cluster, Vec::new()).await;
    for name in ["runtime", "cpu", "memory"] {
        assert!(!named(&proofs, name).contained, "{proofs:?}");
    }
    // Nothing listens where the other pod is said to be.
    for name in ["network", "ingress"] {
        assert!(named(&proofs, name).contained, "{proofs:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_door_is_found_and_named() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let open = listener.local_addr().expect("it is bound");
    let shut = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let cluster = cluster().await;
    let doors = vec![Target::new("the open one", open), Target::new("the shut one", shut)];
    let proofs = proofs(&cluster, doors).await;
    let network = named(&proofs, "network");
    assert!(!network.contained && network.detail.contains("the open one"), "{network:?}");
    assert!(!network.detail.contains("the shut one") && !network.detail.contains("another pod"), "{network:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pods_that_reach_each_other_are_found() {
    let cluster = cluster().await;
    cluster.set_open(true);
    let proofs = proofs(&cluster, Vec::new()).await;
    assert!(named(&proofs, "network").detail.contains("another pod"), "{proofs:?}");
    assert!(!named(&proofs, "ingress").contained, "{proofs:?}");
}
