//! What an earlier process left when it was killed.

use std::time::Duration;

use domain::{JobFilter, JobId, JobSummary, PrincipalId, StoreError, Timestamp};

use super::{JobRuns, OWNER};

/// Older than any run of a process that lives.
const LEFT_AFTER: Duration = Duration::from_mins(2);
/// Jobs that are looked at together, and how often at one time.
const PAGE: u32 = 100;
const PAGES_MAX: u32 = 100;

impl JobRuns {
    /// Stops and deletes runs that nobody waits for any more.
    pub async fn sweep(&self, now: Timestamp) -> Result<(), StoreError> {
        let (owner, mut before) = (PrincipalId::new(OWNER), None);
        for _ in 0..PAGES_MAX {
            let filter = JobFilter { before, limit: PAGE, ..JobFilter::default() };
            let page = self.ports.reader.list(&owner, filter).await?;
            for job in page.jobs.iter().filter(|job| is_left(job, now)) {
                self.remove(&owner, job.id).await?;
            }
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// One that still runs is only stopped: its executor ends it, and the next sweep deletes it.
    async fn remove(&self, owner: &PrincipalId, id: JobId) -> Result<(), StoreError> {
        let stopped = self.ports.intake.cancel(owner, id).await?;
        if stopped.is_some_and(|job| job.status.is_terminal()) {
            self.ports.intake.delete(owner, id).await?;
        }
        Ok(())
    }
}

fn is_left(job: &JobSummary, now: Timestamp) -> bool {
    job.created_at.checked_add(LEFT_AFTER).is_ok_and(|left| left < now)
}
