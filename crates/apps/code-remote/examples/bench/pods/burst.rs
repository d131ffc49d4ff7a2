//! A hundred requests at the same moment, with twenty warm pods and a cluster that takes its time to start more.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use clap::Parser as _;
use code_remote::{
    cli::{Cli, Command},
    service::{Sandboxes, Service},
};
use domain::SandboxDriver as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use kubernetes::testing::Cluster;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{connect, node::Instantly, unproven::Unproven};
use crate::{
    Bench,
    burst::burst,
    figure::Figure,
    http::Client,
    process::settle,
    sample::{Sample, number},
};

const POOL: usize = 20;
const REQUESTS: usize = 100;
/// Pods that one executor starts at once by default.
const STARTS: usize = 10;
/// A pod runs after this long and may have a program after half a second more: the 1.6 s that a real one was seen to take.
const START_TIME: Duration = Duration::from_millis(1_100);
const SETTLE: Duration = Duration::from_millis(500);

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let runtime = Runtime::new()?;
    let cluster = runtime.block_on(Cluster::start(Instantly));
    cluster.set_start_time(START_TIME);
    let refill = runtime.block_on(refill(&cluster))?;
    let data = tempfile::tempdir()?;
    let service = runtime.block_on(service(&cluster, &data))?;
    let connect = || Client::connect(service.address);
    let mut metrics = connect()?;
    let (mut walls, mut failed) = (Sample::default(), 0);
    for _ in 0..bench.pick(3, 1) {
        settle(&mut metrics, POOL)?;
        let clients = (0..REQUESTS).map(|_| connect()).collect::<anyhow::Result<Vec<_>>>()?;
        let (wall, failures) = burst(clients);
        walls.push(wall);
        failed += failures;
    }
    runtime.block_on(service.stop())?;
    let ideal = number(REQUESTS - POOL) / refill * 1e3;
    Ok(vec![
        Figure::note("kubernetes.refill", refill, "pods/s"),
        Figure::at_most("kubernetes.burst.failed", number(failed), "requests", 0.0),
        Figure::at_most("kubernetes.burst.wall", walls.p50(), "ms", 1.2 * ideal).beside(ideal),
    ])
}

/// Pods a second that the driver gets ready, as many at once as an executor asks for.
async fn refill(cluster: &Cluster) -> anyhow::Result<f64> {
    let driver = connect(cluster, SETTLE)?;
    let start = Instant::now();
    let starts = stream::iter(0..4 * STARTS).map(|_| driver.start()).buffer_unordered(STARTS);
    let sandboxes = starts.try_collect::<Vec<_>>().await?;
    let rate = number(sandboxes.len()) / start.elapsed().as_secs_f64();
    for sandbox in sandboxes {
        sandbox.destroy().await?;
    }
    driver.leave().await;
    Ok(rate)
}

/// Everything in this process: the bench's own processor time is the service's.
async fn service(cluster: &Cluster, data: &TempDir) -> anyhow::Result<Service> {
    let directory = data.path().display().to_string();
    let (pool, starts) = (POOL.to_string(), STARTS.to_string());
    let words = ["bench", "up", "--listen", "127.0.0.1:0", "--data-dir", &directory, "--concurrency", "60"];
    let words = words.into_iter().chain(["--pool-size", &pool, "--refill-concurrency", &starts]);
    let Command::Up(settings) = Cli::try_parse_from(words)?.command else { anyhow::bail!("this is `up`") };
    let driver = Arc::new(Unproven(connect(cluster, SETTLE)?));
    let sandboxes = Sandboxes { driver, python_version: "3.11".into(), relaxed: true };
    Service::start(&settings, sandboxes).await
}
