//! What each source says.

use complexity::{Class, Fit, FunctionAnalysis, ModelOpinion, Point, StaticAnalysis};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Agreement, Confidence, LineNote, notes, word};

/// Samples of a fitted curve, both ends included.
const SAMPLES: u32 = 40;

/// What each source says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = AnalysisEvidence)]
pub struct Evidence {
    /// The syntax tree, which is always asked.
    #[serde(rename = "static")]
    pub statics: StaticEvidence,
    /// Measured runs; null when there were none.
    #[schema(required)]
    pub measured: Option<MeasuredEvidence>,
    /// The language model; null when none was heard.
    #[schema(required)]
    pub model: Option<ModelEvidence>,
}

/// What the syntax tree says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaticEvidence {
    /// How the whole program's time grows.
    pub time_complexity: String,
    /// How the whole program's space grows.
    pub space_complexity: String,
    /// How sure this is of the time.
    pub confidence: Confidence,
    /// The places that decide.
    pub reasons: Vec<LineNote>,
    /// The functions, in the order of the source.
    pub functions: Vec<FunctionEvidence>,
}

/// What the syntax tree says of one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FunctionEvidence {
    /// Its name.
    pub name: String,
    /// Line of its definition, from 1.
    pub line: u32,
    /// How its time grows.
    pub time_complexity: String,
    /// How the space grows that it makes itself.
    pub space_complexity: String,
    /// How it calls itself, if it does.
    #[schema(required)]
    pub recursion: Option<String>,
}

/// What measured runs say. Steps are counted rather than time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MeasuredEvidence {
    /// The class that fits best, or `unknown`.
    pub time_complexity: String,
    /// How well it fits, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub quality: f64,
    /// What was measured, by size.
    pub points: Vec<MeasuredPoint>,
    /// The fitted curve from the smallest size to the largest; empty when no class fits.
    pub curve: Vec<CurvePoint>,
    /// What the runs held at once; null when that was not counted.
    #[schema(required)]
    pub space: Option<MeasuredSpace>,
}

/// What measured runs held at once, at the moments when it was counted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MeasuredSpace {
    /// The class that fits best, or `unknown`.
    pub space_complexity: String,
    /// How well it fits, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub quality: f64,
    /// What was counted, by size.
    pub points: Vec<HeldPoint>,
}

/// What one run held at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldPoint {
    /// Size of the input.
    pub size: u64,
    /// Elements of all containers and characters of texts together.
    pub elements: u64,
}

/// One measured run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasuredPoint {
    /// Size of the input.
    pub size: u64,
    /// Steps counted.
    pub steps: u64,
}

/// One place on the fitted curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct CurvePoint {
    /// Size of the input.
    pub size: f64,
    /// Steps.
    pub steps: f64,
}

/// What the language model says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ModelEvidence {
    /// Who runs it, for example `gemini`.
    pub provider: String,
    /// Its name.
    pub model: String,
    /// Version of the prompt that it answered.
    pub prompt_version: String,
    /// How time grows.
    pub time_complexity: String,
    /// How space grows.
    pub space_complexity: String,
    /// How it relates to the other sources.
    pub agreement: Agreement,
}

impl Evidence {
    /// Of all sources that were heard.
    pub fn of(statics: StaticAnalysis, measured: Option<Fit>, model: Option<ModelOpinion>) -> Self {
        Self { statics: statics.into(), measured: measured.map(Into::into), model: model.map(Into::into) }
    }
}

impl StaticEvidence {
    /// Of code that has no syntax tree.
    pub fn nothing(word: &str) -> Self {
        Self {
            time_complexity: word.to_owned(),
            space_complexity: word.to_owned(),
            confidence: Confidence::Low,
            reasons: Vec::new(),
            functions: Vec::new(),
        }
    }
}

impl From<StaticAnalysis> for StaticEvidence {
    fn from(statics: StaticAnalysis) -> Self {
        let StaticAnalysis { time, space, confidence, reasons, functions } = statics;
        Self {
            time_complexity: word(&time),
            space_complexity: word(&space),
            confidence: confidence.into(),
            reasons: notes(reasons),
            functions: functions.into_iter().map(FunctionEvidence::from).collect(),
        }
    }
}

impl From<FunctionAnalysis> for FunctionEvidence {
    fn from(function: FunctionAnalysis) -> Self {
        let FunctionAnalysis { name, line, time, space, recursion } = function;
        Self { name, line, time_complexity: word(&time), space_complexity: word(&space), recursion }
    }
}

impl From<Fit> for MeasuredEvidence {
    fn from(fit: Fit) -> Self {
        let point = |&Point { size, steps }: &Point| MeasuredPoint { size, steps };
        Self {
            time_complexity: fit.class.notation().to_owned(),
            quality: fit.quality,
            points: fit.points.iter().map(point).collect(),
            curve: curve(&fit),
            space: fit.space.map(|space| (*space).into()),
        }
    }
}

impl From<Fit> for MeasuredSpace {
    fn from(fit: Fit) -> Self {
        let point = |&Point { size, steps }: &Point| HeldPoint { size, elements: steps };
        Self {
            space_complexity: fit.class.notation().to_owned(),
            quality: fit.quality,
            points: fit.points.iter().map(point).collect(),
        }
    }
}

impl From<ModelOpinion> for ModelEvidence {
    fn from(opinion: ModelOpinion) -> Self {
        let ModelOpinion { provider, model, prompt_version, time, space, agreement } = opinion;
        let (time_complexity, space_complexity) = (word(&time), word(&space));
        let agreement = agreement.into();
        Self { provider, model, prompt_version, time_complexity, space_complexity, agreement }
    }
}

/// Sizes grow by a factor, as the measured ones do, so that the steep and the flat part of a curve both look smooth.
fn curve(fit: &Fit) -> Vec<CurvePoint> {
    let sizes = || fit.points.iter().map(|point| point.size.max(1));
    let (Some(smallest), Some(largest)) = (sizes().min(), sizes().max()) else { return Vec::new() };
    if fit.class == Class::Unknown {
        return Vec::new();
    }
    let (smallest, largest) = (float(smallest), float(largest));
    let sample = |index: u32| {
        let size = smallest * (largest / smallest).powf(f64::from(index) / f64::from(SAMPLES - 1));
        CurvePoint { size, steps: fit.steps_at(size) }
    };
    // A class that outgrows the number type has no place on a plot there.
    (0..SAMPLES).map(sample).filter(|point| point.steps.is_finite()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a place on a plot needs no more")]
fn float(size: u64) -> f64 {
    size as f64
}
