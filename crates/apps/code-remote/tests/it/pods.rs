//! Pods of a scripted cluster that are real gVisor sandboxes: the driver's suite, and the whole proof of isolation.

mod cell;

use std::time::Duration;

use code_remote::{cli, service};
use domain::{Limits, SandboxDriver, testing::sandbox_suite::SandboxCase};
use executor::proof::{self, Scope};
use kubernetes::{KubernetesDriver, Settings, Targets, testing::Cluster};
use tokio::runtime::Runtime;

use crate::harness::{Traces, image_for};
use cell::Gvisor;

/// A driver for a cluster whose one node is this machine.
async fn with_cluster(limits: Limits, case: impl AsyncFnOnce(&KubernetesDriver)) {
    use clap::Parser as _;
    let directory = image_for("");
    let words = ["code-remote", "up", "--start", "cold"];
    let cli::Command::Up(settings) = cli::Cli::parse_from(words).command else { panic!("not up") };
    let local = service::driver(&settings.sandbox, &settings.limits, directory.path(), |_| {}).await;
    let local = local.expect("this machine isolates");
    let cluster = Cluster::start(Gvisor::new(local.driver, limits.clone())).await;
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
    assert_eq!(Traces::of(directory.path()), Traces::default(), "on the node neither");
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
