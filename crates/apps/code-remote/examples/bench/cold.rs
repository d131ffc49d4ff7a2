//! `POST /execute`, one at a time, with no pool.

use crate::{
    Bench,
    bare::PROGRAM,
    figure::Figure,
    sample::Sample,
    service::{self, Service},
};

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let (requests, warm_up) = (bench.pick(100, 25), 3);
    let bare = service::bare(bench)?;
    let mut service = Service::start(bench, 0)?;
    let mut client = service.client()?;
    let (mut ours, mut reference) = (Sample::default(), Sample::default());
    for round in 0..warm_up + requests {
        service.settle()?;
        let mut sample = Sample::default();
        sample.time(|| client.execute(PROGRAM))?;
        service.settle()?;
        let took = bare.cold()?;
        if round >= warm_up {
            ours.merge(sample);
            reference.push(took);
        }
    }
    let runsc = reference.p50();
    Ok(vec![Figure::at_most("execute.cold.p50", ours.p50(), "ms", 1.3 * runsc).beside(runsc)])
}
