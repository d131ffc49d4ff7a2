//! Runs checks on threads of their own: deep stacks, a deadline, and no way for a source to take the service along.
//!
//! A check that panics or does not end is a refusal, never an acceptance. A thread that does not end is abandoned, since
//! threads cannot be killed, and replaced, up to a bound; beyond it the checker is [`Busy`] until one comes back. Its
//! check is told to end, so it does come back.

mod cpu_clock;
mod worker;

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use self::worker::Worker;
use crate::budget::Cancel;
use crate::report::{Rule, of_whole_source};
use crate::{Policy, RefusalKind, Verdict};

/// Bounds of a [`Checker`].
#[derive(Debug, Clone)]
pub struct CheckerBounds {
    /// Threads that check.
    pub workers: usize,
    /// How long one check may take once it has begun.
    pub deadline: Duration,
    /// Threads that may be given up at the same time.
    pub abandoned_max: usize,
}

impl Default for CheckerBounds {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { workers: cores.clamp(1, 4), deadline: Duration::from_millis(250), abandoned_max: 8 }
    }
}

/// No thread is free to check anything: says nothing about the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

impl std::fmt::Display for Busy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("every thread that checks sources is busy")
    }
}

impl std::error::Error for Busy {}

/// Checks sources off the async threads. Dropping it ends its idle threads.
#[derive(Debug)]
pub struct Checker {
    pool: Arc<Pool>,
}

impl Checker {
    /// Starts the threads.
    pub fn new(policy: Policy, bounds: CheckerBounds) -> std::io::Result<Self> {
        let stack_bytes = policy.stack_bytes();
        Self::with_check(stack_bytes, bounds, move |source, cancel| policy.check_unless(source, cancel.clone()))
    }

    /// Starts threads for any check; tests give one that panics or hangs.
    fn with_check(
        stack_bytes: usize,
        bounds: CheckerBounds,
        check: impl Fn(&[u8], &Cancel) -> Verdict + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let pool = Arc::new(Pool {
            check: Box::new(check),
            stack_bytes,
            bounds,
            state: Mutex::new(State::default()),
            work: Condvar::new(),
        });
        Pool::refill(&pool)?;
        Ok(Self { pool })
    }

    /// Checks a source. Waits for a free thread; from then on the deadline counts.
    ///
    /// # Errors
    ///
    /// [`Busy`] when there is no thread to wait for. The source may be fine; ask again later.
    pub async fn check(&self, source: Vec<u8>) -> Result<Verdict, Busy> {
        let (reply, mut verdict) = oneshot::channel();
        Pool::submit(&self.pool, Job { source, reply });
        loop {
            match timeout(self.pool.bounds.deadline, &mut verdict).await {
                Ok(answer) => return answer.map_err(|_| Busy),
                Err(_) => Pool::review(&self.pool),
            }
        }
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        self.pool.state().closed = true;
        self.pool.work.notify_all();
    }
}

/// The answer when a check did not come to one.
fn too_complex() -> Verdict {
    let message = "This program could not be checked in time.";
    let violation = of_whole_source(Rule::TooComplex, message, "Split it into simpler statements.");
    Verdict::Refused { kind: RefusalKind::Policy, violations: vec![violation] }
}

/// A source that waits to be checked. Dropping it unanswered answers [`Busy`].
struct Job {
    source: Vec<u8>,
    reply: oneshot::Sender<Verdict>,
}

type Check = Box<dyn Fn(&[u8], &Cancel) -> Verdict + Send + Sync>;

struct Pool {
    check: Check,
    stack_bytes: usize,
    bounds: CheckerBounds,
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    workers: Vec<Arc<Worker>>,
    abandoned: usize,
    closed: bool,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("bounds", &self.bounds).finish_non_exhaustive()
    }
}

impl Pool {
    /// The state; a panic elsewhere cannot leave it half changed, since nothing that could panic runs under the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a job, or answers it at once when no thread is left and none can be started.
    fn submit(pool: &Arc<Self>, job: Job) {
        if pool.state().workers.is_empty() {
            // If it fails now, the next job tries again.
            drop(Self::refill(pool));
        }
        let mut state = pool.state();
        if !state.workers.is_empty() {
            state.jobs.push_back(job);
            pool.work.notify_one();
        }
    }

    /// Starts the threads that are missing, as far as not too many are given up.
    fn refill(pool: &Arc<Self>) -> std::io::Result<()> {
        while let Some(worker) = pool.state().vacancy(&pool.bounds) {
            let (its_pool, itself) = (Arc::clone(pool), Arc::clone(&worker));
            let thread = thread::Builder::new().name("policy-check".to_owned()).stack_size(pool.stack_bytes);
            if let Err(error) = thread.spawn(move || worker::run(&its_pool, &itself)) {
                pool.state().remove(&worker);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Gives up threads whose check is over its deadline, and starts others in their place.
    fn review(pool: &Arc<Self>) {
        pool.state().abandon_late(pool.bounds.deadline);
        // What could not be started now is started for the next job, or by a thread that comes back.
        drop(Self::refill(pool));
        let mut state = pool.state();
        if state.workers.is_empty() {
            state.jobs.clear();
        }
    }
}

impl State {
    /// A place for one more thread, if one is missing and may be started.
    fn vacancy(&mut self, bounds: &CheckerBounds) -> Option<Arc<Worker>> {
        let missing = self.workers.len() < bounds.workers.max(1) && self.abandoned <= bounds.abandoned_max;
        (missing && !self.closed).then(|| {
            let worker = Arc::new(Worker::default());
            self.workers.push(Arc::clone(&worker));
            worker
        })
    }

    fn abandon_late(&mut self, deadline: Duration) {
        let before = self.workers.len();
        self.workers.retain(|worker| !worker.abandon_if_late(deadline));
        self.abandoned += before - self.workers.len();
    }

    fn remove(&mut self, worker: &Arc<Worker>) {
        self.workers.retain(|other| !Arc::ptr_eq(other, worker));
    }
}

#[cfg(test)]
mod tests;
