//! The language model that explains programs.

use std::{convert::Infallible, fs, path::PathBuf};

use clap::Args;
use domain::Secret;
use gemini::{Gemini, GeminiError, GeminiSettings};

use super::{ConfigError, check::refuse};

const KEY: &str = "CODE_REMOTE_GEMINI_API_KEY";
const KEY_FILE: &str = "CODE_REMOTE_GEMINI_API_KEY_FILE";
const MODEL: &str = "CODE_REMOTE_GEMINI_MODEL";
const TEMPERATURE: &str = "CODE_REMOTE_GEMINI_TEMPERATURE";
const TOKENS: &str = "CODE_REMOTE_GEMINI_MAX_OUTPUT_TOKENS";
const THINKING: &str = "CODE_REMOTE_GEMINI_THINKING_BUDGET";
const ENDPOINT: &str = "CODE_REMOTE_GEMINI_ENDPOINT";

/// The language model that explains programs.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Language model")]
pub struct ModelSettings {
    /// File that holds the API key of Gemini. Without it, or with one that is missing, answers rest on the evidence alone.
    #[arg(long, env = KEY_FILE, value_name = "FILE", conflicts_with = "gemini_api_key")]
    pub gemini_api_key_file: Option<PathBuf>,
    /// The key itself. A file is better: others on the machine may see flags and environments.
    #[arg(long, env = KEY, value_name = "KEY", hide_env_values = true, value_parser = secret)]
    pub gemini_api_key: Option<Secret>,
    /// The model.
    #[arg(long, env = MODEL, default_value = gemini::DEFAULT_MODEL, value_name = "NAME")]
    pub gemini_model: String,
    /// How much chance there is in an answer: 0 to 2.
    #[arg(long, env = TEMPERATURE, default_value_t = 0.1, value_name = "NUMBER")]
    pub gemini_temperature: f32,
    /// Tokens of an answer, at most; what the model thinks before it speaks is part of it.
    #[arg(long, env = TOKENS, default_value_t = 2_048, value_name = "TOKENS")]
    pub gemini_max_output_tokens: u32,
    /// Tokens that it may think before it speaks: -1 is as many as it likes, 0 none, empty the model's own default.
    #[arg(long, env = THINKING, default_value = "0", value_name = "TOKENS", allow_hyphen_values = true)]
    pub gemini_thinking_budget: String,
    /// Another server than Google's.
    #[arg(long, env = ENDPOINT, value_name = "URL")]
    pub gemini_endpoint: Option<String>,
}

impl ModelSettings {
    /// The model, if there is a key; or which setting is wrong. Within a runtime.
    pub fn gemini(&self) -> Result<Option<Gemini>, ConfigError> {
        let Some(api_key) = self.key()? else { return Ok(None) };
        let settings = GeminiSettings {
            endpoint: self.gemini_endpoint.clone().filter(|endpoint| !endpoint.is_empty()),
            model: self.gemini_model.clone(),
            temperature: self.gemini_temperature,
            max_output_tokens: self.gemini_max_output_tokens,
            thinking_budget: self.thinking_budget()?,
            ..GeminiSettings::new(api_key)
        };
        Gemini::new(settings).map(Some).or_else(|error| refuse(self.named_by(&error), error.to_string()))
    }

    /// A deployment may offer a secret that was never made: that is no key, not a mistake.
    fn key(&self) -> Result<Option<Secret>, ConfigError> {
        let Some(file) = &self.gemini_api_key_file else {
            return Ok(self.gemini_api_key.clone().filter(|key| !key.reveal().is_empty()));
        };
        match fs::read_to_string(file) {
            Ok(text) => Ok(Some(Secret::new(text.trim())).filter(|key| !key.reveal().is_empty())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                tracing::warn!(file = %file.display(), "there is no file of the language model's key ({KEY_FILE})");
                Ok(None)
            }
            Err(error) => refuse(KEY_FILE, format!("{} cannot be read: {error}", file.display())),
        }
    }

    fn thinking_budget(&self) -> Result<Option<i32>, ConfigError> {
        match self.gemini_thinking_budget.as_str() {
            "" => Ok(None),
            text => text.parse().map(Some).or_else(|_| refuse(THINKING, format!("`{text}` is not a number of tokens"))),
        }
    }

    fn named_by(&self, error: &GeminiError) -> &'static str {
        match error {
            GeminiError::Endpoint | GeminiError::Plain | GeminiError::Tls(_) => ENDPOINT,
            GeminiError::Key if self.gemini_api_key_file.is_some() => KEY_FILE,
            GeminiError::Key => KEY,
            GeminiError::Model => MODEL,
            GeminiError::Temperature => TEMPERATURE,
            GeminiError::OutputTokens => TOKENS,
            GeminiError::ThinkingBudget => THINKING,
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the command line's parsers may fail")]
fn secret(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    const SECRET: &str = "AIzaSyTheKeyOfTheTest";

    fn settings(words: &[&str]) -> ModelSettings {
        let words = ["code-remote", "up"].iter().chain(words);
        match Cli::try_parse_from(words).expect("the words parse").command {
            Command::Up(settings) => settings.model,
            other => panic!("not up: {other:?}"),
        }
    }

    fn wrong(words: &[&str]) -> ConfigError {
        settings(&[&["--gemini-api-key", SECRET], words].concat()).gemini().expect_err("it is refused")
    }

    #[tokio::test]
    async fn without_a_key_there_is_no_model() {
        for words in [&[][..], &["--gemini-api-key", ""], &["--gemini-api-key-file", "/nonexistent/key"]] {
            assert!(settings(words).gemini().expect("nothing is wrong").is_none(), "{words:?}");
        }
        let file = tempfile::NamedTempFile::new().expect("a file can be made");
        let path = file.path().display().to_string();
        assert!(settings(&["--gemini-api-key-file", &path]).gemini().expect("it is empty").is_none());
        fs::write(file.path(), format!("{SECRET}\n")).expect("it can be written");
        let model = settings(&["--gemini-api-key-file", &path]).gemini().expect("it is whole").expect("a key");
        assert!(!format!("{model:?}").contains(SECRET));
    }

    #[tokio::test]
    async fn what_is_wrong_is_named_and_the_key_is_nowhere() {
        let cases = [
            (&["--gemini-model", "a model"][..], MODEL),
            (&["--gemini-temperature", "3"], TEMPERATURE),
            (&["--gemini-max-output-tokens", "0"], TOKENS),
            (&["--gemini-thinking-budget", "-2"], THINKING),
            (&["--gemini-thinking-budget", "much"], THINKING),
            (&["--gemini-endpoint", "http://model.example"], ENDPOINT),
        ];
        for (words, variable) in cases {
            let error = wrong(words);
            assert_eq!(error.variable, variable, "{words:?}");
            assert!(!error.to_string().contains(SECRET));
        }
        let all = settings(&["--gemini-api-key", SECRET, "--gemini-thinking-budget", "-1"]);
        assert!(all.gemini().expect("nothing is wrong").is_some());
        assert!(!format!("{all:?}").contains(SECRET));
        let bad_key = settings(&["--gemini-api-key", "a\nb"]).gemini().expect_err("it is no key");
        assert_eq!(bad_key.variable, KEY);
    }
}
