//! What every language model must do. The other end is played by the test.

#![expect(missing_docs, reason = "the name of a case is its sentence")]

mod answer;
mod faults;
mod leave;

use std::{any::Any, fmt, sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use tokio::time::{sleep, timeout};

use super::{FarEnd, ModelReply, suite::suite};
use crate::{LanguageModel, ModelError, Prompt};

suite!($ model_suite in model_suite {
    answer:
        it_has_a_name,
        the_whole_text_is_answered,
        a_stream_is_the_same_text_in_pieces,
        pieces_come_while_the_answer_is_being_made,
        instructions_and_material_arrive_apart_and_as_given,
        awkward_text_reads_back,
        calls_do_not_mix;
    faults:
        a_refusal_is_typed,
        a_used_up_quota_says_when,
        a_blocked_answer_is_typed,
        an_empty_answer_is_cut,
        an_answer_that_breaks_off_is_never_whole,
        an_endless_answer_is_too_long,
        a_model_that_is_away_is_unavailable,
        nothing_comes_after_an_error,
        errors_tell_nothing_of_the_prompt,
        a_fault_does_not_spoil_the_next_call;
    leave:
        a_dropped_stream_ends_the_call,
        a_dropped_question_ends_the_call;
});

/// Far longer than anything takes here; only a failing case waits for it.
const SOON: Duration = Duration::from_secs(20);

/// More than any model tries.
const EVERY_TRY: usize = 20;

/// A model whose other end is the test's.
pub struct ModelFixture {
    /// The model.
    pub model: Arc<dyn LanguageModel>,
    /// Its other end.
    pub far: Arc<dyn FarEnd>,
    _keep: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for ModelFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelFixture").field("provider", &self.model.provider()).finish_non_exhaustive()
    }
}

impl ModelFixture {
    /// Wraps a model and its other end. What they need to live is kept in `keep`.
    pub fn new(model: Arc<dyn LanguageModel>, far: Arc<dyn FarEnd>, keep: impl Any + Send + Sync) -> Self {
        Self { model, far, _keep: Box::new(keep) }
    }

    /// What a stream says, and how it ends if it does not end well.
    async fn told(&self, prompt: &Prompt) -> (Vec<String>, Option<ModelError>) {
        let mut pieces = Vec::new();
        let mut answer = match self.model.stream(prompt).await {
            Ok(answer) => answer,
            Err(error) => return (pieces, Some(error)),
        };
        while let Some(piece) = timeout(SOON, answer.next()).await.expect("the stream goes on") {
            match piece {
                Ok(piece) => pieces.push(piece),
                Err(error) => return (pieces, Some(error)),
            }
        }
        (pieces, None)
    }

    /// How both kinds of call end when the other end does this.
    async fn errors(&self, reply: &ModelReply) -> [ModelError; 2] {
        self.far.script(vec![reply.clone()]);
        let whole = self.model.generate(&prompt()).await.expect_err("generate fails");
        self.far.script(vec![reply.clone()]);
        let (_, in_pieces) = self.told(&prompt()).await;
        [whole, in_pieces.expect("the stream fails")]
    }

    /// Waits until so many calls are being answered.
    async fn until_open(&self, wanted: usize) {
        let reached = async {
            while self.far.open() != wanted {
                sleep(Duration::from_millis(2)).await;
            }
        };
        let open = || format!("{} calls are open, not {wanted}", self.far.open());
        timeout(SOON, reached).await.unwrap_or_else(|_| panic!("{}", open()));
    }
}

fn prompt() -> Prompt {
    Prompt { instructions: "say how it grows".into(), material: "print(1)  # zebra-material".into() }
}

fn pieces(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}
