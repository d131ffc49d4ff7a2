//! How measured programs are run.

use async_trait::async_trait;
use domain::Origin;

/// Why a program gave no point. The analysis goes on without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The program itself ended badly or met a limit.
    #[error("the program did not end well")]
    Failed,
    /// It waited, and nobody began it.
    #[error("no executor took it in time")]
    NotTaken,
    /// Nothing can be run here right now.
    #[error("no sandbox could be had: {0}")]
    Unavailable(String),
}

/// Runs a program that nobody trusts.
#[async_trait]
pub trait ProgramRuns: Send + Sync {
    /// Runs a source with a standard input and answers what it printed. It must be as isolated as any job, be bounded in
    /// time and output by itself, and leave nothing behind when the call is dropped. `origin` says who has it run, and is
    /// recorded with it.
    async fn run(&self, source: &str, stdin: &str, origin: &Origin) -> Result<String, RunError>;
}
