//! What a gateway needs of an analyzer, in its own process or elsewhere.

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};

use crate::analysis::Growing;
use crate::verdict::{Agreement, Analysis};

/// An input of a size, given by the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizedInput {
    /// What the points are plotted over.
    pub size: u64,
    /// Standard input.
    pub stdin: String,
}

/// What is to be analysed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalysisRequest {
    /// Who asks, opaque; budgets are kept by it.
    pub caller: String,
    /// The program's language, for example `python`.
    pub language: String,
    /// The program.
    pub source: String,
    /// Whether it may be run: the language check has found nothing in it.
    pub measure: bool,
    /// Inputs to measure with; without any they are derived from the program.
    pub inputs: Vec<SizedInput>,
    /// Id of the request that asks, for the audit log: it changes nothing in the answer.
    pub request_id: Option<String>,
    /// The trace that the request belongs to, as a W3C `traceparent`.
    pub trace: Option<String>,
}

/// What a language model said, read strictly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelOpinion {
    /// Who runs the model, for example `gemini`.
    pub provider: String,
    /// The model's name.
    pub model: String,
    /// Version of the prompt that it answered.
    pub prompt_version: String,
    /// How time grows.
    pub time: Growing,
    /// How space grows.
    pub space: Growing,
    /// How it relates to the evidence.
    pub agreement: Agreement,
}

/// One answer from every source that had something to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The classes, the narrative, the suggestions, and the evidence of the tree and the runs.
    pub analysis: Analysis,
    /// What the model says; none when none is configured, or when it failed, which `notices` tell then.
    pub model: Option<ModelOpinion>,
    /// What kept a source from being heard, a plain sentence each.
    pub notices: Vec<String>,
    /// Whether the answer was known from an earlier request.
    pub cached: bool,
}

/// A piece of an answer that is being made, in this order: evidence, narrative pieces, the report.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// What the tree and the runs say, before a model is asked.
    Evidence(Box<Report>),
    /// The next piece of the narrative, Markdown.
    Narrative(String),
    /// The whole answer; the last piece.
    Done(Box<Report>),
}

/// Who answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalyzerStatus {
    /// Who runs the language model; none when there is none.
    pub provider: Option<String>,
    /// Which model.
    pub model: Option<String>,
    /// Whether programs are measured.
    pub measures: bool,
}

/// Why there is no answer at all. A model or a run that fails is no reason: the answer says so.
#[derive(Debug, thiserror::Error)]
pub enum AnalyzerError {
    /// As many analyses run as may, or this caller asked too often.
    #[error("too many analyses at once")]
    Busy,
    /// It does not know this language.
    #[error("programs in {0} are not analysed")]
    Language(String),
    /// It cannot be reached or broke.
    #[error("the analyzer cannot be used right now")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Answers how programs grow. Calls end within a minute; one that is dropped leaves nothing running.
#[async_trait]
pub trait ComplexityAnalyzer: Send + Sync {
    /// Who answers.
    async fn status(&self) -> Result<AnalyzerStatus, AnalyzerError>;

    /// The whole answer.
    async fn analyze(&self, request: AnalysisRequest) -> Result<Report, AnalyzerError>;

    /// The answer as it is made.
    async fn stream(
        &self,
        request: AnalysisRequest,
    ) -> Result<BoxStream<'static, Result<Progress, AnalyzerError>>, AnalyzerError>;
}
