//! A job as somebody sees it who may make and stop jobs but not look at them.

use domain::Job;
use serde::Serialize;
use utoipa::ToSchema;

use super::JobResult;
use crate::{auth::Caller, wire::JobStatus};

/// Where a job is: nothing of what it runs, wrote or found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobBrief)]
pub struct JobBrief {
    /// Identifier.
    #[schema(format = "uuid")]
    job_id: String,
    /// Where it is.
    status: JobStatus,
    /// Jobs that will run before it, while it waits: 1000 stands for as many or more.
    #[schema(required)]
    queue_position: Option<u64>,
    /// Whether its owner asked to stop it.
    cancel_requested: bool,
}

impl From<&Job> for JobBrief {
    fn from(job: &Job) -> Self {
        let Job { id, status, queue_position, cancel_requested, .. } = job;
        Self {
            job_id: id.to_string(),
            status: (*status).into(),
            queue_position: *queue_position,
            cancel_requested: *cancel_requested,
        }
    }
}

/// A job as far as its caller may see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShownJob)]
#[serde(untagged)]
pub enum Shown {
    /// To whom may look at jobs.
    Whole(Box<JobResult>),
    /// To an API key without `jobs:read`.
    Brief(JobBrief),
}

impl Shown {
    /// What this caller may see of its owner's job.
    pub fn to(caller: &Caller, job: Job) -> Self {
        if caller.reads_jobs() { Self::Whole(Box::new(job.into())) } else { Self::Brief((&job).into()) }
    }
}
