//! A closed loop of clients, for a while: rate, processor time per job, memory.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Bench,
    bare::{Bare, PROGRAM},
    burst::report,
    figure::Figure,
    meter::{cores, resident_mib},
    sample::{Sample, millis, number},
    service::{self, Service},
};

const CLIENTS: usize = 16;
const POOL: usize = 8;
/// How often the reference is taken, before and again after the load.
const COSTS: usize = 25;

/// What a load has come to.
struct Load {
    done: usize,
    failed: usize,
    wall: Duration,
    cpu: Duration,
    /// Resident memory of the service after a sixth of the time and at the end, in MiB.
    memory: (f64, f64),
}

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let bare = service::bare(bench)?;
    let service = Service::start(bench, POOL)?;
    let mut cost = costs(&bare)?;
    let load = load(&service, bench.pick(Duration::from_mins(1), Duration::from_secs(10)))?;
    cost.merge(costs(&bare)?);
    let each = cost.p50();
    let possible = cores() * 1e3 / each;
    let rate = number(load.done) / load.wall.as_secs_f64();
    let (early, late) = load.memory;
    Ok(vec![
        Figure::at_least("sustained.rate", rate, "jobs/s", 0.85 * possible).beside(possible),
        Figure::at_most("sustained.failed", number(load.failed), "requests", 0.0),
        Figure::at_most("sustained.memory", late, "MiB", 1.05 * early).beside(early),
        Figure::at_most("job.cpu", millis(load.cpu) / number(load.done), "ms", 1.15 * each).beside(each),
    ])
}

fn costs(bare: &Bare) -> anyhow::Result<Sample> {
    let mut sample = Sample::default();
    for _ in 0..COSTS {
        sample.push(bare.cost()?);
    }
    Ok(sample)
}

fn load(service: &Service, time: Duration) -> anyhow::Result<Load> {
    let (done, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let stop = AtomicBool::new(false);
    let (start, before) = (Instant::now(), service.group().cpu_time()?);
    let memory = thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    match ask_until(service, &stop, &done) {
                        Ok(()) => {}
                        Err(error) => {
                            report(&error);
                            failed.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
        let memory = watch(service, time);
        stop.store(true, Ordering::Relaxed);
        memory
    })?;
    let (wall, cpu) = (start.elapsed(), service.group().cpu_time()?.saturating_sub(before));
    Ok(Load { done: done.into_inner(), failed: failed.into_inner(), wall, cpu, memory })
}

/// One client on one connection, until it is told to stop or fails.
fn ask_until(service: &Service, stop: &AtomicBool, done: &AtomicUsize) -> anyhow::Result<()> {
    let mut client = service.client()?;
    while !stop.load(Ordering::Relaxed) {
        client.execute(PROGRAM)?;
        done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

fn watch(service: &Service, time: Duration) -> anyhow::Result<(f64, f64)> {
    thread::sleep(time / 6);
    let early = resident_mib(service.pid())?;
    thread::sleep(time * 5 / 6);
    Ok((early, resident_mib(service.pid())?))
}
