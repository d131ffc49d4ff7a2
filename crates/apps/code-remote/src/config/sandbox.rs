//! How sandboxes are made and kept.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// How sandboxes start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StartMode {
    /// Restored from a checkpoint where the runtime can, else cold.
    Auto,
    /// Always cold.
    Cold,
}

/// How sandboxes are made and kept.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sandboxes")]
pub struct SandboxSettings {
    /// Jobs running at once. Default: as many as three quarters of the memory hold, at most 16 per core; 20 in pods.
    #[arg(long, env = "CODE_REMOTE_CONCURRENCY", value_name = "JOBS")]
    pub concurrency: Option<u32>,
    /// Sandboxes kept warm.
    #[arg(long, env = "CODE_REMOTE_POOL_SIZE", default_value_t = 8, value_name = "SANDBOXES")]
    pub pool_size: u32,
    /// Sandboxes starting at once. Default: 3 per core; 10 pods.
    #[arg(long, env = "CODE_REMOTE_REFILL_CONCURRENCY", value_name = "SANDBOXES")]
    pub refill_concurrency: Option<u32>,
    /// Memory that warm sandboxes may take together, in MiB; the pool stays smaller where it would take more (25 MiB each). Pods' memory is not counted.
    #[arg(long, env = "CODE_REMOTE_POOL_MEMORY_MIB", default_value_t = 1_024, value_name = "MIB")]
    pub pool_memory_mib: u64,
    /// How sandboxes start.
    #[arg(long, env = "CODE_REMOTE_START", value_enum, default_value_t = StartMode::Auto)]
    pub start: StartMode,
    /// gVisor's runtime.
    #[arg(long, env = "CODE_REMOTE_RUNSC", default_value = "runsc", value_name = "PATH")]
    pub runsc: PathBuf,
    /// gVisor's platform, for example `ptrace` or `systrap`. Default: what this build of it is best at.
    #[arg(long, env = "CODE_REMOTE_RUNSC_PLATFORM", value_name = "NAME")]
    pub runsc_platform: Option<String>,
    /// Python interpreter of this machine from which the sandbox image is made. Default: the distribution's own, then the one in PATH.
    #[arg(long, env = "CODE_REMOTE_PYTHON", value_name = "PATH")]
    pub python: Option<PathBuf>,
    /// Control group, relative to the mount points, below which those of the sandboxes are made. Default: `code-remote` at the top.
    #[arg(long, env = "CODE_REMOTE_CGROUP_PARENT", value_name = "PATH")]
    pub cgroup_parent: Option<PathBuf>,
}
