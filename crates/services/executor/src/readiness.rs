//! Whether this executor may run jobs. Until isolation is proven it may not: jobs stay queued.

use std::{sync::Arc, time::Duration};

use domain::{IsolationReport, SandboxError};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    Shared,
    proof::{self, Outcome, Scope},
};

/// How long to wait before isolation is proven again after it was not.
const PROVE_AGAIN: Duration = Duration::from_secs(5);

/// How often there may be no room to try isolation again before that itself is a doubt.
const NO_ROOM_MAX: u32 = 3;

/// How long a first warm sandbox is waited for.
const WARM_UP: Duration = Duration::from_secs(1);

/// What is known about isolation.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Not known yet.
    Proving,
    /// Shown by trying.
    Proven(Box<IsolationReport>),
    /// Not shown; why, for a person.
    Refuted(String),
}

/// The shared state: set by the prover and by whoever sees isolation fail.
#[derive(Debug, Clone)]
pub struct Readiness(Arc<watch::Sender<State>>);

impl Readiness {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(State::Proving)))
    }

    /// What is known now.
    pub fn state(&self) -> State {
        self.0.borrow().clone()
    }

    /// What isolates, once proven.
    pub fn report(&self) -> Option<IsolationReport> {
        match &*self.0.borrow() {
            State::Proven(report) => Some((**report).clone()),
            State::Proving | State::Refuted(_) => None,
        }
    }

    /// Waits until isolation is proven.
    pub async fn proven(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|state| matches!(state, State::Proven(_))).await;
    }

    pub(crate) fn set(&self, state: State) {
        self.0.send_replace(state);
    }

    /// Takes note of a sandbox that did not start: when isolation itself is in doubt, nothing runs until it is proven again.
    pub(crate) fn doubt(&self, error: &SandboxError) {
        if let SandboxError::NotIsolated(reason) = error {
            self.set(State::Refuted(reason.clone()));
        }
    }

    async fn refuted(&self) {
        let _ = self.0.subscribe().wait_for(|state| !matches!(state, State::Proven(_))).await;
    }
}

/// Proves isolation at start and whenever it is in doubt.
pub(crate) async fn keep_proven(shared: Arc<Shared>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => return,
            state = prove_and_warm(&shared) => shared.readiness.set(state),
        }
        let pause = async {
            match shared.readiness.state() {
                State::Proven(_) => keep_believing(&shared).await,
                State::Proving | State::Refuted(_) => tokio::time::sleep(PROVE_AGAIN).await,
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = pause => {}
        }
    }
}

/// Returns when isolation is in doubt: somebody saw it fail, or the driver saw it taken away.
async fn doubted(shared: &Shared) {
    tokio::select! {
        () = shared.readiness.refuted() => {}
        reason = shared.ports.driver.doubted() => shared.readiness.set(refuted(reason)),
    }
}

/// Returns when isolation is in doubt. Where others can take away what isolates, it is tried again and again; what cannot even be tried
/// is in doubt, unless only room is missing, for a while.
async fn keep_believing(shared: &Shared) {
    let Some(holds) = shared.ports.driver.proof_holds() else { return doubted(shared).await };
    let mut no_room = 0;
    loop {
        tokio::select! {
            () = doubted(shared) => return,
            () = tokio::time::sleep(holds) => {}
        }
        let tried = tokio::select! {
            () = doubted(shared) => return,
            tried = with_room(shared, None) => tried,
        };
        match tried {
            Ok(outcome) if outcome.contained() => no_room = 0,
            Err(error @ SandboxError::NoRoom { .. }) if no_room < NO_ROOM_MAX => {
                no_room += 1;
                tracing::warn!(%error, "isolation was not tried again");
            }
            Ok(outcome) => return shared.readiness.set(refuted(outcome.failures())),
            Err(error) => return shared.readiness.set(refuted(error.to_string())),
        }
    }
}

/// The first job should find a warm sandbox too, so one is waited for, but not for long.
async fn prove_and_warm(shared: &Shared) -> State {
    let state = prove(shared).await;
    if matches!(state, State::Proven(_)) {
        shared.pool.warm_up(WARM_UP).await;
    }
    state
}

async fn prove(shared: &Shared) -> State {
    let driver = &shared.ports.driver;
    if let Err(error) = driver.sweep().await {
        tracing::warn!(%error, "remains of an earlier executor could not be removed");
    }
    if shared.settings.relaxed
        && let Ok(report) = driver.check().await
        && report.relaxed
    {
        tracing::warn!(driver = report.driver, "isolation is relaxed: nothing is proven");
        return State::Proven(Box::new(report));
    }
    match with_room(shared, Some(Scope::Start)).await {
        Ok(outcome) if outcome.contained() => {
            tracing::info!(driver = outcome.report.driver, platform = outcome.report.platform, "isolation is proven");
            State::Proven(Box::new(outcome.report))
        }
        Ok(outcome) => refuted(outcome.failures()),
        Err(error) => refuted(error.to_string()),
    }
}

/// Tries this much, or again what others can take away. Where there is no room for it, warm sandboxes make some: they would keep what
/// they wait for from ever being proven.
async fn with_room(shared: &Shared, scope: Option<Scope>) -> Result<Outcome, SandboxError> {
    match tried(shared, scope).await {
        Err(SandboxError::NoRoom { reason }) => {
            tracing::info!(reason, "warm sandboxes make room to prove isolation");
            let _room = shared.pool.make_room().await;
            tried(shared, scope).await
        }
        done => done,
    }
}

async fn tried(shared: &Shared, scope: Option<Scope>) -> Result<Outcome, SandboxError> {
    let driver = shared.ports.driver.as_ref();
    match scope {
        Some(scope) => proof::prove(driver, scope).await,
        None => proof::prove_again(driver).await,
    }
}

fn refuted(reason: String) -> State {
    tracing::error!(reason, "isolation is not proven; jobs stay queued");
    State::Refuted(reason)
}
