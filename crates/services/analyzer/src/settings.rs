//! What an analysis may take.

use std::time::Duration;

/// Bounds of the analyzer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Wall time of all measured runs of one analysis together.
    pub measuring: Duration,
    /// After so long, runs that are still missing are not waited for where the others show a class.
    pub enough_after: Duration,
    /// Measured runs of one analysis at once.
    pub parallel_runs: usize,
    /// Analyses at once; more are refused.
    pub analyses_max: usize,
    /// Bytes of a source; of a longer one only this is said.
    pub source_bytes_max: usize,
    /// Bytes of a program with the counting written into it; a longer one is not measured.
    pub instrumented_bytes_max: usize,
    /// Answers that are remembered.
    pub remembered_max: usize,
    /// How the language model is asked.
    pub model: ModelBounds,
}

/// Bounds of what is asked of a language model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelBounds {
    /// How long an answer may take, retries of the model's adapter included.
    pub answer_within: Duration,
    /// Questions of one caller a minute; 0 for none at all.
    pub per_minute: u32,
    /// Questions of one caller a day.
    pub per_day: u32,
    /// Failures in a row after which the model is left alone …
    pub failures_max: u32,
    /// … for so long.
    pub pause: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measuring: Duration::from_secs(4),
            enough_after: Duration::from_millis(1_200),
            parallel_runs: 4,
            analyses_max: 4,
            source_bytes_max: 10_240,
            instrumented_bytes_max: 64 << 10,
            remembered_max: 512,
            model: ModelBounds::default(),
        }
    }
}

impl Default for ModelBounds {
    fn default() -> Self {
        Self {
            answer_within: Duration::from_secs(45),
            per_minute: 6,
            per_day: 100,
            failures_max: 5,
            pause: Duration::from_secs(30),
        }
    }
}
