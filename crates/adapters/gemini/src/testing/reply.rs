//! What the server does with a question.

use std::time::Duration;

use domain::testing::ModelReply;
use prost::Message as _;
use prost_types::Any;
use tonic::{Code, Status};

use crate::{
    api::{
        Candidate, Content, GenerateContentResponse, Part,
        candidate::FinishReason,
        generate_content_response::{PromptFeedback, UsageMetadata, prompt_feedback::BlockReason},
        part::Data,
    },
    rpc::{self, ErrorInfo, RetryInfo},
};

/// A script for one call: messages, and how it ends after them.
#[derive(Debug, Clone)]
pub struct Reply {
    pub(super) messages: Vec<GenerateContentResponse>,
    pub(super) end: Ending,
}

/// How a call ends.
#[derive(Debug, Clone)]
pub(super) enum Ending {
    /// As it should.
    Well,
    /// With a status.
    Status(Box<Status>),
    /// With an answer that is not of gRPC, as from a proxy.
    Http(u16),
    /// The connection is closed.
    Closed,
    /// Never.
    Never,
    /// Never, while the last message is repeated.
    Endless,
}

impl Reply {
    /// Says this and stops, as it should.
    pub fn text(text: impl Into<String>) -> Self {
        Self::pieces([text])
    }

    /// Says this in pieces and stops, as it should.
    pub fn pieces<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::unfinished(texts).finish("STOP")
    }

    /// Says this and ends without a reason.
    pub fn unfinished<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self { messages: texts.into_iter().map(|text| said(text.into(), false)).collect(), end: Ending::Well }
    }

    /// An answer without anything in it.
    pub fn empty() -> Self {
        Self { messages: vec![GenerateContentResponse::default()], end: Ending::Well }
    }

    /// The question is not taken, for a reason as the definitions write it: `SAFETY`.
    pub fn blocked_prompt(reason: &str) -> Self {
        let block_reason = BlockReason::from_str_name(reason).expect("a reason of the definitions").into();
        let feedback = PromptFeedback { block_reason, safety_ratings: Vec::new() };
        let message = GenerateContentResponse { prompt_feedback: Some(feedback), ..GenerateContentResponse::default() };
        Self { messages: vec![message], end: Ending::Well }
    }

    /// Fails with a status.
    pub fn status(code: Code, message: &str) -> Self {
        Self { messages: Vec::new(), end: Ending::Status(Box::new(Status::new(code, message))) }
    }

    /// Answers as a proxy does: with HTTP alone.
    pub fn http(status: u16) -> Self {
        Self { messages: Vec::new(), end: Ending::Http(status) }
    }

    /// Fails as Google does for a key that is none.
    pub fn wrong_key(key: &str) -> Self {
        let info = ErrorInfo {
            reason: "API_KEY_INVALID".into(),
            domain: "googleapis.com".into(),
            metadata: [("service".to_owned(), "generativelanguage.googleapis.com".to_owned())].into(),
        };
        let message = format!("API key not valid. Please pass a valid API key. ({key})");
        Self::detailed(Code::InvalidArgument, &message, &[any("ErrorInfo", &info)])
    }

    /// Fails as Google does when the quota is used up.
    pub fn quota(retry_after: Option<Duration>) -> Self {
        let delay = |wait: Duration| wait.try_into().expect("a length that protobuf can say");
        let info = retry_after.map(|wait| any("RetryInfo", &RetryInfo { retry_delay: Some(delay(wait)) }));
        let details: Vec<_> = info.into_iter().collect();
        Self::detailed(Code::ResourceExhausted, "You exceeded your current quota.", &details)
    }

    /// Fails with details that are not the message that they should be.
    pub fn garbled_details(code: Code) -> Self {
        let garbage = Any { type_url: "type.googleapis.com/google.rpc.RetryInfo".into(), value: vec![0xff; 64] };
        Self::detailed(code, "", &[garbage])
    }

    /// Ends for a reason as the definitions write it: `MAX_TOKENS`, `SAFETY`.
    #[must_use]
    pub fn finish(self, reason: &str) -> Self {
        let reason = FinishReason::from_str_name(reason).expect("a reason of the definitions");
        self.finish_number(reason.into())
    }

    /// Ends for a reason that the definitions may not have yet.
    #[must_use]
    pub fn finish_number(mut self, reason: i32) -> Self {
        let mut last = self.messages.pop().unwrap_or_default();
        if last.candidates.is_empty() {
            last.candidates.push(Candidate::default());
        }
        last.candidates[0].finish_reason = reason;
        let tokens = UsageMetadata { prompt_token_count: 7, candidates_token_count: 5, ..UsageMetadata::default() };
        last.usage_metadata = Some(tokens);
        self.messages.push(last);
        self
    }

    /// Thinks this aloud before it speaks.
    #[must_use]
    pub fn thinking(mut self, thought: &str) -> Self {
        self.messages.insert(0, said(thought.to_owned(), true));
        self
    }

    /// Closes the connection after what it said.
    #[must_use]
    pub fn cut(self) -> Self {
        Self { end: Ending::Closed, ..self }
    }

    /// Says nothing more and does not end.
    #[must_use]
    pub fn hang(self) -> Self {
        Self { end: Ending::Never, ..self }
    }

    /// Repeats its last piece for ever.
    #[must_use]
    pub fn endless(self) -> Self {
        Self { end: Ending::Endless, ..self }
    }

    /// Fails with a status after what it said.
    #[must_use]
    pub fn then_status(self, code: Code, message: &str) -> Self {
        Self { end: Ending::Status(Box::new(Status::new(code, message))), ..self }
    }

    fn detailed(code: Code, message: &str, details: &[Any]) -> Self {
        let status = rpc::Status { code: code.into(), message: message.to_owned(), details: details.to_vec() };
        let status = Status::with_details(code, message, status.encode_to_vec().into());
        Self { messages: Vec::new(), end: Ending::Status(Box::new(status)) }
    }
}

impl From<ModelReply> for Reply {
    fn from(reply: ModelReply) -> Self {
        match reply {
            ModelReply::Says(pieces) if pieces.is_empty() => Self::empty(),
            ModelReply::Says(pieces) => Self::pieces(pieces),
            ModelReply::Breaks(pieces) => Self::unfinished(pieces).cut(),
            ModelReply::Hangs(pieces) => Self::unfinished(pieces).hang(),
            ModelReply::Endless => Self::unfinished(["more ".repeat(800)]).endless(),
            ModelReply::Refuses => Self::wrong_key("some key"),
            ModelReply::Quota(retry_after) => Self::quota(retry_after),
            ModelReply::Blocks => Self::blocked_prompt("SAFETY"),
            ModelReply::Away => Self::status(Code::Unavailable, "The model is overloaded."),
        }
    }
}

fn said(text: String, thought: bool) -> GenerateContentResponse {
    let part = Part { data: Some(Data::Text(text)), thought, ..Part::default() };
    let content = Content { role: "model".into(), parts: vec![part] };
    let candidate = Candidate { index: Some(0), content: Some(content), ..Candidate::default() };
    GenerateContentResponse { candidates: vec![candidate], ..GenerateContentResponse::default() }
}

fn any(name: &str, message: &impl prost::Message) -> Any {
    Any { type_url: format!("type.googleapis.com/google.rpc.{name}"), value: message.encode_to_vec() }
}
