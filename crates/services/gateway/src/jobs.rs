//! Looks at jobs, and waits for them to end.

use std::{sync::Arc, time::Duration};

use domain::{Event, EventBody, Job, JobFeed, JobFilter, JobId, JobPage, JobReader, JobWatch, PrincipalId, Status};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::{
    error::RouteError,
    turns::{Turn, Turns},
};

/// The feed is a hint that can be lost when a process between us and the writer dies, so the store is asked again after
/// this time without one.
pub const REREAD: Duration = Duration::from_secs(10);

/// Reads jobs of one owner at a time.
pub struct Jobs {
    pub(crate) reader: Arc<dyn JobReader>,
    pub(crate) feed: Arc<dyn JobFeed>,
    pub(crate) stopping: CancellationToken,
    pub(crate) showing: Arc<Turns>,
    pub(crate) showing_shared: Arc<Turns>,
}

impl Jobs {
    /// One job.
    pub async fn get(&self, owner: &PrincipalId, id: JobId) -> Result<Job, RouteError> {
        self.reader.get(owner, id).await?.ok_or(RouteError::JobNotFound)
    }

    /// One job to be shown whole, in the owner's turn.
    pub async fn show(&self, owner: &PrincipalId, id: JobId) -> Result<(Job, Turn), RouteError> {
        let turn = self.showing.wait(owner).await;
        Ok((self.get(owner, id).await?, turn))
    }

    /// One page.
    pub async fn list(&self, owner: &PrincipalId, filter: JobFilter) -> Result<JobPage, RouteError> {
        Ok(self.reader.list(owner, filter).await?)
    }

    /// The job behind a read-only link, to be shown whole, in the link's turn.
    pub async fn show_shared(&self, secret_hash: &str) -> Result<(Job, Turn), RouteError> {
        let turn = self.showing_shared.wait(&PrincipalId::new(secret_hash)).await;
        Ok((self.reader.shared(secret_hash).await?.ok_or(RouteError::JobNotFound)?, turn))
    }

    /// Only where a job is in its life.
    pub async fn status(&self, owner: &PrincipalId, id: JobId) -> Result<Status, RouteError> {
        self.reader.status(owner, id).await?.ok_or(RouteError::JobNotFound)
    }

    /// At most `max` events after number `after`.
    pub async fn events(&self, owner: &PrincipalId, id: JobId, after: u64, max: u32) -> Result<Vec<Event>, RouteError> {
        self.reader.events(owner, id, after, max).await?.ok_or(RouteError::JobNotFound)
    }

    /// Follows a job.
    pub fn watch(&self, id: JobId) -> JobWatch {
        self.feed.watch(id)
    }

    /// Waits until the job has ended, the time is over or the service stops.
    pub async fn wait(
        &self,
        owner: &PrincipalId,
        id: JobId,
        mut watch: JobWatch,
        time_max: Duration,
    ) -> Result<(), RouteError> {
        let deadline = Instant::now() + time_max;
        loop {
            let status = self.status(owner, id).await?;
            if status.is_terminal() || Instant::now() >= deadline || self.gives_up(status) {
                return Ok(());
            }
            self.next_hint(&mut watch, deadline, status).await;
        }
    }

    /// Waits until something may have changed.
    async fn next_hint(&self, watch: &mut JobWatch, deadline: Instant, status: Status) {
        let reread = deadline.min(Instant::now() + REREAD);
        let hint = async {
            tokio::select! {
                () = watch.changed() => {}
                () = self.stopping.cancelled(), if status == Status::Queued => {}
            }
        };
        // Time over is a hint like any other.
        let _ = timeout_at(reread, hint).await;
    }

    /// A service that stops lets running jobs end, but starts no waiting one.
    fn gives_up(&self, status: Status) -> bool {
        status == Status::Queued && self.stopping.is_cancelled()
    }
}

/// Whether this is a job's last event.
pub const fn is_last(event: &Event) -> bool {
    matches!(event.body, EventBody::Done { .. })
}
