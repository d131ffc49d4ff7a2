//! One thread's life: take a job, check it, answer, again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::cpu_clock::{CpuClock, CpuMark};
use super::{Job, Pool, too_complex};
use crate::Verdict;
use crate::budget::Cancel;

/// A check over its deadline is given this many deadlines if its thread was kept from running.
const STARVED_DEADLINES_MAX: u32 = 20;

/// What others see of a thread.
#[derive(Debug, Default)]
pub struct Worker {
    running: Mutex<Option<Running>>,
}

/// The check that a thread is at.
#[derive(Debug)]
struct Running {
    reply: oneshot::Sender<Verdict>,
    since: Instant,
    cpu: CpuMark,
    cancel: Cancel,
}

impl Worker {
    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the check up if it is over its deadline, which refuses its source and tells the thread to end. On a busy machine a thread may have
    /// hardly run in that time; then it is given longer.
    pub fn abandon_if_late(&self, deadline: Duration) -> bool {
        let mut running = self.running();
        let late = running.as_ref().is_some_and(|running| {
            let elapsed = running.since.elapsed();
            let starved = running.cpu.used().is_some_and(|cpu| cpu < deadline / 2);
            elapsed >= deadline && (!starved || elapsed >= deadline * STARVED_DEADLINES_MAX)
        });
        if let Some(Running { reply, cancel, .. }) = running.take_if(|_| late) {
            cancel.cancel();
            // Who asked may be gone.
            drop(reply.send(too_complex()));
        }
        late
    }
}

/// A thread's main function.
pub fn run(pool: &Arc<Pool>, worker: &Worker) {
    let clock = CpuClock::of_this_thread();
    while let Some(Job { source, reply }) = next_job(pool) {
        let cancel = Cancel::default();
        *worker.running() = Some(Running { reply, since: Instant::now(), cpu: clock.mark(), cancel: cancel.clone() });
        let checked = catch_unwind(AssertUnwindSafe(|| (pool.check)(&source, &cancel)));
        let verdict = checked.unwrap_or_else(|_| too_complex());
        match worker.running().take() {
            // Who asked may be gone; then nobody needs the answer.
            Some(Running { reply, .. }) => drop(reply.send(verdict)),
            None => return come_back(pool),
        }
    }
}

/// Waits for a job; none when the checker is gone.
fn next_job(pool: &Pool) -> Option<Job> {
    let mut state = pool.state();
    loop {
        if state.closed {
            return None;
        }
        if let Some(job) = state.jobs.pop_front() {
            return Some(job);
        }
        state = pool.work.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Ends an abandoned thread that did come to an end, and makes up for one that was not replaced.
fn come_back(pool: &Arc<Pool>) {
    pool.state().abandoned -= 1;
    // If it fails, the next job tries again.
    drop(Pool::refill(pool));
}
