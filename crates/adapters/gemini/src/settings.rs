//! What the model needs to know.

use std::{ops::RangeInclusive, time::Duration};

use domain::Secret;

/// The model that is asked unless another is named.
pub const DEFAULT_MODEL: &str = "gemini-2.5-flash";

/// As far as any model of today goes.
const OUTPUT_TOKENS: RangeInclusive<u32> = 1..=65_536;
const TEMPERATURES: RangeInclusive<f32> = 0.0..=2.0;
/// Longer than any name.
const NAME_BYTES_MAX: usize = 128;
/// The port's bound of a call, repetitions included.
const TOTAL_MAX: Duration = Duration::from_secs(40);

/// Which model is asked, how, and for how long.
#[derive(Debug, Clone, PartialEq)]
pub struct GeminiSettings {
    /// Another server than Google's, for example `http://127.0.0.1:50051`. Plain http is only for this machine.
    pub endpoint: Option<String>,
    /// Who asks.
    pub api_key: Secret,
    /// Its name. Without one every question is refused.
    pub model: String,
    /// How much chance there is in an answer: 0 to 2.
    pub temperature: f32,
    /// How long an answer may be. What the model thinks before it speaks is part of it.
    pub max_output_tokens: u32,
    /// How many tokens it may think: -1 is as many as it likes, 0 none. Without a number the model's own default holds,
    /// which is all that a model takes that cannot think.
    pub thinking_budget: Option<i32>,
    /// How long it is waited for.
    pub patience: Patience,
}

impl GeminiSettings {
    /// The default model with this key. It does not think, because that would use up tokens and time of the answer.
    pub fn new(api_key: Secret) -> Self {
        Self {
            endpoint: None,
            api_key,
            model: DEFAULT_MODEL.into(),
            temperature: 0.1,
            max_output_tokens: 2048,
            thinking_budget: Some(0),
            patience: Patience::default(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), GeminiError> {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-._/".contains(letter);
        if self.model.len() > NAME_BYTES_MAX || !self.model.chars().all(is_letter) {
            return Err(GeminiError::Model);
        }
        if !TEMPERATURES.contains(&self.temperature) {
            return Err(GeminiError::Temperature);
        }
        if !OUTPUT_TOKENS.contains(&self.max_output_tokens) {
            return Err(GeminiError::OutputTokens);
        }
        if self.thinking_budget.is_some_and(|budget| budget < -1) {
            return Err(GeminiError::ThinkingBudget);
        }
        Ok(())
    }
}

/// How long an answer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the whole, with every repetition; at most 40 seconds.
    pub total: Duration,
    /// For one try: until the whole answer is there, or the first piece of one in pieces.
    pub attempt: Duration,
    /// Before the second try. It doubles with every further one.
    pub pause: Duration,
}

impl Default for Patience {
    /// A slow first try leaves time for a second.
    fn default() -> Self {
        Self { total: TOTAL_MAX, attempt: Duration::from_secs(25), pause: Duration::from_millis(300) }
    }
}

impl Patience {
    pub(crate) fn total(&self) -> Duration {
        self.total.min(TOTAL_MAX)
    }
}

/// Why there is no model with these settings. The key is not part of it.
#[derive(Debug, thiserror::Error)]
pub enum GeminiError {
    /// The endpoint is not one.
    #[error("the endpoint of the language model is not an address such as https://host[:port]")]
    Endpoint,
    /// The key would travel in the open.
    #[error("the endpoint of the language model must be https, unless it is on this machine")]
    Plain,
    /// The key is not one.
    #[error("the API key of the language model is empty or has characters that a key cannot have")]
    Key,
    /// The name is not one.
    #[error("the name of the language model has characters that a name cannot have")]
    Model,
    /// The temperature is none.
    #[error("the temperature of the language model must be a number from 0 to 2")]
    Temperature,
    /// So many tokens are none, or too many.
    #[error("the output tokens of the language model must be 1 to 65536")]
    OutputTokens,
    /// So many tokens make no sense.
    #[error("the thinking budget of the language model must be -1, 0 or a number of tokens")]
    ThinkingBudget,
    /// There are no certificates on this machine, for example.
    #[error("TLS to the language model cannot be set up")]
    Tls(#[source] tonic::transport::Error),
}
