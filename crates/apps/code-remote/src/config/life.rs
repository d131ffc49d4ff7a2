//! How long jobs are held, waited for and kept.

use clap::Args;

/// How long jobs are held, waited for and kept.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Life of a job")]
pub struct LifeSettings {
    /// Seconds after which a job whose executor is silent is tried again.
    #[arg(long, env = "CODE_REMOTE_LEASE_SECONDS", default_value_t = 30, value_name = "S")]
    pub lease_seconds: u64,
    /// Seconds that running jobs may go on after SIGTERM; then they are given back to the queue.
    #[arg(long, env = "CODE_REMOTE_DRAIN_SECONDS", default_value_t = 35, value_name = "S")]
    pub drain_seconds: u64,
    /// Days after which finished runs are deleted; 0 keeps them.
    #[arg(long, env = "CODE_REMOTE_RETENTION_DAYS", default_value_t = 30, value_name = "DAYS")]
    pub retention_days: u32,
}
