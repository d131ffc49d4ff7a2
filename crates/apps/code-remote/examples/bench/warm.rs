//! `POST /execute`, one at a time, with a warm pool.

use crate::{
    Bench,
    bare::{PROGRAM, python},
    figure::Figure,
    sample::Sample,
    service::Service,
};

const POOL: usize = 8;

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let (requests, warm_up) = (bench.pick(400, 100), 10);
    let mut service = Service::start(bench, POOL)?;
    let mut client = service.client()?;
    let (mut ours, mut bare) = (Sample::default(), Sample::default());
    for round in 0..warm_up + requests {
        // The refill of the last one must not compete with this one, nor with the reference.
        service.settle()?;
        let mut sample = Sample::default();
        sample.time(|| client.execute(PROGRAM))?;
        service.settle()?;
        let reference = python()?;
        if round >= warm_up {
            ours.merge(sample);
            bare.push(reference);
        }
    }
    let python = bare.p50();
    Ok(vec![
        Figure::at_most("execute.warm.p50", ours.p50(), "ms", 1.5 * python).beside(python),
        Figure::at_most("execute.warm.p99", ours.p99(), "ms", 5.0 * python).beside(python),
    ])
}
