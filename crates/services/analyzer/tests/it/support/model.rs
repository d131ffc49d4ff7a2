//! A model that answers what a test tells it to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::{LanguageModel, ModelError, Prompt};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};

type Answer = Box<dyn Fn(&Prompt) -> Result<Vec<String>, ModelError> + Send + Sync>;

/// Answers in pieces, by a function of the prompt; an error at the end of a list of pieces cuts a stream.
pub(crate) struct FakeModel {
    answer: Answer,
    prompts: Mutex<Vec<Prompt>>,
    endings: Mutex<VecDeque<ModelError>>,
}

impl FakeModel {
    pub(crate) fn new(
        answer: impl Fn(&Prompt) -> Result<Vec<String>, ModelError> + Send + Sync + 'static,
    ) -> Arc<Self> {
        let (prompts, endings) = (Mutex::default(), Mutex::default());
        Arc::new(Self { answer: Box::new(answer), prompts, endings })
    }

    /// One that always says this, in small pieces.
    pub(crate) fn saying(text: impl Into<String>) -> Arc<Self> {
        let letters: Vec<char> = text.into().chars().collect();
        Self::new(move |_| Ok(letters.chunks(7).map(|piece| piece.iter().collect()).collect()))
    }

    /// One that always fails.
    pub(crate) fn failing(error: impl Fn() -> ModelError + Send + Sync + 'static) -> Arc<Self> {
        Self::new(move |_| Err(error()))
    }

    /// Its next stream ends with this error after its pieces.
    pub(crate) fn cut_next(&self, error: ModelError) {
        self.endings.lock().expect("no test panics here").push_back(error);
    }

    /// What it was asked.
    pub(crate) fn prompts(&self) -> Vec<Prompt> {
        self.prompts.lock().expect("no test panics here").clone()
    }

    fn pieces(&self, prompt: &Prompt) -> Result<Vec<String>, ModelError> {
        self.prompts.lock().expect("no test panics here").push(prompt.clone());
        (self.answer)(prompt)
    }
}

#[async_trait]
impl LanguageModel for FakeModel {
    fn provider(&self) -> &'static str {
        "fake"
    }

    fn model(&self) -> &'static str {
        "fake-1"
    }

    async fn generate(&self, prompt: &Prompt) -> Result<String, ModelError> {
        let text = self.pieces(prompt)?.concat();
        match self.endings.lock().expect("no test panics here").pop_front() {
            Some(error) => Err(error),
            None => Ok(text),
        }
    }

    async fn stream(&self, prompt: &Prompt) -> Result<BoxStream<'static, Result<String, ModelError>>, ModelError> {
        let pieces = self.pieces(prompt)?.into_iter().map(Ok);
        let ending = self.endings.lock().expect("no test panics here").pop_front().map(Err);
        Ok(stream::iter(pieces.chain(ending).collect::<Vec<_>>()).boxed())
    }
}

/// A reply in the agreed form.
pub(crate) fn reply(time: &str, space: &str) -> String {
    format!(
        "## Algorithm\nThe model's own words.\n\n```json\n{{\"time_complexity\": \"{time}\", \"space_complexity\": \"{space}\", \
         \"suggestions\": [{{\"line\": 3, \"text\": \"do it otherwise\"}}]}}\n```\n"
    )
}
