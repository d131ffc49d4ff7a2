//! What a job costs the API server.

use domain::{ExecutorId, JobId, PrincipalId, SandboxDriver as _, Ticket};

use crate::support::{cluster, driver, eventually, only_pod, run, run_in, send};

/// What keeps a cluster from taking a node away.
const SAFE_TO_EVICT: &str = "cluster-autoscaler.kubernetes.io/safe-to-evict";
/// Requests that belong to jobs; leases and the looking for orphans go by time.
const OF_JOBS: [&str; 7] =
    ["create pods", "delete pods", "get pods", "get pods/exec", "list events", "patch pods", "watch pods"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_costs_at_most_six_requests() {
    const JOBS: u64 = 10;
    let cluster = cluster().await;
    let driver = driver(&cluster);
    run(&driver, "print(1)").await.expect("it runs");
    let count = || OF_JOBS.iter().filter_map(|what| cluster.requests().get(*what).copied()).sum::<u64>();
    let before = count();
    for number in 0..JOBS {
        let (out, _) = run(&driver, &format!("print({number})")).await.expect("it runs");
        assert_eq!(out, format!("{number}\n"));
    }
    let spent = count() - before;
    assert!(spent <= 6 * JOBS, "{spent} requests for {JOBS} jobs: {:?}", cluster.requests());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pod_shows_which_job_it_runs() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let mut sandbox = driver.start().await.expect("a sandbox");
    let pod = only_pod(&cluster);
    let movable = || cluster.pod(&pod).expect("it is there")["metadata"]["annotations"][SAFE_TO_EVICT].clone();
    assert_eq!(movable(), "true", "a warm pod does not keep a node");
    let _process = send(sandbox.as_mut(), "import time\ntime.sleep(60)").await.expect("it runs");
    let job_id: JobId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("an id");
    let ticket = Ticket { job_id, attempt: 2, executor: ExecutorId::new("any") };
    sandbox.assign(&ticket, &PrincipalId::new("someone@example.org"));
    let labels = || cluster.pod(&pod).expect("it is there")["metadata"]["labels"].clone();
    eventually("it is shown", || labels()["code-remote/job"] == job_id.to_string()).await;
    assert_eq!((&labels()["code-remote/attempt"], &labels()["code-remote/pool"]), (&"2".into(), &"python".into()));
    assert!(!labels().to_string().contains("example.org"), "{}", labels());
    assert_eq!(movable(), "false", "an idle node is not taken away under a job");
    sandbox.destroy().await.expect("it is removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_in_a_warm_pod_costs_none_until_it_has_ended() {
    let cluster = cluster().await;
    let driver = driver(&cluster);
    let mut sandbox = driver.start().await.expect("a sandbox");
    let count = || OF_JOBS.iter().filter_map(|what| cluster.requests().get(*what).copied()).sum::<u64>();
    let before = count();
    let (out, _) = run_in(sandbox.as_mut(), "print(1)").await.expect("it runs");
    assert_eq!((out.as_str(), count()), ("1\n", before));
    sandbox.destroy().await.expect("it is removed");
    assert_eq!(count(), before + 1);
}
