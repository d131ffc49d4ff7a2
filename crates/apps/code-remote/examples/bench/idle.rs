//! What a service costs that has nothing to do.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{Bench, figure::Figure, meter::resident_mib, sample::number, service::Service};

const POOL: usize = 8;
/// Starting has ended, and so has what follows it.
const SETTLE: Duration = Duration::from_secs(2);

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let service = Service::start(bench, POOL)?;
    sleep(SETTLE);
    let (start, before) = (Instant::now(), service.group().cpu_time()?);
    sleep(bench.pick(Duration::from_secs(20), Duration::from_secs(5)));
    let used = service.group().cpu_time()?.saturating_sub(before);
    let share = used.as_secs_f64() / start.elapsed().as_secs_f64() * 100.0;
    let (bytes, sandboxes) = service.group().sandboxes()?;
    anyhow::ensure!(sandboxes == POOL, "{sandboxes} sandboxes wait instead of {POOL}");
    let each = bytes / number(sandboxes) / f64::from(1 << 20);
    Ok(vec![
        Figure::at_most("idle.cpu", share, "% core", 1.0),
        Figure::at_most("idle.memory_per_sandbox", each, "MiB", 25.0),
        Figure::at_most("idle.service_memory", resident_mib(service.pid())?, "MiB", 60.0),
    ])
}
