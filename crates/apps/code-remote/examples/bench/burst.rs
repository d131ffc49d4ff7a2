//! A hundred requests at the same moment.

use std::{
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use crate::{
    Bench,
    bare::PROGRAM,
    figure::Figure,
    http::Client,
    meter::cores,
    sample::{Sample, number},
    service::{self, Service},
};

const POOL: usize = 32;
const REQUESTS: usize = 100;

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let bare = service::bare(bench)?;
    let mut service = Service::start(bench, POOL)?;
    let (mut walls, mut cost, mut failed) = (Sample::default(), Sample::default(), 0);
    for _ in 0..bench.pick(5, 2) {
        for _ in 0..5 {
            cost.push(bare.cost()?);
        }
        service.settle()?;
        let clients = (0..REQUESTS).map(|_| service.client()).collect::<anyhow::Result<Vec<_>>>()?;
        let (wall, failures) = burst(clients);
        walls.push(wall);
        failed += failures;
    }
    let ideal = number(REQUESTS) * cost.p50() / cores();
    Ok(vec![
        Figure::at_most("burst.failed", number(failed), "requests", 0.0),
        Figure::at_most("burst.wall", walls.p50(), "ms", 1.3 * ideal).beside(ideal),
    ])
}

/// Until the last answer, and how many were not what was asked for.
pub(crate) fn burst(clients: Vec<Client>) -> (Duration, usize) {
    let together = Barrier::new(clients.len() + 1);
    let one = |mut client: Client| {
        together.wait();
        client.execute(PROGRAM).inspect_err(report)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = clients.into_iter().map(|client| scope.spawn(|| one(client))).collect();
        together.wait();
        let start = Instant::now();
        let ended: Vec<_> = threads.into_iter().map(|thread| thread.join().is_ok_and(|done| done.is_ok())).collect();
        (start.elapsed(), ended.iter().filter(|succeeded| !**succeeded).count())
    })
}

/// Says what went wrong with a request; it is counted, not fatal.
pub(crate) fn report(error: &anyhow::Error) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "a request failed: {error:#}");
}
