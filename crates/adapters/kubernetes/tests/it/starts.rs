//! Starts that fail, and what they leave: nothing.

use std::time::Duration;

use code_remote_kubernetes::{
    Settings,
    testing::{Cluster, Faults, Processes},
};
use domain::{SandboxDriver as _, SandboxError};
use tokio::time::timeout;

use crate::support::{cluster, driver, driver_with, eventually, only_pod, run, settings};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_image_that_is_not_there_is_said() {
    let cluster = cluster().await;
    cluster.set_stuck(Some(("ErrImagePull", "sandbox:test was not found")));
    let error = driver(&cluster).start().await.err();
    assert!(
        matches!(&error, Some(SandboxError::NotStarted { reason }) if reason.contains("was not found")),
        "{error:?}"
    );
    assert_eq!(cluster.pods(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_pod_waits_for_is_said() {
    let cluster = cluster().await;
    let driver = driver_with(&cluster, Settings { start_within: Duration::from_millis(300), ..settings() });
    for (reason, message, said) in [
        ("Unschedulable", "0/0 nodes are available", "Unschedulable: 0/0 nodes are available"),
        ("", "", "no scheduler has given it a node"),
        ("ContainerCreating", "", "ContainerCreating"),
    ] {
        cluster.set_stuck(Some((reason, message)));
        let error = driver.start().await.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(said), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runner_that_is_not_there_is_said() {
    let cluster = Cluster::start(Processes::new("/nonexistent")).await;
    let error = driver(&cluster).start().await.err();
    assert!(matches!(&error, Some(SandboxError::NotStarted { .. })), "{error:?}");
    assert_eq!(cluster.pods(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_is_given_up_leaves_nothing() {
    let cluster = cluster().await;
    cluster.set_start_time(Duration::from_millis(100));
    let driver = driver(&cluster);
    for delay in [0, 20, 80, 150, 400] {
        let _ = timeout(Duration::from_millis(delay), driver.start()).await;
    }
    run(&driver, "print(1)").await.expect("it runs");
    eventually("all are removed", || cluster.pods().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_sandbox_is_removed_later() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let sandbox = driver.start().await.expect("a sandbox");
    only_pod(&cluster);
    drop(sandbox);
    eventually("it is removed", || cluster.pods().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_asked_too_often_is_given_time() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    cluster.set_faults(Faults { seed: 7, throttled: 30, ..Faults::default() });
    for _ in 0..3 {
        assert_eq!(run(&driver, "print(1)").await.expect("it runs").0, "1\n");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_program_is_taken_by_a_pod_that_is_too_young() {
    let cluster = cluster().await;
    let settle = Duration::from_millis(700);
    let driver = driver_with(&cluster, Settings { settle, ..settings() });
    let asked = tokio::time::Instant::now();
    let sandbox = driver.start().await.expect("a sandbox");
    assert!(asked.elapsed() >= settle);
    sandbox.destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pod_that_was_warm_for_too_long_is_not_used() {
    let cluster = cluster().await;
    let driver = driver_with(&cluster, Settings { warm_for: Duration::from_millis(200), ..settings() });
    let sandbox = driver.start().await.expect("a sandbox");
    eventually("it is too old", || !sandbox.is_alive()).await;
    sandbox.destroy().await.expect("it is removed");
}
