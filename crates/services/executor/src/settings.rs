//! What an operator can choose.

use std::time::Duration;

use domain::ExecutorId;

/// Settings of one executor. Durations and sizes are documented with their defaults where the executable reads them.
#[derive(Debug, Clone)]
pub struct Settings {
    /// This life of this process.
    pub id: ExecutorId,
    /// Jobs running at once.
    pub concurrency: u32,
    /// Jobs of one owner running at once, on all executors together; none is no bound.
    pub owner_running_max: Option<u32>,
    /// Sandboxes kept warm.
    pub pool_size: u32,
    /// Sandboxes starting at once.
    pub refill_concurrency: u32,
    /// Memory that idle warm sandboxes may take together, in bytes; bounds the pool below `pool_size`.
    pub pool_memory_bytes: u64,
    /// How long a claim holds without a heartbeat.
    pub lease: Duration,
    /// How long running jobs may go on after a stop.
    pub drain: Duration,
    /// Age at which finished jobs are deleted; none keeps them.
    pub retention: Option<Duration>,
    /// Age at which entries of the audit log are deleted; none keeps them.
    pub audit_retention: Option<Duration>,
    /// Whether this process is the only user of its store, so that jobs held by others at start are lost ones.
    pub sole_user_of_store: bool,
    /// Whether a driver that says that it is relaxed is taken at its word. Without it isolation must be proven. For
    /// debugging, tests and measurements; every answer shows it.
    pub relaxed: bool,
}

/// Memory of one idle warm sandbox: 17–21 MiB measured, rounded up.
const IDLE_SANDBOX_BYTES: u64 = 25 << 20;

/// Output is written to the store at most this long after the program wrote it …
pub(crate) const OUTPUT_BATCH_DELAY: Duration = Duration::from_millis(50);
/// … or when this much waits.
pub(crate) const OUTPUT_BATCH_BYTES: usize = 64 << 10;

impl Settings {
    /// The share of [`Self::concurrency`] that one owner may hold, so that its long jobs leave room for another's:
    /// three quarters, at least one.
    pub fn concurrency_per_owner(&self) -> u32 {
        (self.concurrency * 3 / 4).max(1)
    }

    /// Warm sandboxes that the memory allows.
    pub fn pool_target(&self) -> usize {
        let affordable = usize::try_from(self.pool_memory_bytes / IDLE_SANDBOX_BYTES).unwrap_or(usize::MAX);
        affordable.min(self.pool_size as usize)
    }

    /// Three heartbeats a lease: two may be lost.
    pub(crate) fn heartbeat(&self) -> Duration {
        self.lease / 3
    }
}
