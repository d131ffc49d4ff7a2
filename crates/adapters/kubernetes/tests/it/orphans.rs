//! Pods of executors that are dead.

use std::time::Duration;

use domain::SandboxDriver as _;

use crate::support::{cluster, driver, eventually, run, send};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_executors_pods_are_removed_by_another() {
    let cluster = cluster().await;
    let (dead, living) = (driver(&cluster), driver(&cluster));
    let lost = dead.start().await.expect("a sandbox");
    let mut busy = dead.start().await.expect("a sandbox");
    let _process = send(busy.as_mut(), "while True: pass").await.expect("it runs");
    // As if its process had been killed: nothing of it does anything any more.
    std::mem::forget((lost, busy));
    let life = dead.life().to_owned();
    drop(dead);
    let own = living.start().await.expect("a sandbox");
    eventually("the dead one's pods are gone", || cluster.pods().len() == 1).await;
    eventually("its lease is gone", || !cluster.leases().contains(&life)).await;
    assert!(own.is_alive(), "the living one's pod stays");
    own.destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_living_executors_pods_stay() {
    let cluster = cluster().await;
    let (one, other) = (driver(&cluster), driver(&cluster));
    let sandbox = one.start().await.expect("a sandbox");
    let end = tokio::time::Instant::now() + Duration::from_secs(3);
    while tokio::time::Instant::now() < end {
        assert_eq!(other.sweep().await.expect("it looks").sandboxes, 0);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(sandbox.is_alive());
    sandbox.destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pod_without_a_lease_is_removed_at_once_and_a_strangers_is_not_touched() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    run(&driver, "print(1)").await.expect("it runs");
    cluster.plant("left-over", "executor-of-yesterday");
    cluster.plant("forgotten", driver.life());
    let mut removed = 0;
    // The driver looks by itself, too.
    while removed < 2 && !cluster.pods().is_empty() {
        removed += driver.sweep().await.expect("it looks").sandboxes;
    }
    assert_eq!(cluster.pods(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_executor_that_leaves_gives_back_its_lease() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    run(&driver, "print(1)").await.expect("it runs");
    assert_eq!(cluster.leases(), [driver.life()]);
    driver.leave().await;
    assert_eq!((cluster.leases(), cluster.pods()), (Vec::new(), Vec::new()));
    assert!(driver.start().await.is_err(), "it makes nothing any more");
}
