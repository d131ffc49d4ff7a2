//! One claimed job, to its end.
//!
//! Reading order: this file is the job's way; `session` watches it run; `output` reads what it prints; `log` writes that
//! down in batches; `verdict` decides how it ended.

mod log;
mod output;
mod session;
mod verdict;

use std::{sync::Arc, time::Instant};

use domain::{Claim, ErrorCode, Held, JobError, JobWatch, Outcome, Requeued, Sandbox, SandboxError, Ticket, Written};
use tracing::{Instrument as _, field::Empty};

use crate::{Shared, pool::Turn};

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// The job is terminal, or someone else's now: acknowledge.
    Recorded,
    /// It waits again: release.
    GivenBack,
}

/// How an attempt ended.
enum Attempt {
    /// The program ended, or was stopped for a reason of its own.
    Ended(Box<Outcome>, log::Pending),
    /// The infrastructure failed.
    Lost(SandboxError),
    /// The executor is stopping and gives the job back.
    Interrupted,
    /// The lease is gone: nothing may be written any more.
    Stale,
}

/// Runs a claimed job and records how it ended. Never fails: what cannot be recorded is recovered by its lease.
///
/// `watch` began before the claim, so that a wish to stop cannot fall between the two.
pub(crate) async fn to_its_end(shared: &Arc<Shared>, claim: Claim, watch: JobWatch) -> Done {
    let Ticket { job_id, attempt, .. } = &claim.ticket;
    let span = tracing::info_span!("job", job.id = %job_id, job.attempt = attempt, job.status = Empty);
    if let Some(parent) = &claim.trace {
        trace::follow(&span, parent);
    }
    claimed(shared, claim, watch).instrument(span).await
}

async fn claimed(shared: &Arc<Shared>, claim: Claim, watch: JobWatch) -> Done {
    let id = claim.ticket.job_id;
    let claimed = Instant::now();
    tracing::debug!(job.id = %id, job.attempt = claim.ticket.attempt, "claimed");
    let sandbox = tokio::select! {
        sandbox = shared.pool.take(Turn::of(&claim.owner)) => sandbox,
        waited = wait_with_lease(shared, &claim.ticket) => return give_up(shared, &claim.ticket, waited).await,
    };
    match sandbox {
        Ok(sandbox) => run_in(shared, &claim, sandbox, watch, claimed).await,
        Err(error) => give_up(shared, &claim.ticket, Attempt::Lost(error)).await,
    }
}

/// Keeps the lease while a sandbox is waited for, which may take longer than it; returns when waiting is over without one.
async fn wait_with_lease(shared: &Shared, ticket: &Ticket) -> Attempt {
    loop {
        tokio::select! {
            () = shared.cut.cancelled() => return Attempt::Interrupted,
            () = tokio::time::sleep(shared.settings.heartbeat()) => {}
        }
        match shared.ports.ledger.heartbeat(ticket, shared.settings.lease).await {
            Ok(Held::Yes) => {}
            // There is nothing to stop yet: given back, it ends.
            Ok(Held::CancelRequested) => return Attempt::Interrupted,
            Ok(Held::Lost) => return Attempt::Stale,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(job.id = %ticket.job_id, error, "a heartbeat failed");
            }
        }
    }
}

async fn run_in(
    shared: &Arc<Shared>,
    claim: &Claim,
    mut sandbox: Box<dyn Sandbox>,
    watch: JobWatch,
    claimed: Instant,
) -> Done {
    shared.metrics.handed_out(sandbox.start_kind());
    let attempt = session::attempt(shared, claim, sandbox.as_mut(), watch, claimed).await;
    let done = match attempt {
        Attempt::Ended(outcome, pending) => record(shared, claim, *outcome, pending).await,
        other => give_up(shared, &claim.ticket, other).await,
    };
    // After the answer is committed: nobody waits for the clean-up but the next job of this slot.
    if let Err(error) = sandbox.destroy().await {
        tracing::error!(job.id = %claim.ticket.job_id, %error, "the sandbox was not removed whole");
    }
    done
}

async fn record(shared: &Shared, claim: &Claim, outcome: Outcome, pending: log::Pending) -> Done {
    let ticket = &claim.ticket;
    shared.metrics.ended(&claim.owner, &outcome);
    tracing::Span::current().record("job.status", domain::Status::from(outcome.status).as_str());
    let recorded = Instant::now();
    match retrying(|| shared.ports.ledger.finish(ticket, pending.events(), outcome.clone())).await {
        Ok(Written::Yes) => shared.metrics.stage("record", recorded.elapsed()),
        Ok(Written::Stale) => tracing::warn!(job.id = %ticket.job_id, "the lease was lost; the result is dropped"),
        Err(error) => log_unrecorded(ticket, &error),
    }
    Done::Recorded
}

async fn give_up(shared: &Shared, ticket: &Ticket, attempt: Attempt) -> Done {
    let counts = match &attempt {
        Attempt::Lost(error) => {
            shared.metrics.attempts_lost.inc();
            tracing::warn!(job.id = %ticket.job_id, job.attempt = ticket.attempt, %error, "the attempt was lost");
            // A host that does not isolate, or has no room, is not this job's fault: it waits until one does or has.
            !matches!(error, SandboxError::NotIsolated(_) | SandboxError::NoRoom { .. })
        }
        Attempt::Interrupted => false,
        Attempt::Stale | Attempt::Ended(..) => return Done::Recorded,
    };
    let lost = JobError {
        code: ErrorCode::ExecutorLost,
        message: "The sandbox was lost each time this was tried. Submit it again.".into(),
    };
    match retrying(|| shared.ports.ledger.requeue(ticket, lost.clone(), counts)).await {
        Ok(Requeued::Queued) => Done::GivenBack,
        Ok(Requeued::Failed | Requeued::Cancelled | Requeued::Stale) => Done::Recorded,
        Err(error) => {
            log_unrecorded(ticket, &error);
            Done::GivenBack
        }
    }
}

fn log_unrecorded(ticket: &Ticket, error: &domain::StoreError) {
    let error = error as &dyn std::error::Error;
    tracing::error!(job.id = %ticket.job_id, error, "the end of the attempt was not recorded; its lease will recover it");
}

/// Tries a write a few times: a store that is busy or restarting must not cost a job its result.
async fn retrying<T, F>(mut write: impl FnMut() -> F) -> Result<T, domain::StoreError>
where
    F: Future<Output = Result<T, domain::StoreError>>,
{
    const PAUSES_MS: [u64; 4] = [50, 200, 1_000, 3_000];
    for pause in PAUSES_MS {
        match write().await {
            Err(domain::StoreError::Unavailable(_)) => {
                tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
            }
            other => return other,
        }
    }
    write().await
}
