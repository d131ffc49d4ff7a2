//! A job in a warm pod: what the driver adds, and what it asks the API server for.

use std::time::{Duration, Instant};

use domain::{ExecutorId, IdSource as _, PrincipalId, Program, RandomIds, Sandbox, SandboxDriver as _, Ticket};
use kubernetes::testing::Cluster;
use tokio::{io::AsyncReadExt as _, runtime::Runtime};

use super::{connect, node::Instantly, spec};
use crate::{
    Bench,
    figure::Figure,
    sample::{Sample, number},
};

/// Requests that go by time, not by jobs.
const BY_TIME: [&str; 2] = ["leases", "networkpolicies"];

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    Runtime::new()?.block_on(jobs(bench.pick(1_000, 200)))
}

async fn jobs(count: usize) -> anyhow::Result<Vec<Figure>> {
    let cluster = Cluster::start(Instantly).await;
    let driver = connect(&cluster, Duration::ZERO)?;
    let (mut firsts, mut exits) = (Sample::default(), Sample::default());
    let warm_up = count / 10;
    let mut before = 0;
    for round in 0..warm_up + count {
        if round == warm_up {
            before = requests(&cluster);
        }
        let mut sandbox = driver.start().await?;
        let (first, exit) = job(sandbox.as_mut()).await?;
        sandbox.destroy().await?;
        if round >= warm_up {
            firsts.push(first);
            exits.push(exit);
        }
    }
    let spent = number(usize::try_from(requests(&cluster) - before)?);
    driver.leave().await;
    Ok(vec![
        Figure::note("kubernetes.first_byte.p50", firsts.p50(), "ms"),
        Figure::at_most("kubernetes.driver.p50", exits.p50(), "ms", 5.0),
        Figure::note("kubernetes.driver.p99", exits.p99(), "ms"),
        Figure::at_most("kubernetes.requests", spent / number(count), "a job", 6.0),
    ])
}

/// From when it is sent, until the first byte and until its exit is known.
async fn job(sandbox: &mut dyn Sandbox) -> anyhow::Result<(Duration, Duration)> {
    let spec = spec();
    let sent = Instant::now();
    let mut process = sandbox.run(Program(&spec), &spec.limits).await?;
    let ticket = Ticket { job_id: RandomIds.job_id(), attempt: 1, executor: ExecutorId::new("bench") };
    sandbox.assign(&ticket, &PrincipalId::new("bench"));
    process.stdout.read_u8().await?;
    let first = sent.elapsed();
    sandbox.wait().await?;
    Ok((first, sent.elapsed()))
}

fn requests(cluster: &Cluster) -> u64 {
    let all = cluster.requests();
    all.iter().filter(|(what, _)| !BY_TIME.iter().any(|kind| what.ends_with(kind))).map(|(_, count)| count).sum()
}
