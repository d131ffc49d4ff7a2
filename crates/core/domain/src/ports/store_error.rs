//! The one error of every store port.

use crate::JobId;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It may answer the same call later: locked, out of space, not reachable.
    #[error("the store cannot be used right now")]
    Unavailable(#[source] Cause),
    /// What is stored is not what was written; an operator must look at the row.
    #[error("job {job_id} is stored inconsistently in {place}")]
    Inconsistent {
        /// Whose row.
        job_id: JobId,
        /// Table and column.
        place: &'static str,
        /// What is wrong with it.
        #[source]
        source: Cause,
    },
}

impl StoreError {
    /// Wraps an error that may pass.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }
}
