//! Quotas and crowded clusters: jobs wait, they do not fail.

use std::time::Duration;

use code_remote_kubernetes::Settings;
use domain::{SandboxDriver as _, SandboxError};

use crate::support::{cluster, driver, driver_with, settings};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_quota_is_no_room_and_no_fault() {
    let cluster = cluster().await;
    cluster.set_quota(Some(1));
    let driver = driver(&cluster);
    let first = driver.start().await.expect("there is room for one");
    let second = driver.start().await.err();
    assert!(
        matches!(&second, Some(SandboxError::NoRoom { reason }) if reason.contains("exceeded quota")),
        "{second:?}"
    );
    assert_eq!(cluster.pods().len(), 1);
    first.destroy().await.expect("it is removed");
    driver.start().await.expect("there is room again").destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_takes_the_room_that_another_leaves() {
    let cluster = cluster().await;
    cluster.set_quota(Some(1));
    let driver = driver_with(&cluster, Settings { room_within: Duration::from_secs(30), ..settings() });
    let first = driver.start().await.expect("there is room for one");
    let (second, ()) = tokio::join!(driver.start(), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        first.destroy().await.expect("it is removed");
    });
    second.expect("it waited").destroy().await.expect("it is removed");
    assert_eq!(cluster.made().1, 1, "never two at once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_without_room_is_no_fault_either() {
    for (reason, message) in [
        ("Unschedulable", "0/3 nodes are available: 3 Insufficient cpu"),
        ("OutOfcpu", "Node didn't have enough resource: cpu, Insufficient"),
    ] {
        let cluster = cluster().await;
        cluster.set_stuck(Some((reason, message)));
        let driver = driver_with(&cluster, Settings { start_within: Duration::from_millis(500), ..settings() });
        let refused = driver.start().await.err();
        assert!(
            matches!(&refused, Some(SandboxError::NoRoom { reason }) if reason.contains("Insufficient")),
            "{refused:?}"
        );
        assert_eq!(cluster.pods(), Vec::<String>::new(), "a failed start leaves nothing");
    }
}
