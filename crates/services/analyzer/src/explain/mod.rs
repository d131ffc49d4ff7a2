//! What a language model makes of a program and of the evidence.
//!
//! 1. `prompt` asks; the texts are in `prompts/`.
//! 2. `breaker` and `budget` say whether it may be asked at all.
//! 3. `narrator` passes on the words and holds back the block for machines; `tidy` makes words harmless.
//! 4. `reply` reads the whole strictly, `notation` the classes in it.
//! 5. `opinion` weighs it against the evidence, which wins.

mod breaker;
mod budget;
mod narrator;
mod notation;
mod opinion;
mod prompt;
mod reply;
mod silence;
mod tidy;

use std::sync::Arc;

use complexity::{AnalysisRequest, Report};
use domain::{Clock, LanguageModel, ModelError, Prompt};
use futures_util::StreamExt as _;
use tokio::time::timeout;

use self::breaker::Breaker;
use self::budget::CallerBudgets;
use self::narrator::Narrator;
use self::silence::Silence;
use crate::pieces::Told;
use crate::{AnalyzerMetrics, ModelBounds};

pub use self::prompt::PROMPT_VERSION;

/// Bytes of an answer, at most.
const REPLY_BYTES_MAX: usize = 64 << 10;

/// Asks a model, within bounds.
pub(crate) struct Explainer {
    model: Arc<dyn LanguageModel>,
    bounds: ModelBounds,
    breaker: Breaker,
    budgets: CallerBudgets,
    metrics: AnalyzerMetrics,
}

impl Explainer {
    pub(crate) fn new(
        model: Arc<dyn LanguageModel>,
        bounds: ModelBounds,
        clock: Arc<dyn Clock>,
        metrics: AnalyzerMetrics,
    ) -> Self {
        let breaker = Breaker::new(bounds.failures_max, bounds.pause, clock.clone());
        Self { model, bounds, breaker, budgets: CallerBudgets::new(bounds.per_minute, bounds.per_day, clock), metrics }
    }

    pub(crate) fn model(&self) -> &dyn LanguageModel {
        &*self.model
    }

    /// Adds to a report what the model says, or why it says nothing; answers whether it spoke.
    pub(crate) async fn explain(&self, request: &AnalysisRequest, report: &mut Report, told: &Told) -> bool {
        let prompt = prompt::about(request, &report.analysis);
        match self.ask(&request.caller, &prompt, told).await.and_then(|text| reply::read(&text, &request.source)) {
            Ok(reply) => {
                self.metrics.asked_model("answered");
                report.notices.extend(opinion::weigh(&mut report.analysis, reply, self.model(), &mut report.model));
                true
            }
            Err(silence) => {
                self.metrics.asked_model(silence.word());
                tracing::warn!(reason = %silence, "analysis goes on without the language model");
                report.notices.push(silence.sentence());
                false
            }
        }
    }

    async fn ask(&self, caller: &str, prompt: &Prompt, told: &Told) -> Result<String, Silence> {
        let attempt = self.breaker.admit().ok_or(Silence::Paused)?;
        self.budgets.take(caller)?;
        let answer = timeout(self.bounds.answer_within, self.text(prompt, told)).await;
        let answer = answer.unwrap_or_else(|elapsed| Err(ModelError::Unavailable(elapsed.into())));
        match &answer {
            Ok(_) => attempt.succeeded(),
            Err(error) => attempt.failed(error),
        }
        self.metrics.model_paused(self.breaker.is_closed());
        Ok(answer?)
    }

    async fn text(&self, prompt: &Prompt, told: &Told) -> Result<String, ModelError> {
        if !told.is_followed() {
            let text = self.model.generate(prompt).await?;
            return if text.len() > REPLY_BYTES_MAX { Err(ModelError::TooLong) } else { Ok(text) };
        }
        let (mut text, mut narrator) = (String::new(), Narrator::default());
        let mut pieces = self.model.stream(prompt).await?;
        while let Some(piece) = pieces.next().await {
            let piece = piece?;
            if text.len() + piece.len() > REPLY_BYTES_MAX {
                return Err(ModelError::TooLong);
            }
            text.push_str(&piece);
            told.narrative(&narrator.hear(&piece)).await;
        }
        told.narrative(&narrator.rest()).await;
        Ok(text)
    }
}
