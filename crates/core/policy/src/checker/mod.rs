//! Runs checks on threads of their own: deep stacks, a deadline, and no way for a source to take the service along.
//!
//! A check that panics or does not end is a refusal, never an acceptance. A thread that does not end is abandoned, since
//! threads cannot be killed, and replaced, up to a bound; beyond it checks are refused until one comes back.

mod cpu_clock;
mod worker;

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use self::worker::Worker;
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

/// Checks sources off the async threads. Dropping it ends its idle threads.
#[derive(Debug)]
pub struct Checker {
    pool: Arc<Pool>,
}

impl Checker {
    /// Starts the threads.
    pub fn new(policy: Policy, bounds: CheckerBounds) -> std::io::Result<Self> {
        let stack_bytes = policy.stack_bytes();
        Self::with_check(stack_bytes, bounds, move |source| policy.check(source))
    }

    /// Starts threads for any check; tests give one that panics or hangs.
    fn with_check(
        stack_bytes: usize,
        bounds: CheckerBounds,
        check: impl Fn(&[u8]) -> Verdict + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let pool = Arc::new(Pool {
            check: Box::new(check),
            stack_bytes,
            bounds,
            state: Mutex::new(State::default()),
            work: Condvar::new(),
        });
        for _ in 0..pool.bounds.workers.max(1) {
            Pool::start_worker(&pool)?;
        }
        Ok(Self { pool })
    }

    /// Checks a source. Waits for a free thread; from then on the deadline counts.
    pub async fn check(&self, source: Vec<u8>) -> Verdict {
        let (reply, mut verdict) = oneshot::channel();
        self.pool.submit(Job { source, reply });
        loop {
            match timeout(self.pool.bounds.deadline, &mut verdict).await {
                Ok(answer) => return answer.unwrap_or_else(|_| too_complex()),
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

/// A source that waits to be checked. Dropping it unanswered answers `too_complex`.
struct Job {
    source: Vec<u8>,
    reply: oneshot::Sender<Verdict>,
}

type Check = Box<dyn Fn(&[u8]) -> Verdict + Send + Sync>;

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

    /// Queues a job, or answers it at once when no thread is left.
    fn submit(&self, job: Job) {
        let mut state = self.state();
        if !state.workers.is_empty() {
            state.jobs.push_back(job);
            self.work.notify_one();
        }
    }

    fn start_worker(pool: &Arc<Self>) -> std::io::Result<()> {
        let worker = Arc::new(Worker::default());
        let (its_pool, itself) = (Arc::clone(pool), Arc::clone(&worker));
        let thread = thread::Builder::new().name("policy-check".to_owned()).stack_size(pool.stack_bytes);
        pool.state().workers.push(Arc::clone(&worker));
        let started = thread.spawn(move || worker::run(&its_pool, &itself));
        if started.is_err() {
            pool.state().remove(&worker);
        }
        started.map(drop)
    }

    /// Gives up threads whose check is over its deadline, and starts others in their place.
    fn review(pool: &Arc<Self>) {
        let late = {
            let mut state = pool.state();
            let late: Vec<_> =
                state.workers.iter().filter(|worker| worker.abandon_if_late(pool.bounds.deadline)).cloned().collect();
            for worker in &late {
                state.remove(worker);
            }
            state.abandoned += late.len();
            late.len()
        };
        for _ in 0..late {
            if pool.state().abandoned <= pool.bounds.abandoned_max && Self::start_worker(pool).is_err() {
                break;
            }
        }
        let mut state = pool.state();
        if state.workers.is_empty() {
            state.jobs.clear();
        }
    }
}

impl State {
    fn remove(&mut self, worker: &Arc<Worker>) {
        self.workers.retain(|other| !Arc::ptr_eq(other, worker));
    }
}

#[cfg(test)]
mod tests;
