//! What the driver itself costs: jobs in warm pods of a scripted API server, whose programs take no time.
//!
//! `cargo run --release -p code-remote-kubernetes --features testing --example kubernetes_bench [JOBS]`

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::time::{Duration, Instant};

use async_trait::async_trait;
use code_remote_kubernetes::{
    KubernetesDriver, Settings, Targets,
    testing::{Cluster, Container, Exited, Node, Streams},
};
use domain::{ByteString, ExecutionSpec, Imports, Limits, Program, Sandbox, SandboxDriver as _, runner};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const JOBS: usize = 500;

/// A node whose programs print at once and end.
struct Instantly;

#[async_trait]
impl Node for Instantly {
    async fn start(&self, _: Vec<String>) -> Result<Box<dyn Container>, String> {
        Ok(Box::new(Self))
    }
}

#[async_trait]
impl Container for Instantly {
    async fn exec(&self, _: Vec<String>, streams: Streams) -> Result<Exited, String> {
        let Streams { mut stdin, mut stdout, .. } = streams;
        loop {
            let mut header = [0; 8];
            stdin.read_exact(&mut header).await.map_err(|error| error.to_string())?;
            if header != runner::ping() {
                break;
            }
            stdout.write_all(&[runner::READY]).await.map_err(|error| error.to_string())?;
        }
        stdout.write_all(b"42\n").await.map_err(|error| error.to_string())?;
        Ok(Exited::Code(0))
    }

    async fn stop(&self) {}
}

/// Until the first byte, and until the exit is known.
async fn job(sandbox: &mut dyn Sandbox, spec: &ExecutionSpec) -> (Duration, Duration) {
    let sent = Instant::now();
    let mut process = sandbox.run(Program(spec), &spec.limits).await.expect("it runs");
    process.stdout.read_u8().await.expect("it prints");
    let first = sent.elapsed();
    sandbox.wait().await.expect("it ends");
    (first, sent.elapsed())
}

#[tokio::main]
async fn main() {
    let jobs = std::env::args().nth(1).map_or(JOBS, |count| count.parse().expect("a number of jobs"));
    let cluster = Cluster::start(Instantly).await;
    let settings = Settings { settle: Duration::ZERO, targets: Targets::default(), ..Settings::new("bench", "bench") };
    let driver = KubernetesDriver::at(settings, &cluster.url()).expect("the address is good");
    let spec = ExecutionSpec {
        language: "python".into(),
        source: "print(6 * 7)".into(),
        stdin: ByteString::default(),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Any,
        limits: Limits::default(),
    };
    let (mut firsts, mut exits) = (Vec::new(), Vec::new());
    for _ in 0..jobs {
        let mut sandbox = driver.start().await.expect("a sandbox");
        let (first, exit) = job(sandbox.as_mut(), &spec).await;
        sandbox.destroy().await.expect("it is removed");
        firsts.push(first);
        exits.push(exit);
    }
    report("job sent, first byte", firsts);
    report("job sent, exit known", exits);
    println!("requests: {:?}", cluster.requests());
    driver.leave().await;
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |hundredths: usize| times[(times.len() - 1) * hundredths / 100];
    println!("{what}: p50 {:?}, p95 {:?}, p99 {:?}", at(50), at(95), at(99));
}
