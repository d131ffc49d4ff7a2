//! Clusters, drivers, and what they run.

use std::time::Duration;

use code_remote_kubernetes::{
    KubernetesDriver, Settings, Targets,
    testing::{Cluster, Processes},
};
use domain::{
    ByteString, ExecutionSpec, ExitEvidence, Imports, Limits, Process, Program, Sandbox, SandboxDriver as _,
    SandboxError,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    time::{Instant, timeout},
};

/// Longer than anything in these tests takes on a crowded machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A cluster whose pods are processes of this machine.
pub async fn cluster() -> Cluster {
    Cluster::start(Processes::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../runsc/python"))).await
}

pub fn settings() -> Settings {
    Settings {
        lease: Duration::from_secs(1),
        settle: Duration::ZERO,
        start_within: Duration::from_secs(20),
        room_within: Duration::from_millis(300),
        probe_port: free_port(),
        targets: Targets::default(),
        ..Settings::new("sandbox:test", "executor")
    }
}

/// All pods are this machine's processes, so each probe needs a port of its own.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("0.0.0.0:0").expect("a port of this machine");
    listener.local_addr().expect("it is bound").port()
}

pub fn driver(cluster: &Cluster) -> KubernetesDriver {
    driver_with(cluster, settings())
}

pub fn driver_with(cluster: &Cluster, settings: Settings) -> KubernetesDriver {
    KubernetesDriver::at(settings, &cluster.url()).expect("the address is good")
}

pub fn spec(source: &str) -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source: source.into(),
        stdin: ByteString(Vec::new()),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Any,
        limits: Limits::default(),
    }
}

/// Sends a program and does not wait for it.
pub async fn send(sandbox: &mut dyn Sandbox, source: &str) -> Result<Process, SandboxError> {
    let spec = spec(source);
    sandbox.run(Program(&spec), &spec.limits).await
}

/// Runs a program in a sandbox of its own.
pub async fn run(driver: &KubernetesDriver, source: &str) -> Result<(String, ExitEvidence), SandboxError> {
    let mut sandbox = driver.start().await?;
    let ran = run_in(sandbox.as_mut(), source).await;
    sandbox.destroy().await?;
    ran
}

/// Runs a program in this one.
pub async fn run_in(sandbox: &mut dyn Sandbox, source: &str) -> Result<(String, ExitEvidence), SandboxError> {
    let mut process = send(sandbox, source).await?;
    let all = async { tokio::join!(all(&mut process.stdout), all(&mut process.stderr), sandbox.wait()) };
    let (stdout, _, evidence) = timeout(PATIENCE, all).await.expect("it ends");
    Ok((stdout, evidence?))
}

pub async fn all(stream: &mut (dyn AsyncRead + Send + Unpin)) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("readable");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Waits for something that must become true.
pub async fn eventually(what: &str, mut so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The only pod there is.
pub fn only_pod(cluster: &Cluster) -> String {
    let mut pods = cluster.pods();
    assert_eq!(pods.len(), 1, "one pod: {pods:?}");
    pods.remove(0)
}
