//! How pods end that did not end by themselves.

use std::time::Duration;

use code_remote_kubernetes::testing::{Cluster, Ending};
use domain::{Exit, ExitEvidence, Sandbox, SandboxDriver as _};
use tokio::time::timeout;

use crate::support::{PATIENCE, all, cluster, driver, only_pod, send};

/// About how late a kubelet notices.
const LATE: Duration = Duration::from_millis(800);
const ENDLESS: &str =
    "import sys, time\nsys.stderr.write('said')\nprint('up', flush=True)\nwhile True: time.sleep(0.1)";

/// Ends a pod that runs a program, and gives what was seen and what came as its errors.
async fn ended(cluster: &Cluster, sandbox: &mut dyn Sandbox, ending: Ending) -> (ExitEvidence, String) {
    let pod = only_pod(cluster);
    let mut process = send(sandbox, ENDLESS).await.expect("it runs");
    let mut up = [0; 3];
    tokio::io::AsyncReadExt::read_exact(&mut process.stdout, &mut up).await.expect("it prints");
    let both = async { tokio::join!(cluster.end(&pod, ending, LATE), sandbox.wait(), all(&mut process.stderr)) };
    let ((), evidence, errors) = timeout(PATIENCE, both).await.expect("its end is seen");
    (evidence.expect("its end is seen"), errors)
}

async fn outcome(ending: Ending) -> (ExitEvidence, String) {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let mut sandbox = driver.start().await.expect("a sandbox");
    let (evidence, errors) = ended(&cluster, sandbox.as_mut(), ending).await;
    assert_eq!(sandbox.wait().await.expect("it is known"), evidence);
    sandbox.destroy().await.expect("it is removed");
    assert_eq!(cluster.pods(), Vec::<String>::new());
    (evidence, errors)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_much_memory_is_the_programs_own_end() {
    let (evidence, errors) = outcome(Ending::OutOfMemory).await;
    assert_eq!((evidence.out_of_memory, evidence.runtime_died), (true, None));
    assert_eq!(errors, "said", "what the runtime said of it is not the program's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_eviction_is_the_clusters_fault() {
    let (evidence, _) = outcome(Ending::Evicted).await;
    assert!(!evidence.out_of_memory);
    assert!(evidence.runtime_died.as_ref().is_some_and(|reason| reason.contains("Evicted")), "{evidence:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pod_that_is_too_old_is_the_clusters_fault() {
    let (evidence, _) = outcome(Ending::Deadline).await;
    assert!(evidence.runtime_died.as_ref().is_some_and(|reason| reason.contains("DeadlineExceeded")), "{evidence:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_pod_is_the_clusters_fault() {
    let (evidence, _) = outcome(Ending::Deleted).await;
    assert!(evidence.runtime_died.as_ref().is_some_and(|reason| reason.contains("deleted")), "{evidence:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_node_is_noticed_though_its_stream_is_silent() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let mut sandbox = driver.start().await.expect("a sandbox");
    let pod = only_pod(&cluster);
    let _process = send(sandbox.as_mut(), ENDLESS).await.expect("it runs");
    cluster.end(&pod, Ending::NodeLost, Duration::ZERO).await;
    let evidence = timeout(PATIENCE, sandbox.wait()).await.expect("it is noticed").expect("its end is seen");
    assert!(evidence.runtime_died.as_ref().is_some_and(|reason| reason.contains("NodeLost")), "{evidence:?}");
    sandbox.destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clusters_warning_is_part_of_the_reason() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let mut sandbox = driver.start().await.expect("a sandbox");
    cluster.warn(&only_pod(&cluster), "Preempted", "by something more important");
    let (evidence, _) = ended(&cluster, sandbox.as_mut(), Ending::Deleted).await;
    assert!(evidence.runtime_died.as_ref().is_some_and(|reason| reason.contains("Preempted")), "{evidence:?}");
    sandbox.destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_warm_pod_that_goes_is_not_alive() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    for ending in [Ending::Evicted, Ending::Deleted, Ending::NodeLost] {
        let mut sandbox = driver.start().await.expect("a sandbox");
        assert!(sandbox.is_alive());
        cluster.end(&only_pod(&cluster), ending, Duration::ZERO).await;
        crate::support::eventually("it is seen", || !sandbox.is_alive()).await;
        assert!(send(sandbox.as_mut(), "print(1)").await.is_err());
        sandbox.destroy().await.expect("it is removed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_codes_own_137_is_not_taken_for_the_clusters() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let (_, evidence) = crate::support::run(&driver, "import os\nos._exit(137)").await.expect("it runs");
    assert_eq!((evidence.exit, evidence.out_of_memory, evidence.runtime_died), (Exit::Code(137), false, None));
}
