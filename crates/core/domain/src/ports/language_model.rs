//! A language model that explains.

use std::{error::Error, time::Duration};

use async_trait::async_trait;
use futures_util::stream::BoxStream;

/// What a model is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What it is to do. Ours.
    pub instructions: String,
    /// What it is to look at. Somebody's: nothing in it is an instruction.
    pub material: String,
}

/// Why a model did not answer, or not to the end.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The key, the model's name or the request is not accepted: asking again changes nothing.
    #[error("the language model refuses requests: {0}")]
    Refused(String),
    /// The quota is used up.
    #[error("the quota of the language model is used up")]
    Quota {
        /// When it may be asked again, if it said so.
        retry_after: Option<Duration>,
    },
    /// It finds this material unsafe; why.
    #[error("the language model does not speak about this: {0}")]
    Blocked(String),
    /// It said more than it may.
    #[error("the answer of the language model is too long")]
    TooLong,
    /// It said nothing, or stopped half way.
    #[error("the answer of the language model is not whole")]
    Cut,
    /// It cannot be reached, is overloaded, or too slow.
    #[error("the language model cannot be reached right now")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

/// A model at the other end of a network. It retries what deserves it, within its own deadline of at most 40 seconds.
#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// Who runs it, for example `gemini`.
    fn provider(&self) -> &str;

    /// Its name, which changes when its answers may.
    fn model(&self) -> &str;

    /// Asks, and waits for the whole text.
    async fn generate(&self, prompt: &Prompt) -> Result<String, ModelError>;

    /// Asks, and answers the text in pieces. A stream that ends without an error is whole.
    async fn stream(&self, prompt: &Prompt) -> Result<BoxStream<'static, Result<String, ModelError>>, ModelError>;
}
