//! What a job may use.

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

/// What a job may use.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits of a job")]
pub struct LimitSettings {
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
}

impl LimitSettings {
    /// What one job may use.
    pub fn per_job(&self) -> Limits {
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
