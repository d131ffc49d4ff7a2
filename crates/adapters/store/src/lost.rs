//! What a job says whose executors were lost.

use domain::{ErrorCode, JobError, MAX_ATTEMPTS};

/// The error of a job that was lost as often as is allowed.
pub(crate) fn executor_lost() -> JobError {
    JobError {
        code: ErrorCode::ExecutorLost,
        message: format!("The service was interrupted {MAX_ATTEMPTS} times while it ran this job."),
    }
}
