//! `POST /execute`, one at a time with a warm pool: what gateway, queue, executor and PostgreSQL add to `up`.

use tempfile::TempDir;

use super::plant::{Plant, Queue};
use crate::{
    Bench,
    bare::PROGRAM,
    figure::Figure,
    http::Client,
    process::{Process, settle},
    sample::Sample,
    service::Service,
};

const POOL: usize = 4;

/// A gateway and an executor.
struct Apart {
    client: Client,
    metrics: Client,
    // In this order: roles stop before what they need.
    _roles: [Process; 2],
    _plant: Plant,
    _data: TempDir,
}

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let (requests, warm_up) = (bench.pick(300, 60), 10);
    let mut up = Service::start(bench, POOL)?;
    let (mut own, mut sqs) = (Apart::start(Queue::Postgres)?, Apart::start(Queue::Sqs)?);
    let mut embedded = up.client()?;
    let mut samples = [Sample::default(), Sample::default(), Sample::default()];
    for round in 0..warm_up + requests {
        for (n, sample) in samples.iter_mut().enumerate() {
            // The refill of the last one must not compete with this one, whoever runs it.
            up.settle()?;
            own.settle()?;
            sqs.settle()?;
            let client = [&mut embedded, &mut own.client, &mut sqs.client].into_iter().nth(n).expect("one a sample");
            let mut one = Sample::default();
            one.time(|| client.execute(PROGRAM))?;
            if round >= warm_up {
                sample.merge(one);
            }
        }
    }
    let [up, own, sqs] = samples.map(|sample| sample.p50());
    Ok(vec![
        Figure::at_most("services.postgres.added.p50", own - up, "ms", 10.0).beside(up),
        Figure::at_most("services.sqs.added.p50", sqs - up, "ms", 25.0).beside(up),
    ])
}

impl Apart {
    fn start(queue: Queue) -> anyhow::Result<Self> {
        let (plant, data) = (Plant::start(queue)?, tempfile::tempdir()?);
        let roles = [plant.gateway()?, plant.executor(data.path(), POOL)?];
        let (client, metrics) = (roles[0].client()?, roles[1].client()?);
        Ok(Self { client, metrics, _roles: roles, _plant: plant, _data: data })
    }

    fn settle(&mut self) -> anyhow::Result<()> {
        settle(&mut self.metrics, POOL)
    }
}
