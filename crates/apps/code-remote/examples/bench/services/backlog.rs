//! How long a submission and a claim take when nothing waits, and when 10,000 jobs do.
//!
//! Two deployments are asked in turn, one of which has the jobs: whatever else the machine does meets both.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use domain::{ExecutorId, JobLedger as _, Queue as _, SystemClock};
use store::{PostgresSettings, PostgresStore, QueueKind};
use tokio::runtime::Runtime;

use super::plant::{Plant, Queue};
use crate::{Bench, bare::PROGRAM, figure::Figure, http::Client, process::Process, sample::Sample};

const WAITING: usize = 10_000;
/// They fill the queue together.
const CLIENTS: usize = 8;
/// Longer than the measurement: nothing is taken back meanwhile.
const LEASE: Duration = Duration::from_hours(1);

/// An executor that only claims.
struct Claimer {
    runtime: Runtime,
    store: PostgresStore,
    id: ExecutorId,
}

/// A deployment, and what was measured of it.
struct Side {
    gateway: Process,
    claimer: Claimer,
    submits: Sample,
    claims: Sample,
    _plant: Plant,
}

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let (mut empty, mut crowded) = (Side::start()?, Side::start()?);
    // The first ones are not typical.
    pass([&mut empty, &mut crowded], 50)?;
    fill(&crowded.gateway)?;
    // Many enough that the hundredth part of them is more than a few.
    pass([&mut empty, &mut crowded], bench.pick(3_000, 300))?;
    empty.close();
    crowded.close();
    let (submit, claim) = (empty.submits.p99(), empty.claims.p99());
    Ok(vec![
        Figure::at_most("services.backlog.submit.p99", crowded.submits.p99(), "ms", 2.0 * submit).beside(submit),
        Figure::at_most("services.backlog.claim.p99", crowded.claims.p99(), "ms", 2.0 * claim).beside(claim),
        Figure::note("services.backlog.submit.p50", crowded.submits.p50(), "ms").beside(empty.submits.p50()),
        Figure::note("services.backlog.claim.p50", crowded.claims.p50(), "ms").beside(empty.claims.p50()),
    ])
}

/// Measures each side so often, in turn.
fn pass(mut sides: [&mut Side; 2], times: usize) -> anyhow::Result<()> {
    let mut clients = [sides[0].gateway.client()?, sides[1].gateway.client()?];
    for side in &mut sides {
        (side.submits, side.claims) = <_>::default();
    }
    for _ in 0..times {
        for (side, client) in sides.iter_mut().zip(&mut clients) {
            side.turn(client)?;
        }
    }
    Ok(())
}

impl Side {
    fn start() -> anyhow::Result<Self> {
        let plant = Plant::start(Queue::Postgres)?;
        let (gateway, claimer) = (plant.gateway()?, Claimer::connect(&plant)?);
        Ok(Self { gateway, claimer, submits: Sample::default(), claims: Sample::default(), _plant: plant })
    }

    /// Submits one and claims one: as many wait afterwards as before.
    fn turn(&mut self, client: &mut Client) -> anyhow::Result<()> {
        self.submits.time(|| client.submit(PROGRAM))?;
        self.claims.push(self.claimer.claim()?);
        Ok(())
    }

    fn close(&self) {
        self.claimer.runtime.block_on(self.claimer.store.close());
    }
}

fn fill(gateway: &Process) -> anyhow::Result<()> {
    let submit = |mut client: Client| (0..WAITING / CLIENTS).try_for_each(|_| client.submit(PROGRAM));
    thread::scope(|scope| {
        let clients = (0..CLIENTS).map(|_| {
            Ok(scope.spawn({
                let client = gateway.client()?;
                move || submit(client)
            }))
        });
        let clients = clients.collect::<anyhow::Result<Vec<_>>>()?;
        clients.into_iter().try_for_each(|client| client.join().expect("it does not panic"))
    })
}

impl Claimer {
    fn connect(plant: &Plant) -> anyhow::Result<Self> {
        let runtime = Runtime::new()?;
        let settings = PostgresSettings { url: plant.url().to_owned(), connections: 4, queue: QueueKind::Own };
        let store = runtime.block_on(PostgresStore::connect(settings, Arc::new(SystemClock)))?;
        Ok(Self { runtime, store, id: ExecutorId::new("bench") })
    }

    /// Takes the next job as an executor does; how long that took.
    fn claim(&self) -> anyhow::Result<Duration> {
        self.runtime.block_on(async {
            let start = Instant::now();
            let delivery = self.store.receive(1, LEASE, &[]).await?.pop().context("a job waits")?;
            let claim = self.store.claim(delivery.job_id, &self.id, LEASE).await?;
            let took = start.elapsed();
            claim.context("nobody else claims")?;
            self.store.acknowledge(delivery).await?;
            Ok(took)
        })
    }
}
