//! One job of a measured run, from its acceptance until it is deleted.

use std::time::Duration;

use domain::{Job, JobId, JobWatch, PrincipalId, Status, StoreError, TerminalStatus};
use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};

use super::{JobPorts, OWNER};
use crate::RunError;

/// The feed is a hint: without one, the store is looked at so often.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a job that was stopped is waited for, before its deletion is left to the store's retention.
const STOPPED_WITHIN: Duration = Duration::from_secs(30);

/// A job of ours. Whenever this is dropped, what is left of the job is stopped and deleted.
pub(super) struct Submitted {
    own: Option<Own>,
}

/// A job and where it is.
struct Own {
    ports: JobPorts,
    owner: PrincipalId,
    id: JobId,
    watch: JobWatch,
}

impl Submitted {
    /// Before the job is accepted, so that no hint is missed.
    pub(super) fn new(ports: &JobPorts, id: JobId) -> Self {
        let watch = ports.feed.watch(id);
        Self { own: Some(Own { ports: ports.clone(), owner: PrincipalId::new(OWNER), id, watch }) }
    }

    /// Nothing was accepted.
    pub(super) fn forget(mut self) {
        self.own = None;
    }

    /// Waits for the job's beginning, then for its end, and answers what it printed.
    pub(super) async fn ended(mut self, taken_within: Duration) -> Result<String, RunError> {
        let Some(own) = &mut self.own else { return Err(RunError::Failed) };
        let taken = timeout(taken_within, own.until(|status| status != Status::Queued)).await;
        taken.map_err(|_| RunError::NotTaken)?.map_err(unavailable)?;
        own.until(Status::is_terminal).await.map_err(unavailable)?;
        let job = own.ports.reader.get(&own.owner, own.id).await.map_err(unavailable)?;
        job.map_or(Err(RunError::Failed), |job| printed(&job))
    }
}

impl Drop for Submitted {
    fn drop(&mut self) {
        let (Some(own), Ok(runtime)) = (self.own.take(), Handle::try_current()) else { return };
        runtime.spawn(async move {
            let id = own.id;
            if let Err(error) = own.remove().await {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(job.id = %id, error, "the job of a measured run stays until it is pruned");
            }
        });
    }
}

impl Own {
    /// Waits for a status, or until the job is gone.
    async fn until(&mut self, is_it: impl Fn(Status) -> bool) -> Result<(), StoreError> {
        loop {
            match self.ports.reader.status(&self.owner, self.id).await? {
                Some(status) if !is_it(status) => {}
                _ => return Ok(()),
            }
            let _ = timeout(LOOK_EVERY, self.watch.changed()).await;
        }
    }

    /// Stops it if it still runs, and deletes it.
    async fn remove(mut self) -> Result<(), StoreError> {
        let mut status = self.ports.reader.status(&self.owner, self.id).await?;
        if status.is_none() {
            // Its acceptance may have been interrupted just before the commit.
            sleep(LOOK_EVERY).await;
            status = self.ports.reader.status(&self.owner, self.id).await?;
        }
        if status.is_some_and(|status| !Status::is_terminal(status)) {
            self.ports.intake.cancel(&self.owner, self.id).await?;
            if let Ok(ended) = timeout(STOPPED_WITHIN, self.until(Status::is_terminal)).await {
                ended?;
            }
        }
        self.ports.intake.delete(&self.owner, self.id).await.map(drop)
    }
}

fn printed(job: &Job) -> Result<String, RunError> {
    match &job.outcome {
        Some(outcome) if outcome.status == TerminalStatus::Success => {
            Ok(String::from_utf8_lossy(&job.output.stdout).into_owned())
        }
        // A job that no executor could run says nothing of the program.
        Some(outcome) if outcome.error.is_some() => Err(RunError::Unavailable("the run was lost".to_owned())),
        _ => Err(RunError::Failed),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is a step of `map_err`")]
fn unavailable(error: StoreError) -> RunError {
    RunError::Unavailable(error.to_string())
}
