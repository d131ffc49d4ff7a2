//! What a job may use and how it is isolated.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use domain::{Imports, Limits};

/// How strictly Python is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PythonImports {
    /// Only the whitelisted modules.
    Whitelist,
    /// No language check; every layer of isolation stays.
    Any,
}

impl From<PythonImports> for Imports {
    fn from(imports: PythonImports) -> Self {
        match imports {
            PythonImports::Whitelist => Self::Whitelist,
            PythonImports::Any => Self::Any,
        }
    }
}

/// How sandboxes start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StartMode {
    /// Restored from a checkpoint where the runtime can, else cold.
    Auto,
    /// Always cold.
    Cold,
}

/// What a job may use and how it is isolated.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Jobs and sandboxes")]
pub struct SandboxSettings {
    /// `any` turns the language check and its run-time half off while every layer of isolation stays.
    #[arg(long, env = "CODE_REMOTE_PYTHON_IMPORTS", value_enum, default_value_t = PythonImports::Whitelist)]
    pub python_imports: PythonImports,
    /// Bytes of source text a job may have; beyond it 413.
    #[arg(long, env = "CODE_REMOTE_SOURCE_BYTES_MAX", default_value_t = 10_240, value_name = "BYTES")]
    pub source_bytes_max: usize,
    /// Seconds of wall time a job may ask for, and gets when it does not ask.
    #[arg(long, env = "CODE_REMOTE_TIMEOUT_SECONDS_MAX", default_value_t = 30, value_name = "S")]
    pub timeout_seconds_max: u64,
    /// Seconds of processor time a job may use; no bound of its own without it.
    #[arg(long, env = "CODE_REMOTE_CPU_TIME_SECONDS_MAX", value_name = "S")]
    pub cpu_time_seconds_max: Option<u64>,
    /// CPU share of a job in thousandths of a core.
    #[arg(long, env = "CODE_REMOTE_CPU_MILLIS", default_value_t = 100, value_name = "MILLIS")]
    pub cpu_millis: u32,
    /// Memory of a job in MiB, the sandbox's own kernel and swap included.
    #[arg(long, env = "CODE_REMOTE_MEMORY_MIB", default_value_t = 256, value_name = "MIB")]
    pub memory_mib: u64,
    /// Processes and threads a job may have at once.
    #[arg(long, env = "CODE_REMOTE_PROCESSES_MAX", default_value_t = 64, value_name = "COUNT")]
    pub processes_max: u32,
    /// Size of a job's `/tmp` in MiB.
    #[arg(long, env = "CODE_REMOTE_TMP_MIB", default_value_t = 16, value_name = "MIB")]
    pub tmp_mib: u64,
    /// KiB kept of each output stream; the rest is discarded and flagged.
    #[arg(long, env = "CODE_REMOTE_OUTPUT_KIB", default_value_t = 1_024, value_name = "KIB")]
    pub output_kib: u64,
    /// Jobs running at once. Default: as many as three quarters of the memory hold, at most 16 per core.
    #[arg(long, env = "CODE_REMOTE_CONCURRENCY", value_name = "JOBS")]
    pub concurrency: Option<u32>,
    /// Sandboxes kept warm.
    #[arg(long, env = "CODE_REMOTE_POOL_SIZE", default_value_t = 8, value_name = "SANDBOXES")]
    pub pool_size: u32,
    /// Sandboxes starting at once. Default: 3 per core.
    #[arg(long, env = "CODE_REMOTE_REFILL_CONCURRENCY", value_name = "SANDBOXES")]
    pub refill_concurrency: Option<u32>,
    /// Memory that warm sandboxes may take together, in MiB; the pool stays smaller where it would take more (25 MiB each).
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

impl SandboxSettings {
    /// What one job may use.
    pub fn limits(&self) -> Limits {
        Limits {
            wall_time_ms: self.timeout_seconds_max * 1_000,
            cpu_time_ms: self.cpu_time_seconds_max.map(|seconds| seconds * 1_000),
            cpu_millis: self.cpu_millis,
            memory_bytes: self.memory_mib << 20,
            processes: self.processes_max,
            tmp_bytes: self.tmp_mib << 20,
            output_bytes: self.output_kib << 10,
        }
    }
}
