//! The waiting line in memory: which queued jobs can be handed out, and which are.
//!
//! It mirrors the committed rows with status `queued`, so receiving touches no disk. It is only a proposal: whoever
//! receives a job still has to claim it in the store.

mod state;
mod turns;

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{JobId, PrincipalId};
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use self::state::State;
use super::{Closed, JobKey, writer::LineChange};

pub(super) use state::{HandedOut, Receipt};

/// Keeps deadlines within what a clock can count.
const WAIT_MAX: Duration = Duration::from_hours(24);

/// A queued job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) key: JobKey,
    /// See `fair`.
    pub(super) rank: i64,
    pub(super) id: JobId,
    pub(super) owner: PrincipalId,
}

pub(super) struct Line {
    state: Mutex<State>,
    /// Something became ready, or a deadline moved.
    arrived: Notify,
    /// Receivers shall answer and come back with fresh arguments.
    woken: Notify,
    closed: AtomicBool,
}

impl Line {
    pub(super) fn new(waiting: Vec<Waiting>) -> Self {
        let mut state = State::default();
        for job in waiting {
            state.join(job);
        }
        Self { state: Mutex::new(state), arrived: Notify::new(), woken: Notify::new(), closed: AtomicBool::new(false) }
    }

    /// Follows what the writer committed.
    pub(super) fn apply(&self, changes: Vec<LineChange>) {
        if changes.is_empty() {
            return;
        }
        let mut state = self.state();
        for change in changes {
            match change {
                LineChange::Joined(waiting) => state.join(waiting),
                LineChange::Left(key) => state.leave(key),
            }
        }
        drop(state);
        self.arrived.notify_waiters();
    }

    /// Hands out up to `max` jobs, waiting up to `wait` for the first. Cancel-safe.
    pub(super) async fn receive(
        &self,
        max: usize,
        wait: Duration,
        busy: &[PrincipalId],
    ) -> Result<Vec<HandedOut>, Closed> {
        let deadline = Instant::now() + wait.min(WAIT_MAX);
        loop {
            // Registered before looking, so that an arrival in between is not missed.
            let mut arrived = std::pin::pin!(self.arrived.notified());
            arrived.as_mut().enable();
            let now = Instant::now();
            let (taken, next_expiry) = self.take(max, busy, now)?;
            if !taken.is_empty() || now >= deadline {
                return Ok(taken);
            }
            let look_again = next_expiry.map_or(deadline, |expiry| expiry.min(deadline));
            tokio::select! {
                () = arrived => {}
                () = self.woken.notified() => return Ok(Vec::new()),
                () = sleep_until(look_again) => {}
            }
        }
    }

    /// Makes receivers answer early, and the next one too if none is waiting: it may have looked at what has changed since.
    pub(super) fn wake(&self) {
        self.woken.notify_waiters();
        self.woken.notify_one();
    }

    /// Keeps a job from being handed out again for this long.
    pub(super) fn extend(&self, receipt: Receipt, visibility: Duration) {
        self.state().extend(receipt, Instant::now() + visibility.min(WAIT_MAX));
        // Whoever sleeps until the old deadline must learn the new one, which may be earlier.
        self.arrived.notify_waiters();
    }

    /// Lets a job be handed out again at once.
    pub(super) fn release(&self, receipt: Receipt) {
        self.state().release(receipt);
        self.arrived.notify_waiters();
    }

    /// Hands out nothing more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.arrived.notify_waiters();
    }

    fn take(
        &self,
        max: usize,
        busy: &[PrincipalId],
        now: Instant,
    ) -> Result<(Vec<HandedOut>, Option<Instant>), Closed> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Closed);
        }
        let mut state = self.state();
        let taken = state.take(max, busy, now);
        Ok((taken, state.next_expiry()))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
