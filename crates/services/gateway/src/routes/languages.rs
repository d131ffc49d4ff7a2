//! `GET /languages`: what can be run, and within which bounds.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::Imports;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Settings,
    settings::{Example, Language},
    wire::Limits,
};

/// What can be run.
#[derive(Debug, Serialize, ToSchema)]
pub struct LanguagesDocument {
    /// Each of them.
    languages: Vec<LanguageDocument>,
}

/// A language.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Language)]
pub struct LanguageDocument {
    /// The value of `language` in a submission.
    #[schema(example = "python")]
    id: String,
    /// For people.
    #[schema(example = "Python")]
    name: String,
    /// Of the interpreter.
    #[schema(example = "3.11.2")]
    version: String,
    /// Monaco's name for it.
    #[schema(example = "python")]
    monaco: String,
    /// Without the dot.
    #[schema(example = "py")]
    file_extension: String,
    /// Bytes of source text in one job.
    #[schema(example = 10240)]
    source_bytes_max: usize,
    /// The modules that may be imported; null when any may.
    #[schema(required)]
    imports: Option<Vec<String>>,
    /// What a job may use.
    limits: Limits,
    /// Programs to start from.
    examples: Vec<ExampleDocument>,
}

/// A program to start from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Example)]
pub struct ExampleDocument {
    /// Title.
    name: String,
    /// Source text.
    code: String,
}

/// What can be run
#[utoipa::path(get, path = "/languages", tag = "Service", responses((status = 200, description = "Each language with its bounds", body = LanguagesDocument)))]
pub async fn languages(State(settings): State<Arc<Settings>>) -> Json<LanguagesDocument> {
    let languages = settings.languages.iter().map(|language| document(language, &settings)).collect();
    Json(LanguagesDocument { languages })
}

fn document(language: &Language, settings: &Settings) -> LanguageDocument {
    let Language { id, name, version, monaco, file_extension, imports, examples } = language.clone();
    LanguageDocument {
        id,
        name,
        version,
        monaco,
        file_extension,
        source_bytes_max: settings.source_bytes_max,
        imports: (settings.imports == Imports::Whitelist).then_some(imports),
        limits: Limits::from(&settings.limits),
        examples: examples.into_iter().map(|Example { name, code }| ExampleDocument { name, code }).collect(),
    }
}
