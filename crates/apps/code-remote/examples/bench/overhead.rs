//! The service without a sandbox: accept, queue, claim, store, answer.

use std::{net::SocketAddr, sync::Arc, thread};

use anyhow::Context as _;
use clap::Parser;
use code_remote::{
    config::Settings,
    service::{Sandboxes, Service},
};
use domain::testing::FakeDriver;
use tokio::runtime::Runtime;

use crate::{
    Bench,
    figure::Figure,
    http::Client,
    sample::{Sample, number},
};

/// Python that passes the policy, and that the fake driver knows one word of.
pub(crate) const PROGRAM: &str = "'''\nprint 1\n'''";
/// Enough to keep both cores and the disk busy.
const CLIENTS: usize = 32;

#[derive(Parser)]
struct Up {
    #[command(flatten)]
    settings: Settings,
}

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let runtime = Runtime::new()?;
    let directory = tempfile::tempdir()?;
    let data_dir = directory.path().to_str().context("the directory's name is text")?;
    let settings = Up::parse_from(["up", "--listen", "127.0.0.1:0", "--data-dir", data_dir]).settings;
    let driver = Arc::new(FakeDriver::default());
    // The fake isolates nothing and says so; no program runs in it.
    let sandboxes = Sandboxes { driver, python_version: "3".into(), relaxed: true };
    let service = runtime.block_on(Service::start(&settings, sandboxes))?;
    let figures = requests(service.address, bench);
    runtime.block_on(service.stop())?;
    figures
}

fn requests(address: SocketAddr, bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let alone = ask(address, bench.pick(3_000, 500))?;
    let each = bench.pick(200, 50);
    let start = std::time::Instant::now();
    let crowd = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| ask(address, each))).collect();
        clients.into_iter().map(|client| client.join().expect("it does not panic")).collect::<anyhow::Result<Vec<_>>>()
    })?;
    let rate = number(crowd.iter().map(Sample::count).sum()) / start.elapsed().as_secs_f64();
    Ok(vec![
        Figure::at_most("overhead.p50", alone.p50(), "ms", 5.0),
        Figure::at_most("overhead.p99", alone.p99(), "ms", 12.0),
        Figure::at_least("overhead.rate", rate, "jobs/s", 500.0),
    ])
}

/// One client that asks so often, one after the other.
fn ask(address: SocketAddr, times: usize) -> anyhow::Result<Sample> {
    let mut client = Client::connect(address)?;
    // The first requests of a connection and of a service are not typical.
    for _ in 0..20 {
        client.execute(PROGRAM)?;
    }
    let mut sample = Sample::default();
    for _ in 0..times {
        sample.time(|| client.execute(PROGRAM))?;
    }
    Ok(sample)
}
