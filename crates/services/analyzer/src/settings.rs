//! What an analysis may take.

use std::time::Duration;

/// Bounds of the analyzer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Wall time of all measured runs of one analysis together.
    pub measuring: Duration,
    /// Measured runs of one analysis at once.
    pub parallel_runs: usize,
    /// Analyses at once; more are refused.
    pub analyses_max: usize,
    /// Bytes of a source; of a longer one only this is said.
    pub source_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { measuring: Duration::from_secs(4), parallel_runs: 4, analyses_max: 4, source_bytes_max: 10_240 }
    }
}
