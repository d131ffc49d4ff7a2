//! Proof of isolation by trying: known-good and known-bad programs run in real sandboxes, and what they reached is judged
//! from outside. The executor runs it at start and is not ready until it holds; `code-remote doctor` prints it.

mod bait;
mod probe;
mod trial;

use domain::{IsolationReport, Proof, SandboxDriver, SandboxError};
use futures_util::{StreamExt as _, future::BoxFuture, stream};

use bait::Bait;
use probe::{PROBES, Probe};

/// Probes running at once: enough to hide waiting, few enough for a small machine.
const AT_ONCE: usize = 3;

/// How much to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What must hold before the first job, in well under a second.
    Start,
    /// Everything, also what takes seconds.
    Full,
}

/// What was tried and seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What the driver says it isolates with.
    pub report: IsolationReport,
    /// One entry for each thing that was tried.
    pub proofs: Vec<Proof>,
}

impl Outcome {
    /// Whether everything was contained.
    pub fn contained(&self) -> bool {
        !self.proofs.is_empty() && self.proofs.iter().all(|proof| proof.contained)
    }

    /// What was not contained, as one sentence.
    pub fn failures(&self) -> String {
        let failed = self.proofs.iter().filter(|proof| !proof.contained);
        failed.map(|proof| format!("{}: {}", proof.name, proof.detail)).collect::<Vec<_>>().join("; ")
    }
}

/// Tries to break out of this driver's sandboxes.
pub async fn prove(driver: &dyn SandboxDriver, scope: Scope) -> Result<Outcome, SandboxError> {
    let own = driver.prove().await?;
    let report = driver.check().await?;
    let bait =
        Bait::set().map_err(|error| SandboxError::NotStarted { reason: format!("no bait could be set: {error}") })?;
    let mut trials: Vec<BoxFuture<'_, Proof>> = Vec::new();
    for probe in &PROBES {
        let replaced = own.iter().any(|proof| proof.name == probe.name);
        if !replaced && (scope == Scope::Full || probe.at_start) {
            trials.push(Box::pin(try_one(driver, probe, &bait)));
        }
    }
    let mut proofs: Vec<_> = stream::iter(trials).buffered(AT_ONCE).collect().await;
    proofs.extend(own);
    Ok(Outcome { report, proofs })
}

/// Tries again what others can take away while this process lives.
pub async fn prove_again(driver: &dyn SandboxDriver) -> Result<Outcome, SandboxError> {
    let proofs = driver.prove().await?;
    Ok(Outcome { report: driver.check().await?, proofs })
}

async fn try_one(driver: &dyn SandboxDriver, probe: &Probe, bait: &Bait) -> Proof {
    let (contained, detail) = match trial::run(driver, probe, bait).await {
        Ok(trial) => (probe.judge)(&trial, bait),
        // Not even tried is not contained: fail closed.
        Err(error) => (false, error.to_string()),
    };
    Proof { name: probe.name.into(), contained, detail }
}
