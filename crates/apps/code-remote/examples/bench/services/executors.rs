//! No-op jobs on one executor and on two: what executors that share a database cost each other.
//!
//! They run no sandbox, because one executor's sandboxes keep every core of a small machine busy, and have one slot each,
//! so that an executor waits for the database rather than for a core.

use std::{
    net::SocketAddr,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use clap::Parser;
use code_remote::{
    config::ExecutorSettings,
    service::{Executor, Sandboxes},
};
use domain::testing::FakeDriver;
use tokio::runtime::Runtime;

use super::plant::{Plant, Queue};
use crate::{Bench, figure::Figure, http::Client, meter::Machine, overhead::PROGRAM, sample::number};

/// Enough that no executor ever finds the queue empty.
const CLIENTS: usize = 8;

#[derive(Parser)]
struct Role {
    #[command(flatten)]
    settings: ExecutorSettings,
}

/// An executor of this process on threads of its own.
struct Running {
    runtime: Runtime,
    executor: Executor,
}

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let plant = Plant::start(Queue::Postgres)?;
    let gateway = plant.gateway()?;
    let time = bench.pick(Duration::from_secs(20), Duration::from_secs(5));
    let first = start(&plant)?;
    rate(gateway.address(), time / 5)?;
    let one = rate(gateway.address(), time)?;
    let second = start(&plant)?;
    rate(gateway.address(), time / 5)?;
    let machine = Machine::start();
    let two = rate(gateway.address(), time)?;
    let idle = machine.shares().idle;
    for Running { runtime, executor } in [first, second] {
        runtime.block_on(executor.stop())?;
    }
    Ok(vec![
        Figure::at_least("services.executors.rate", two, "jobs/s", 1.8 * one).beside(one),
        Figure::note("services.executors.idle", idle, "cores"),
    ])
}

fn start(plant: &Plant) -> anyhow::Result<Running> {
    let runtime = Runtime::new()?;
    let words = ["executor", "--operations-listen", "127.0.0.1:0", "--database-url", plant.url()];
    let slots = ["--concurrency", "1", "--running-max-per-caller", "1000"];
    let settings = Role::parse_from(words.into_iter().chain(slots)).settings;
    let driver = Arc::new(FakeDriver::default());
    // The fake isolates nothing and says so; no program runs in it.
    let sandboxes = Sandboxes { driver, python_version: "3".into(), relaxed: true };
    let executor = runtime.block_on(Executor::start(&settings, sandboxes))?;
    Ok(Running { runtime, executor })
}

/// Jobs a second of clients that ask one after the other.
fn rate(gateway: SocketAddr, time: Duration) -> anyhow::Result<f64> {
    let start = Instant::now();
    let ask = || {
        let (mut client, mut done) = (Client::connect(gateway)?, 0);
        while start.elapsed() < time {
            client.execute(PROGRAM)?;
            done += 1;
        }
        anyhow::Ok(done)
    };
    let done = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(ask)).collect();
        clients.into_iter().map(|client| client.join().expect("it does not panic")).sum::<anyhow::Result<usize>>()
    })?;
    Ok(number(done) / start.elapsed().as_secs_f64())
}
