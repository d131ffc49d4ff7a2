//! What is asked.

use domain::Prompt;

use crate::{
    GeminiSettings,
    api::{Content, GenerateContentRequest, GenerationConfig, Part, ThinkingConfig, part::Data},
};

/// The question. What is ours and what is somebody's are different fields: only the first tells the model what to do.
pub(crate) fn request(settings: &GeminiSettings, prompt: &Prompt) -> GenerateContentRequest {
    GenerateContentRequest {
        model: resource(&settings.model),
        system_instruction: Some(content("", &prompt.instructions)),
        contents: vec![content("user", &prompt.material)],
        generation_config: Some(config(settings)),
        ..GenerateContentRequest::default()
    }
}

/// Models are resources; people write the last part.
fn resource(model: &str) -> String {
    if model.contains('/') { model.to_owned() } else { format!("models/{model}") }
}

fn content(role: &str, text: &str) -> Content {
    let part = Part { data: Some(Data::Text(text.to_owned())), ..Part::default() };
    Content { role: role.to_owned(), parts: vec![part] }
}

fn config(settings: &GeminiSettings) -> GenerationConfig {
    let thinking = |budget| ThinkingConfig { include_thoughts: Some(false), thinking_budget: Some(budget) };
    GenerationConfig {
        candidate_count: Some(1),
        temperature: Some(settings.temperature),
        max_output_tokens: i32::try_from(settings.max_output_tokens).ok(),
        thinking_config: settings.thinking_budget.map(thinking),
        ..GenerationConfig::default()
    }
}
