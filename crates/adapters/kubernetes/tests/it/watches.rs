//! Watches that drop, and watches whose position is forgotten.

use std::time::Duration;

use code_remote_kubernetes::testing::Ending;
use domain::SandboxDriver as _;

use crate::support::{cluster, driver, eventually, only_pod, run};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_that_drops_goes_on_without_a_new_list() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    run(&driver, "print(1)").await.expect("it runs");
    let sandbox = driver.start().await.expect("a sandbox");
    let count = |what: &str| cluster.requests().get(what).copied().unwrap_or(0);
    let watches = count("watch pods");
    cluster.cut_watches();
    eventually("it watches again", || count("watch pods") > watches).await;
    cluster.end(&only_pod(&cluster), Ending::Evicted, Duration::ZERO).await;
    eventually("what happened is seen", || !sandbox.is_alive()).await;
    sandbox.destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_position_is_made_up_for_by_a_list() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let sandbox = driver.start().await.expect("a sandbox");
    let pod = only_pod(&cluster);
    for _ in 0..3 {
        cluster.forget();
    }
    // Whatever happened meanwhile no watch tells any more.
    cluster.end(&pod, Ending::Deleted, Duration::ZERO).await;
    cluster.forget();
    eventually("its absence is seen", || !sandbox.is_alive()).await;
    sandbox.destroy().await.expect("it is removed");
    run(&driver, "print(1)").await.expect("it goes on");
}
