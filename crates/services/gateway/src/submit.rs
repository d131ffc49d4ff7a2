//! The use case behind the three ways to submit: check the source, then put the job in.

use std::sync::Arc;

use domain::{
    Accepted, ByteString, ExecutionSpec, IdSource, Imports, JobFeed, JobId, JobIntake, JobWatch, NewJob, PrincipalId,
    QueueBounds,
};

use crate::{
    audit::Came,
    check::{CheckerBusy, SourceCheck, refusal},
    error::RouteError,
    idempotency::Key,
    metrics::Metrics,
    submission::Submission,
};

/// Takes submissions.
pub struct Submissions {
    pub(crate) intake: Arc<dyn JobIntake>,
    pub(crate) feed: Arc<dyn JobFeed>,
    pub(crate) check: Arc<dyn SourceCheck>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) bounds: QueueBounds,
    pub(crate) metrics: Metrics,
}

/// A job that is in.
pub struct Submitted {
    /// Its id.
    pub job_id: JobId,
    /// Whether an earlier request made it.
    pub replayed: bool,
    /// Whether it is known to have ended already, because it was refused.
    pub refused: bool,
    /// Follows it since before it was committed.
    pub watch: JobWatch,
}

impl Submissions {
    /// Commits a job as queued, or as refused.
    pub async fn submit(
        &self,
        owner: &PrincipalId,
        Submission { mut spec, .. }: Submission,
        key: Key,
        Came(origin): Came,
    ) -> Result<Submitted, RouteError> {
        let violations = self.violations(&spec).await?;
        let key = key.of(&spec);
        if !violations.is_empty() {
            forget_input(&mut spec);
        }
        let job = NewJob { id: self.ids.job_id(), owner: owner.clone(), spec, origin };
        let id = job.id;
        let watch = self.feed.watch(id);
        let refused = !violations.is_empty();
        let accepted = if refused {
            self.metrics.refused(&violations);
            self.intake.record_refused(job, key, refusal(violations)).await?
        } else {
            self.intake.accept(job, key, self.bounds).await?
        };
        let Accepted { job_id, replayed } = accepted;
        if replayed {
            return Ok(Submitted { job_id, replayed, refused: false, watch: self.feed.watch(job_id) });
        }
        if !refused {
            self.metrics.accepted();
        }
        tracing::debug!(job.id = %id, job.refused = refused, "took a job");
        Ok(Submitted { job_id, replayed, refused, watch })
    }

    async fn violations(&self, spec: &ExecutionSpec) -> Result<Vec<domain::Violation>, CheckerBusy> {
        match spec.imports {
            Imports::Whitelist => self.check.check(&spec.source).await,
            Imports::Any => Ok(Vec::new()),
        }
    }
}

/// What a refused job keeps of its input. It never runs and never counts as waiting, so its input must not fill the disk.
const REFUSED_INPUT_BYTES_MAX: usize = 16 << 10;

fn forget_input(spec: &mut ExecutionSpec) {
    if spec.stdin.0.len() > REFUSED_INPUT_BYTES_MAX {
        spec.stdin = ByteString::default();
    }
    for file in &mut spec.files {
        file.content = ByteString::default();
    }
}
