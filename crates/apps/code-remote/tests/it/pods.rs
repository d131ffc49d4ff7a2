//! Pods of a scripted cluster that are real gVisor sandboxes: the driver's suite, and the whole proof of isolation.

mod cell;

use std::{path::Path, process::Command, sync::Arc, time::Duration};

use code_remote::{cli, service};
use domain::{Limits, SandboxDriver, testing::sandbox_suite::SandboxCase};
use executor::proof::{self, Scope};
use kubernetes::{KubernetesDriver, Settings, Targets, testing::Cluster};
use tokio::runtime::Runtime;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Deployment, Traces, eventually, executable, image_for, status_of};
use cell::Gvisor;

/// A node's driver: gVisor of this machine.
async fn node(directory: &Path) -> Arc<dyn SandboxDriver> {
    use clap::Parser as _;
    let words = ["code-remote", "up", "--start", "cold"];
    let cli::Command::Up(settings) = cli::Cli::parse_from(words).command else { panic!("not up") };
    let local = service::driver(&settings.sandbox, &settings.limits, directory, |_| {}).await;
    local.expect("this machine isolates").driver
}

/// A driver for a cluster whose one node is this machine.
async fn with_cluster(limits: Limits, case: impl AsyncFnOnce(&KubernetesDriver)) {
    let directory = image_for("");
    let cluster = Cluster::start(Gvisor::new(node(directory.path()).await, limits.clone())).await;
    let options = Settings {
        lease: Duration::from_secs(2),
        settle: Duration::from_millis(200),
        targets: Targets::default(),
        limits,
        ..Settings::new("sandbox:test", "executor")
    };
    let driver = KubernetesDriver::at(options, &cluster.url()).expect("the address is good");
    case(&driver).await;
    driver.leave().await;
    assert_eq!((cluster.pods(), cluster.leases()), (Vec::new(), Vec::new()), "nothing is left");
    // A node removes what a pod was made of a moment after the pod.
    eventually("something is left on the node", async || {
        let left = Traces::of(directory.path());
        (left != Traces::default()).then_some(left)
    })
    .await;
    let _ = std::fs::remove_dir_all(Traces::directory_of(directory.path()));
}

/// The default limits with a whole core, for cases that are not about its share.
fn quick() -> Limits {
    Limits { cpu_millis: 1_000, ..Limits::default() }
}

fn run(case: SandboxCase) {
    Runtime::new().expect("a runtime").block_on(with_cluster(quick(), async |driver| case(driver).await));
}

domain::sandbox_suite!(run);

#[test]
fn a_cluster_that_isolates_is_proven_to() {
    Runtime::new().expect("a runtime").block_on(with_cluster(Limits::default(), async |driver| {
        let outcome = proof::prove(driver, Scope::Full).await.expect("it is tried");
        assert!(outcome.contained(), "{:#?}", outcome.proofs);
        let names: Vec<_> = outcome.proofs.iter().map(|proof| proof.name.as_str()).collect();
        for name in ["kernel", "runtime", "cpu", "memory", "network", "ingress", "host files", "disk", "processes"] {
            assert_eq!(names.iter().filter(|one| **one == name).count(), 1, "{name}: {names:?}");
        }
        assert!(outcome.report.runtime_version.starts_with("gVisor "), "{:?}", outcome.report);
    }));
}

#[test]
fn a_program_that_takes_too_much_memory_is_told_so() {
    Runtime::new().expect("a runtime").block_on(with_cluster(quick(), async |driver| {
        let mut sandbox = driver.start().await.expect("a sandbox");
        let spec = domain::ExecutionSpec {
            source: "hoard = []\nwhile True: hoard.append(b'x' * (4 << 20))".into(),
            imports: domain::Imports::Any,
            ..domain::testing::small_spec()
        };
        let _process = sandbox.run(domain::Program(&spec), &spec.limits).await.expect("it runs");
        let evidence = tokio::time::timeout(crate::harness::PATIENCE, sandbox.wait()).await.expect("it ends");
        let evidence = evidence.expect("its end is seen");
        assert!(evidence.out_of_memory && evidence.runtime_died.is_none(), "{evidence:?}");
        sandbox.destroy().await.expect("it is removed");
    }));
}

/// A `kubeconfig` for a cluster.
fn kubeconfig(directory: &Path, cluster: &Cluster) -> String {
    let named = |key: &str, value: Value| json!([{ "name": "one", key: value }]);
    let config = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": named("cluster", json!({ "server": cluster.url() })),
        "users": named("user", json!({})),
        "contexts": named("context", json!({ "cluster": "one", "user": "one" })),
        "current-context": "one",
    });
    let file = directory.join("kubeconfig");
    std::fs::write(&file, config.to_string()).expect("it can be written");
    file.display().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_tries_a_cluster() {
    let directory = image_for("");
    let cluster = Cluster::start(Gvisor::new(node(directory.path()).await, quick())).await;
    let file = kubeconfig(directory.path(), &cluster);
    let doctor = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(executable());
        command.args(["doctor", "--cluster", "--json", "--cpu-millis", "1000"]).env("KUBECONFIG", file);
        command.env("CODE_REMOTE_KUBERNETES_SANDBOX_IMAGE", "sandbox:test").output().expect("the executable runs")
    });
    let output = doctor.await.expect("it ends");
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!((output.status.code(), &document["contained"]), (Some(0), &json!(true)), "{document:#}");
    assert_eq!(document["isolation"]["driver"], "kubernetes");
    assert_eq!((cluster.pods(), cluster.leases()), (Vec::new(), Vec::new()), "nothing is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_run_in_pods_until_the_network_opens() {
    let directory = image_for("");
    let gvisor = Gvisor::new(node(directory.path()).await, quick());
    let network = gvisor.network();
    let cluster = Cluster::start(gvisor).await;
    // Warm sandboxes take all the room there is: what proves isolation again must get it from them.
    cluster.set_quota(Some(4));
    let deployment = Deployment::new(&[
        ("CODE_REMOTE_POOL_SIZE", "4"),
        ("CODE_REMOTE_DRIVER", "kubernetes"),
        ("CODE_REMOTE_KUBERNETES_SANDBOX_IMAGE", "sandbox:test"),
        ("CODE_REMOTE_KUBERNETES_PROOF_SECONDS", "5"),
        ("CODE_REMOTE_CPU_MILLIS", "1000"),
        ("KUBECONFIG", &kubeconfig(directory.path(), &cluster)),
    ])
    .await;
    let gateway = deployment.gateway().await;
    let mut executor = deployment.executor().await;
    let result = gateway.execute("print(6 * 7)").await;
    assert_eq!((&result["stdout"], &result["isolation"]["driver"]), (&json!("42\n"), &json!("kubernetes")), "{result}");

    assert_eq!(
        result["resource_usage"],
        json!({ "cpu_time_ms": null, "memory_peak_bytes": null }),
        "nobody could count"
    );

    // The agent that enforces the policy fails; then the policy is deleted.
    let ways: [(&dyn Fn(bool), &str); 2] =
        [(&|closed| network.open(!closed), "answered"), (&|closed| cluster.set_policy(closed), "no NetworkPolicy")];
    for (close, words) in ways {
        close(false);
        eventually("the executor does not notice", async || {
            let (status, document) = executor.send(Method::GET, "/health/ready").await;
            (status != StatusCode::SERVICE_UNAVAILABLE || !document.to_string().contains(words)).then_some(document)
        })
        .await;
        let waiting = gateway.submit("print('kept')").await;
        assert_eq!(status_of(&gateway.job(&waiting).await), "queued");
        close(true);
        assert_eq!(gateway.result(&waiting).await["stdout"], "kept\n");
    }
    assert!(executor.stop().await.success());
    assert_eq!((cluster.pods(), cluster.leases()), (Vec::new(), Vec::new()), "nothing is left");
}
