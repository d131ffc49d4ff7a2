//! Recovery without a hand: jobs of dead executors go back to the queue, old runs are deleted.

use std::{sync::Arc, time::Duration};

use domain::JobId;
use tokio_util::sync::CancellationToken;

use crate::Shared;

/// How often old runs are looked for.
const PRUNE_EVERY: Duration = Duration::from_mins(10);
/// How many are deleted in one transaction, so that writers are not kept waiting.
const PRUNE_BATCH: u32 = 200;
/// The same for entries of the audit log, which are small.
const FORGET_BATCH: u32 = 1_000;

pub(crate) async fn keep_up(shared: Arc<Shared>, stop: CancellationToken) {
    if shared.settings.sole_user_of_store {
        report(shared.ports.ledger.reap_other_than(&shared.settings.id).await);
    }
    let mut reap = tokio::time::interval(shared.settings.lease / 2);
    let mut prune = tokio::time::interval(PRUNE_EVERY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = reap.tick() => {
                report(shared.ports.ledger.reap_expired().await);
                shared.pool.replace_dead();
            }
            _ = prune.tick() => {
                delete_old(&shared, &stop).await;
                forget_old(&shared, &stop).await;
            }
        }
    }
}

fn report(reaped: Result<Vec<JobId>, domain::StoreError>) {
    match reaped {
        Ok(jobs) => {
            for id in jobs {
                tracing::warn!(job.id = %id, "recovered a job whose executor was lost");
            }
        }
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "lost jobs could not be looked for"),
    }
}

async fn delete_old(shared: &Shared, stop: &CancellationToken) {
    let Some(retention) = shared.settings.retention else { return };
    let Ok(before) = shared.ports.clock.now().checked_sub(retention) else { return };
    while !stop.is_cancelled() {
        match shared.ports.ledger.prune(before, PRUNE_BATCH).await {
            Ok(0) => return,
            Ok(runs) => tracing::info!(runs, "deleted old runs"),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "old runs could not be deleted");
                return;
            }
        }
    }
}

/// The audit log has its own time.
async fn forget_old(shared: &Shared, stop: &CancellationToken) {
    let Some(retention) = shared.settings.audit_retention else { return };
    let Ok(before) = shared.ports.clock.now().checked_sub(retention) else { return };
    while !stop.is_cancelled() {
        match shared.ports.audit.forget(before, FORGET_BATCH).await {
            Ok(0) => return,
            Ok(entries) => tracing::info!(entries, "deleted old entries of the audit log"),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "old entries of the audit log could not be deleted");
                return;
            }
        }
    }
}
