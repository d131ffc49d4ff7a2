//! How long a submission and a claim take when nothing waits, and when 10,000 jobs do.

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

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let plant = Plant::start(Queue::Postgres)?;
    let gateway = plant.gateway()?;
    let claimer = Claimer::connect(&plant)?;
    let times = bench.pick(1_000, 300);
    // The first ones are not typical.
    pass(&gateway, &claimer, 50)?;
    let (submit, claim) = pass(&gateway, &claimer, times)?;
    fill(&gateway)?;
    let (slow_submit, slow_claim) = pass(&gateway, &claimer, times)?;
    claimer.runtime.block_on(claimer.store.close());
    let (submit, claim) = (submit.p99(), claim.p99());
    Ok(vec![
        Figure::at_most("services.backlog.submit.p99", slow_submit.p99(), "ms", 2.0 * submit).beside(submit),
        Figure::at_most("services.backlog.claim.p99", slow_claim.p99(), "ms", 2.0 * claim).beside(claim),
    ])
}

/// Submits one and claims one, so often: as many wait afterwards as before.
fn pass(gateway: &Process, claimer: &Claimer, times: usize) -> anyhow::Result<(Sample, Sample)> {
    let (mut submits, mut claims) = (Sample::default(), Sample::default());
    let mut client = gateway.client()?;
    for _ in 0..times {
        submits.time(|| client.submit(PROGRAM))?;
        claims.push(claimer.claim()?);
    }
    Ok((submits, claims))
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
