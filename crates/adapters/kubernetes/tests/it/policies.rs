//! Network policies that somebody takes away, or adds: nothing starts or goes on.

use code_remote_kubernetes::testing::Cluster;
use domain::{SandboxDriver as _, SandboxError};
use tokio::time::timeout;

use crate::support::{PATIENCE, cluster, driver, run, run_in, send};

/// What somebody does, and what is said of it then.
type Way = (fn(&Cluster), &'static str);

/// Two ways to the same end.
const WAYS: [Way; 2] =
    [(|cluster| cluster.set_policy(false), "no NetworkPolicy denies"), (Cluster::open_way_out, "way-out")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_policy_nothing_starts() {
    let cluster = cluster().await;
    cluster.set_policy(false);
    let driver = driver(&cluster);
    let refused = driver.start().await.err();
    assert!(
        matches!(&refused, Some(SandboxError::NotIsolated(reason)) if reason.contains("NetworkPolicy")),
        "{refused:?}"
    );
    assert_eq!(cluster.made().0, 0, "no pod was made");
    assert!(driver.prove().await.is_err(), "nothing is proven");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_that_opens_is_noticed_at_once_and_by_itself() {
    for (open, words) in WAYS {
        let cluster = cluster().await;
        let driver = driver(&cluster);
        let mut warm = driver.start().await.expect("a sandbox");
        open(&cluster);
        let reason = timeout(PATIENCE, driver.doubted()).await.expect("it is noticed");
        assert!(reason.contains(words), "{reason}");
        let refused = run_in(warm.as_mut(), "print(1)").await.err();
        assert!(matches!(&refused, Some(SandboxError::NotIsolated(_))), "{refused:?}");
        warm.destroy().await.expect("it is removed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_program_goes_on_in_an_open_network() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let mut sandbox = driver.start().await.expect("a sandbox");
    let _process = send(sandbox.as_mut(), "import time\nwhile True: time.sleep(0.1)").await.expect("it runs");
    cluster.set_policy(false);
    let evidence = timeout(PATIENCE, sandbox.wait()).await.expect("it is stopped").expect("it is seen");
    assert!(evidence.runtime_died.as_ref().is_some_and(|reason| reason.contains("NetworkPolicy")), "{evidence:?}");
    sandbox.destroy().await.expect("it is removed");
    assert_eq!(cluster.pods(), Vec::<String>::new());

    cluster.set_policy(true);
    crate::support::eventually("it is closed again", || !is_doubted(&driver)).await;
    assert_eq!(run(&driver, "print(1)").await.expect("it runs").0, "1\n");
}

/// Whether the driver says so now.
fn is_doubted(driver: &code_remote_kubernetes::KubernetesDriver) -> bool {
    use futures_util::FutureExt as _;
    driver.doubted().now_or_never().is_some()
}
