//! Warm sandboxes, single use. Waiting jobs and the pool's own target are one demand; starts are bounded.
//!
//! The service's own jobs, such as the measured runs of an analysis, come after callers': half of the warm sandboxes are
//! kept for these, and what is started goes to them first.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{PrincipalId, Sandbox, SandboxDriver, SandboxError};
use tokio::sync::{Notify, oneshot};
use tokio_util::task::TaskTracker;

use crate::{ExecutorMetrics, Readiness, Settings};

/// Pause after a start that failed, so that a broken runtime is not tried in a tight loop.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(500);

/// How long a sandbox that was taken is not replaced while the pool is at least half full. A short job has ended by then,
/// so that the start of the next sandbox, which takes more processor time than the job, does not slow it down.
const REST_AFTER_TAKE: Duration = Duration::from_millis(30);

type Ready = Result<Box<dyn Sandbox>, SandboxError>;

/// Whose job a sandbox is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Somebody waits for it.
    Caller,
    /// The service's own, which gives way.
    Service,
}

impl Turn {
    pub(crate) fn of(owner: &PrincipalId) -> Self {
        if owner.is_system() { Self::Service } else { Self::Caller }
    }
}

/// The pool of one executor.
pub(crate) struct Pool {
    driver: Arc<dyn SandboxDriver>,
    target: usize,
    concurrency: usize,
    readiness: Readiness,
    metrics: ExecutorMetrics,
    state: Mutex<State>,
    tasks: TaskTracker,
    /// Told of each sandbox that waits for a job.
    warm: Notify,
}

#[derive(Default)]
struct State {
    idle: VecDeque<Box<dyn Sandbox>>,
    waiting: VecDeque<oneshot::Sender<Ready>>,
    /// The service's own jobs that wait.
    behind: VecDeque<oneshot::Sender<Ready>>,
    starting: usize,
    paused: bool,
    /// How many others need the room of the warm ones: none is kept warm meanwhile.
    lent: usize,
    /// A refill comes by itself.
    refill_due: bool,
    closed: bool,
}

/// The room of the warm sandboxes, for something else; they come back when this is dropped.
#[must_use = "the room is taken back at once"]
pub(crate) struct Room(Arc<Pool>);

impl Drop for Room {
    fn drop(&mut self) {
        self.0.lock().lent -= 1;
        self.0.refill();
    }
}

impl State {
    /// How many more sandboxes should be starting.
    fn missing(&self, target: usize, concurrency: usize) -> usize {
        if self.closed {
            return 0;
        }
        let warm = if self.paused || self.lent > 0 { 0 } else { target };
        let demand = warm + self.waiting.len() + self.behind.len();
        let wanted = demand.saturating_sub(self.idle.len() + self.starting);
        wanted.min(concurrency.saturating_sub(self.starting))
    }

    /// Warm sandboxes that wait for callers' jobs only.
    fn kept_for_callers(&self, target: usize) -> usize {
        if self.lent > 0 { 0 } else { target.div_ceil(2) }
    }

    /// Who gets the sandbox that has come up, or hears why there is none.
    fn next_in_line(&mut self, target: usize, failed: bool) -> Option<oneshot::Sender<Ready>> {
        let enough_kept = self.idle.len() >= self.kept_for_callers(target);
        let behind = |state: &mut Self| if enough_kept || failed { state.behind.pop_front() } else { None };
        self.waiting.pop_front().or_else(|| behind(self))
    }
}

impl Pool {
    pub(crate) fn new(
        driver: Arc<dyn SandboxDriver>,
        settings: &Settings,
        readiness: Readiness,
        metrics: ExecutorMetrics,
    ) -> Arc<Self> {
        Arc::new(Self {
            driver,
            target: settings.pool_target(),
            concurrency: settings.refill_concurrency.max(1) as usize,
            readiness,
            metrics,
            state: Mutex::default(),
            tasks: TaskTracker::new(),
            warm: Notify::new(),
        })
    }

    /// A sandbox for one job: a warm one, or the next that comes up.
    pub(crate) async fn take(self: &Arc<Self>, turn: Turn) -> Ready {
        let next = {
            let mut state = self.lock();
            if let Some(sandbox) = self.pop_alive(&mut state, turn) {
                self.show(&state);
                let half_full = 2 * state.idle.len() >= self.target;
                drop(state);
                if half_full {
                    self.refill_later();
                } else {
                    self.refill();
                }
                return Ok(sandbox);
            }
            let (sender, receiver) = oneshot::channel();
            match turn {
                Turn::Caller => {
                    state.waiting.push_back(sender);
                    self.metrics.pool_empty.inc();
                }
                Turn::Service => state.behind.push_back(sender),
            }
            receiver
        };
        self.refill();
        next.await.unwrap_or_else(|_| Err(SandboxError::NotStarted { reason: "the pool is closed".into() }))
    }

    /// Begins to fill the pool, and waits at most this long for its first sandbox. An empty pool is not an error.
    pub(crate) async fn warm_up(self: &Arc<Self>, patience: Duration) {
        let first = self.warm.notified();
        self.refill();
        if self.target > 0 && self.lock().idle.is_empty() {
            // Without one in time, the first job waits for it instead.
            let _ = tokio::time::timeout(patience, first).await;
        }
    }

    /// Starts what is missing, in the background.
    pub(crate) fn refill(self: &Arc<Self>) {
        let mut state = self.lock();
        let missing = state.missing(self.target, self.concurrency);
        state.starting += missing;
        self.show(&state);
        drop(state);
        for _ in 0..missing {
            self.tasks.spawn(self.clone().start_one());
        }
    }

    fn refill_later(self: &Arc<Self>) {
        if std::mem::replace(&mut self.lock().refill_due, true) {
            return;
        }
        let pool = self.clone();
        self.tasks.spawn(async move {
            tokio::time::sleep(REST_AFTER_TAKE).await;
            pool.lock().refill_due = false;
            pool.refill();
        });
    }

    /// Replaces those that died while they waited, so that no job has to wait for that.
    pub(crate) fn replace_dead(self: &Arc<Self>) {
        let dead = {
            let mut state = self.lock();
            let (alive, dead) = std::mem::take(&mut state.idle).into_iter().partition(|sandbox| sandbox.is_alive());
            state.idle = alive;
            let dead: VecDeque<_> = dead;
            dead
        };
        if !dead.is_empty() {
            tracing::warn!(sandboxes = dead.len(), "warm sandboxes died while they waited");
            for sandbox in dead {
                self.discard(sandbox);
            }
            self.refill();
        }
    }

    /// Destroys every idle sandbox, and keeps none warm meanwhile. Those that jobs wait for are still started.
    pub(crate) async fn make_room(self: &Arc<Self>) -> Room {
        let idle = {
            let mut state = self.lock();
            state.lent += 1;
            std::mem::take(&mut state.idle)
        };
        let room = Room(self.clone());
        for sandbox in idle {
            destroy_unused(sandbox).await;
        }
        room
    }

    /// Destroys every idle sandbox and starts no more.
    pub(crate) async fn close(self: &Arc<Self>) {
        let idle = {
            let mut state = self.lock();
            state.closed = true;
            state.waiting.clear();
            state.behind.clear();
            std::mem::take(&mut state.idle)
        };
        for sandbox in idle {
            self.discard(sandbox);
        }
        self.tasks.close();
        self.tasks.wait().await;
    }

    async fn start_one(self: Arc<Self>) {
        let started = self.driver.start().await;
        if let Err(error) = &started {
            self.metrics.start_failures.inc();
            tracing::warn!(%error, "a sandbox did not start");
            self.readiness.doubt(error);
            self.pause();
        }
        self.deliver(started);
        self.refill();
    }

    /// Gives a started sandbox to the job whose turn it is, else keeps it warm. A failure also goes to one job, so that it is not waited for in vain.
    fn deliver(self: &Arc<Self>, mut started: Ready) {
        let mut state = self.lock();
        state.starting -= 1;
        while let Some(job) = state.next_in_line(self.target, started.is_err()) {
            match job.send(started) {
                Ok(()) => return self.show(&state),
                Err(back) => started = back,
            }
        }
        match started {
            Ok(sandbox) if state.closed || state.lent > 0 => {
                drop(state);
                self.discard(sandbox);
            }
            Ok(sandbox) => {
                state.idle.push_back(sandbox);
                self.warm.notify_waiters();
                self.show(&state);
            }
            Err(_) => self.show(&state),
        }
    }

    fn pause(self: &Arc<Self>) {
        if std::mem::replace(&mut self.lock().paused, true) {
            return;
        }
        let pool = self.clone();
        self.tasks.spawn(async move {
            tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
            pool.lock().paused = false;
            pool.refill();
        });
    }

    fn pop_alive(self: &Arc<Self>, state: &mut State, turn: Turn) -> Option<Box<dyn Sandbox>> {
        let kept = match turn {
            Turn::Caller => 0,
            Turn::Service => state.kept_for_callers(self.target),
        };
        while state.idle.len() > kept {
            let sandbox = state.idle.pop_front()?;
            if sandbox.is_alive() {
                return Some(sandbox);
            }
            tracing::warn!("a warm sandbox died while it waited");
            self.discard(sandbox);
        }
        None
    }

    fn discard(self: &Arc<Self>, sandbox: Box<dyn Sandbox>) {
        self.tasks.spawn(destroy_unused(sandbox));
    }

    fn show(&self, state: &State) {
        self.metrics.pool_idle.set(i64::try_from(state.idle.len()).unwrap_or(i64::MAX));
        self.metrics.pool_starting.set(i64::try_from(state.starting).unwrap_or(i64::MAX));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn destroy_unused(sandbox: Box<dyn Sandbox>) {
    if let Err(error) = sandbox.destroy().await {
        tracing::warn!(%error, "an unused sandbox was not removed");
    }
}

#[cfg(test)]
mod tests;
