//! What is read from an answer, or from a piece of one.

use crate::api::{
    Candidate, GenerateContentResponse, Part,
    candidate::FinishReason,
    generate_content_response::{PromptFeedback, UsageMetadata, prompt_feedback::BlockReason},
    part::Data,
};

/// What a message of the server's says.
pub(crate) struct Heard {
    /// The next text, thoughts left out.
    pub(crate) text: String,
    /// Whether that was all.
    pub(crate) end: Option<End>,
    tokens: UsageMetadata,
}

impl Heard {
    /// Tells traces how an answer of so many bytes ended; not what it said.
    pub(crate) fn note(&self, bytes: usize) {
        tracing::info!(
            llm.end = self.end.map_or("none", End::word),
            llm.prompt_tokens = self.tokens.prompt_token_count,
            llm.output_tokens = self.tokens.candidates_token_count,
            llm.thought_tokens = self.tokens.thoughts_token_count,
            llm.output_bytes = bytes,
            "the language model has answered"
        );
    }
}

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Well.
    Whole,
    /// In the middle: too many tokens, or nothing sensible.
    Cut,
    /// It does not speak about this; why.
    Blocked(&'static str),
}

impl End {
    fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Cut => "cut",
            Self::Blocked(why) => why,
        }
    }
}

/// Reads a message. One that says nothing and does not end is a piece without text.
pub(crate) fn heard(message: GenerateContentResponse) -> Heard {
    let refused = message.prompt_feedback.as_ref().and_then(refused);
    let candidate = message.candidates.into_iter().next().unwrap_or_default();
    let end = refused.map(End::Blocked).or_else(|| ended(&candidate));
    let parts = candidate.content.map(|content| content.parts).unwrap_or_default();
    let text = parts.into_iter().filter_map(spoken).collect();
    Heard { text, end, tokens: message.usage_metadata.unwrap_or_default() }
}

fn spoken(part: Part) -> Option<String> {
    match part.data {
        Some(Data::Text(text)) if !part.thought => Some(text),
        _ => None,
    }
}

/// Why the question was not taken, if it was not.
fn refused(feedback: &PromptFeedback) -> Option<&'static str> {
    match BlockReason::try_from(feedback.block_reason) {
        Ok(BlockReason::Unspecified) => None,
        Ok(BlockReason::Safety) => Some("safety"),
        Ok(BlockReason::Blocklist) => Some("forbidden words"),
        Ok(BlockReason::ProhibitedContent) => Some("prohibited content"),
        Ok(BlockReason::ImageSafety | BlockReason::Other) | Err(_) => Some("its own reasons"),
    }
}

fn ended(candidate: &Candidate) -> Option<End> {
    Some(match FinishReason::try_from(candidate.finish_reason) {
        Ok(FinishReason::Unspecified) => return None,
        Ok(FinishReason::Stop) => End::Whole,
        Ok(FinishReason::Safety | FinishReason::ImageSafety) => End::Blocked("safety"),
        Ok(FinishReason::Recitation | FinishReason::ImageRecitation) => End::Blocked("recitation"),
        Ok(FinishReason::Language) => End::Blocked("its language"),
        Ok(FinishReason::Blocklist) => End::Blocked("forbidden words"),
        Ok(FinishReason::ProhibitedContent | FinishReason::ImageProhibitedContent) => {
            End::Blocked("prohibited content")
        }
        Ok(FinishReason::Spii) => End::Blocked("personal information"),
        // The rest are too many tokens, tools and pictures that nobody asked for, and what is not known yet.
        Ok(_) | Err(_) => End::Cut,
    })
}
