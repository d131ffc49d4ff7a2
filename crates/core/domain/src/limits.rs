//! What a job may use, and which bound it met.

use serde::{Deserialize, Serialize};

/// The bound that ended a job, or that it ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Ran longer than its wall time.
    WallTime,
    /// Used more processor time than it may.
    CpuTime,
    /// The sandbox's memory was exhausted (kernel's out-of-memory killer).
    Memory,
    /// Could not start another process or thread.
    Processes,
    /// Wrote more than is kept; the rest was discarded and the program went on.
    Output,
    /// No room left on its file system, or a file grew too large.
    Disk,
}

impl Limit {
    /// Every value, for metrics and documents.
    pub const ALL: [Self; 6] = [Self::WallTime, Self::CpuTime, Self::Memory, Self::Processes, Self::Output, Self::Disk];

    /// The word used in the database, the API and the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WallTime => "wall_time",
            Self::CpuTime => "cpu_time",
            Self::Memory => "memory",
            Self::Processes => "processes",
            Self::Output => "output",
            Self::Disk => "disk",
        }
    }
}

/// What one job may use. The defaults are the profile `execution`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Wall time of the user's program in milliseconds, from the moment its source is sent.
    pub wall_time_ms: u64,
    /// Processor time of the whole sandbox in milliseconds; none means that wall time and CPU share are the only bounds.
    pub cpu_time_ms: Option<u64>,
    /// CPU share in thousandths of a core.
    pub cpu_millis: u32,
    /// Memory of the whole sandbox, swap included, in bytes.
    pub memory_bytes: u64,
    /// Processes and threads that the program may have at once.
    pub processes: u32,
    /// Bytes of `/tmp`.
    pub tmp_bytes: u64,
    /// Bytes kept of each output stream.
    pub output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall_time_ms: 30_000,
            cpu_time_ms: None,
            cpu_millis: 100,
            memory_bytes: 256 << 20,
            processes: 64,
            tmp_bytes: 16 << 20,
            output_bytes: 1 << 20,
        }
    }
}
