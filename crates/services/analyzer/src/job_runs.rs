//! Measured runs as ordinary jobs: the same line, executors, sandboxes and limits as everyone's.

mod job;
mod sweep;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{
    AcceptError, ByteString, ExecutionSpec, IdSource, Imports, JobFeed, JobIntake, JobReader, Limits, NewJob, Origin,
    PrincipalId, QueueBounds,
};
use tokio::time::timeout;

use self::job::Submitted;
use crate::{ProgramRuns, RunError};

/// Whose jobs measured runs are. No caller has this name, so they are in nobody's history.
pub const OWNER: &str = "system:analyzer";

/// The store's ports that are used.
#[derive(Clone)]
pub struct JobPorts {
    /// Where jobs are put in.
    pub intake: Arc<dyn JobIntake>,
    /// Where they are looked at.
    pub reader: Arc<dyn JobReader>,
    /// Who tells when to look.
    pub feed: Arc<dyn JobFeed>,
    /// Who names them.
    pub ids: Arc<dyn IdSource>,
}

/// Bounds of the runs.
#[derive(Debug, Clone)]
pub struct JobSettings {
    /// What a run may use.
    pub limits: Limits,
    /// How strictly it is checked while it runs.
    pub imports: Imports,
    /// How long a run may wait until an executor takes it.
    pub taken_within: Duration,
    /// How long a run may wait and run.
    pub patience: Duration,
    /// Jobs that may wait: beyond it, those of callers come first and nothing is measured.
    pub queue: QueueBounds,
}

impl JobSettings {
    /// Few and short runs, within the limits of a job.
    pub fn within(limits: &Limits, imports: Imports) -> Self {
        let limits = Limits {
            wall_time_ms: limits.wall_time_ms.min(2_500),
            output_bytes: limits.output_bytes.min(64 << 10),
            ..limits.clone()
        };
        let queue = QueueBounds { total: 64, per_owner: 32 };
        Self { limits, imports, taken_within: Duration::from_secs(3), patience: Duration::from_secs(5), queue }
    }
}

/// Runs each program as a job of [`OWNER`], which is deleted when it was read.
pub struct JobRuns {
    ports: JobPorts,
    settings: JobSettings,
}

impl JobRuns {
    /// Over a store.
    pub fn new(ports: JobPorts, settings: JobSettings) -> Self {
        Self { ports, settings }
    }

    fn job(&self, source: &str, stdin: &str, origin: &Origin) -> NewJob {
        let spec = ExecutionSpec {
            language: "python".to_owned(),
            source: source.to_owned(),
            stdin: ByteString::from(stdin.as_bytes().to_vec()),
            args: Vec::new(),
            files: Vec::new(),
            imports: self.settings.imports,
            limits: self.settings.limits.clone(),
        };
        NewJob { id: self.ports.ids.job_id(), owner: PrincipalId::new(OWNER), spec, origin: origin.clone() }
    }
}

#[async_trait]
impl ProgramRuns for JobRuns {
    async fn run(&self, source: &str, stdin: &str, origin: &Origin) -> Result<String, RunError> {
        let job = self.job(source, stdin, origin);
        // Made before the job, so that one whose acceptance is interrupted does not stay.
        let submitted = Submitted::new(&self.ports, job.id);
        match self.ports.intake.accept(job, None, self.settings.queue).await {
            Ok(_) => {}
            Err(error @ (AcceptError::OwnerFull { .. } | AcceptError::QueueFull { .. })) => {
                submitted.forget();
                return Err(RunError::Unavailable(error.to_string()));
            }
            Err(error) => return Err(RunError::Unavailable(error.to_string())),
        }
        let JobSettings { taken_within, patience, .. } = self.settings;
        let ended = timeout(patience, submitted.ended(taken_within)).await;
        ended.unwrap_or_else(|_| Err(RunError::Unavailable("it did not end in time".to_owned())))
    }
}
