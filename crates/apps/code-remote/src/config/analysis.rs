//! How programs are analysed.

use analyzer::ModelBounds;
use clap::{ArgAction, Args};

use super::{ConfigError, check::one_to};

/// How programs are analysed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Analysis")]
pub struct AnalysisSettings {
    /// Analyses at once; beyond it 429 with Retry-After.
    #[arg(long, env = "CODE_REMOTE_ANALYSES_MAX", default_value_t = 8, value_name = "ANALYSES")]
    pub analyses_max: usize,
    /// Whether programs are measured: run a few times in ordinary sandboxes, at growing input sizes.
    #[arg(long, env = "CODE_REMOTE_ANALYSIS_MEASURES", default_value_t = true, action = ArgAction::Set, value_name = "BOOL")]
    pub analysis_measures: bool,
    /// Seconds that the measured runs of one analysis may take together.
    #[arg(long, env = "CODE_REMOTE_ANALYSIS_MEASURING_SECONDS", default_value_t = 4, value_name = "S")]
    pub analysis_measuring_seconds: u64,
    /// Answers that a process remembers; 0 for none.
    #[arg(long, env = "CODE_REMOTE_ANALYSIS_REMEMBERED_MAX", default_value_t = 512, value_name = "ANSWERS")]
    pub analysis_remembered_max: usize,
    /// Questions of one caller to the language model in a minute, at each process; beyond it answers rest on the evidence alone.
    #[arg(long, env = "CODE_REMOTE_ANALYSIS_MODEL_PER_MINUTE", default_value_t = 6, value_name = "QUESTIONS")]
    pub analysis_model_per_minute: u32,
    /// The same in a day.
    #[arg(long, env = "CODE_REMOTE_ANALYSIS_MODEL_PER_DAY", default_value_t = 100, value_name = "QUESTIONS")]
    pub analysis_model_per_day: u32,
}

impl AnalysisSettings {
    /// The bounds of the analyzer.
    pub fn bounds(&self, source_bytes_max: usize) -> analyzer::Settings {
        let defaults = analyzer::Settings::default();
        let model = ModelBounds {
            per_minute: self.analysis_model_per_minute,
            per_day: self.analysis_model_per_day,
            ..defaults.model
        };
        analyzer::Settings {
            analyses_max: self.analyses_max,
            remembered_max: self.analysis_remembered_max,
            measuring: std::time::Duration::from_secs(self.analysis_measuring_seconds),
            source_bytes_max,
            instrumented_bytes_max: source_bytes_max.saturating_mul(6).max(defaults.instrumented_bytes_max),
            model,
            ..defaults
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        one_to("CODE_REMOTE_ANALYSES_MAX", self.analyses_max as u64, 1_000)?;
        one_to("CODE_REMOTE_ANALYSIS_MEASURING_SECONDS", self.analysis_measuring_seconds, 10)?;
        one_to("CODE_REMOTE_ANALYSIS_REMEMBERED_MAX", self.analysis_remembered_max.max(1) as u64, 100_000)
    }
}
