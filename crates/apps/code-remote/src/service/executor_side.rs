//! The executor's settings from ours and from the machine.

use std::{num::NonZero, sync::Arc, time::Duration};

use domain::{ExecutorId, SandboxDriver, SystemClock};
use executor::{Ports, Settings};

use super::backend::Backend;
use crate::config::{LifeSettings, LimitSettings, SandboxSettings};

/// Jobs at once on one core: at a tenth of a core each they keep it busy, and most of them wait.
const JOBS_PER_CORE: u32 = 16;
/// Creating a sandbox mostly waits, so three at once on a core are quicker than one.
const STARTS_PER_CORE: u32 = 3;
/// The same where the cluster does the work, whatever this machine is: a pod's start is 0.6 s of its node's processor and a second of waiting.
const PODS_STARTING: u32 = 10;
/// Jobs at once where this machine's memory is not theirs.
const JOBS_IN_PODS: u32 = 20;

/// For one executor among others, whose isolation must be proven.
pub(super) fn settings(life: &LifeSettings, sandbox: &SandboxSettings, limits: &LimitSettings) -> Settings {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let cores = u32::try_from(cores).unwrap_or(u32::MAX);
    Settings {
        id: ExecutorId::new(uuid::Uuid::new_v4().to_string()),
        concurrency: sandbox
            .concurrency
            .unwrap_or_else(|| affordable(limits.memory_mib).clamp(1, JOBS_PER_CORE * cores)),
        owner_running_max: life.running_max_per_caller,
        pool_size: sandbox.pool_size,
        refill_concurrency: sandbox.refill_concurrency.unwrap_or(STARTS_PER_CORE * cores),
        pool_memory_bytes: sandbox.pool_memory_mib << 20,
        lease: Duration::from_secs(life.lease_seconds),
        drain: Duration::from_secs(life.drain_seconds),
        retention: days(life.retention_days),
        audit_retention: days(life.audit_retention_days),
        sole_user_of_store: false,
        relaxed: false,
    }
}

/// For an executor whose sandboxes are pods: what bounds them is the cluster, not this machine.
pub(super) fn for_pods(settings: Settings, sandbox: &SandboxSettings) -> Settings {
    Settings {
        concurrency: sandbox.concurrency.unwrap_or(JOBS_IN_PODS),
        refill_concurrency: sandbox.refill_concurrency.unwrap_or(PODS_STARTING),
        pool_memory_bytes: u64::MAX,
        ..settings
    }
}

pub(super) fn ports(backend: &Backend, driver: Arc<dyn SandboxDriver>) -> Ports {
    Ports {
        ledger: backend.ledger.clone(),
        queue: backend.queue.clone(),
        feed: backend.feed.clone(),
        audit: backend.audit.clone(),
        driver,
        clock: Arc::new(SystemClock),
    }
}

/// None for 0, which keeps everything.
fn days(days: u32) -> Option<Duration> {
    (days > 0).then(|| Duration::from_secs(u64::from(days) * 86_400))
}

/// Jobs whose memory limits fit into three quarters of this machine's memory.
fn affordable(memory_mib: u64) -> u32 {
    let total_mib = total_memory_mib().unwrap_or(1_024);
    u32::try_from(total_mib * 3 / 4 / memory_mib.max(1)).unwrap_or(u32::MAX)
}

fn total_memory_mib() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib / 1_024)
}
