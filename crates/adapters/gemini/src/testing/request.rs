//! What the server was asked.

use domain::Prompt;
use tonic::metadata::MetadataMap;

use crate::api::{Content, GenerateContentRequest, part::Data};

/// A question as it arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Which call: `GenerateContent` or `StreamGenerateContent`.
    pub method: String,
    /// The key that came with it.
    pub api_key: Option<String>,
    /// How long the client waits, as gRPC writes it.
    pub timeout: Option<String>,
    /// The model's resource.
    pub model: String,
    /// The system instruction, and what the user said.
    pub prompt: Prompt,
    /// Who says what is in `contents`.
    pub roles: Vec<String>,
    /// How much chance.
    pub temperature: Option<f32>,
    /// How long the answer may be.
    pub max_output_tokens: Option<i32>,
    /// How much it may think, if that was said.
    pub thinking_budget: Option<i32>,
}

impl Request {
    pub(super) fn read(method: &str, metadata: &MetadataMap, message: GenerateContentRequest) -> Self {
        let header = |name| metadata.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        let config = message.generation_config.unwrap_or_default();
        let material = message.contents.iter().map(text).collect();
        let instructions = message.system_instruction.as_ref().map(text).unwrap_or_default();
        Self {
            method: method.to_owned(),
            api_key: header("x-goog-api-key"),
            timeout: header("grpc-timeout"),
            model: message.model,
            prompt: Prompt { instructions, material },
            roles: message.contents.into_iter().map(|content| content.role).collect(),
            temperature: config.temperature,
            max_output_tokens: config.max_output_tokens,
            thinking_budget: config.thinking_config.and_then(|thinking| thinking.thinking_budget),
        }
    }
}

fn text(content: &Content) -> String {
    let spoken = content.parts.iter().filter_map(|part| match &part.data {
        Some(Data::Text(text)) => Some(text.as_str()),
        _ => None,
    });
    spoken.collect()
}
