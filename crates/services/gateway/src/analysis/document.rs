//! How a program grows, as a caller sees it. The analyzer's own types do not know about `OpenAPI`; these are the contract.

mod evidence;

use complexity::{Analysis, Class, Growing, ModelOpinion, Reason, Report};
use domain::Violation;
use serde::Serialize;
use utoipa::ToSchema;

use self::evidence::{Evidence, StaticEvidence};

/// How a program's time and space grow, and what that rests on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Analysis, example = example)]
pub struct AnalysisDocument {
    /// Whether the code could be analysed: it parses and is not empty.
    pub success: bool,
    /// Whether there is an analyzer; always true where there is an answer.
    pub available: bool,
    /// How time grows, all sizes taken together: `O(1)`, `O(log n)`, `O(√n)`, `O(n)`, `O(n log n)`, `O(n √n)`, `O(n²)`,
    /// `O(n² log n)`, `O(n³)`, `O(nᵏ)`, `O(2ⁿ)`, `O(n!)` or `unknown`; `N/A` for code that is empty.
    pub time_complexity: String,
    /// How space grows, in the same words.
    pub space_complexity: String,
    /// How time grows, in the program's own sizes.
    pub time_expression: String,
    /// How space grows, in the program's own sizes.
    pub space_expression: String,
    /// How sure this is of the time.
    pub confidence: Confidence,
    /// How the syntax tree and the measured runs relate.
    pub agreement: Agreement,
    /// The same in words, as Markdown.
    pub narrative: String,
    /// What to change.
    pub suggestions: Vec<LineNote>,
    /// What each source says.
    pub evidence: Evidence,
    /// What kept a source from being heard, a sentence each.
    pub notices: Vec<String>,
    /// Name of the language model that was heard, if one was.
    #[schema(required)]
    pub model: Option<String>,
    /// Version of the prompt that it answered.
    #[schema(required)]
    pub prompt_version: Option<String>,
    /// Whether the answer was known from an earlier request.
    pub cached: bool,
    /// Why the code could not be analysed, in a sentence.
    #[schema(required)]
    pub error: Option<String>,
}

/// A place in the program, and what there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineNote {
    /// Line, from 1.
    pub line: u32,
    /// A sentence or a part of one.
    pub text: String,
}

/// How sure an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Every step is accounted for.
    High,
    /// A rule of thumb, or a class that one misjudged loop would change.
    Medium,
    /// Part of it is a guess.
    Low,
}

/// How the sources of an answer relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// They say the same.
    Agree,
    /// One is next to the other.
    Near,
    /// They say different things.
    Conflict,
    /// There is only one.
    Single,
}

impl AnalysisDocument {
    /// What the analyzer says, with what there is to say besides.
    pub fn of(report: Report, notice: Option<&str>) -> Self {
        let Report { analysis, model, notices, cached } = report;
        let Analysis { time, space, confidence, agreement, narrative, suggestions, statics, measured } = analysis;
        let (name, prompt_version) = heard(model.as_ref());
        Self {
            success: true,
            available: true,
            time_complexity: time.class.notation().to_owned(),
            space_complexity: space.class.notation().to_owned(),
            time_expression: time.expression,
            space_expression: space.expression,
            confidence: confidence.into(),
            agreement: agreement.into(),
            narrative,
            suggestions: notes(suggestions),
            evidence: Evidence::of(statics, measured, model),
            notices: notice.map(str::to_owned).into_iter().chain(notices).collect(),
            model: name,
            prompt_version,
            cached,
            error: None,
        }
    }

    /// Of code that is not there.
    pub fn empty() -> Self {
        Self::nothing("N/A", "Empty code".to_owned())
    }

    /// Of code that does not parse.
    pub fn broken(Violation { line, message, .. }: &Violation) -> Self {
        Self::nothing(Class::Unknown.notation(), format!("The code does not parse (line {line}: {message})."))
    }

    fn nothing(word: &str, error: String) -> Self {
        Self {
            success: false,
            available: true,
            time_complexity: word.to_owned(),
            space_complexity: word.to_owned(),
            time_expression: word.to_owned(),
            space_expression: word.to_owned(),
            confidence: Confidence::Low,
            agreement: Agreement::Single,
            narrative: String::new(),
            suggestions: Vec::new(),
            evidence: Evidence { statics: StaticEvidence::nothing(word), measured: None, model: None },
            notices: Vec::new(),
            model: None,
            prompt_version: None,
            cached: false,
            error: Some(error),
        }
    }
}

fn heard(model: Option<&ModelOpinion>) -> (Option<String>, Option<String>) {
    model.map(|model| (model.model.clone(), model.prompt_version.clone())).unzip()
}

fn notes(reasons: Vec<Reason>) -> Vec<LineNote> {
    reasons.into_iter().map(|Reason { line, text }| LineNote { line, text }).collect()
}

fn word(growing: &Growing) -> String {
    growing.class.notation().to_owned()
}

impl From<complexity::Confidence> for Confidence {
    fn from(confidence: complexity::Confidence) -> Self {
        match confidence {
            complexity::Confidence::High => Self::High,
            complexity::Confidence::Medium => Self::Medium,
            complexity::Confidence::Low => Self::Low,
        }
    }
}

impl From<complexity::Agreement> for Agreement {
    fn from(agreement: complexity::Agreement) -> Self {
        match agreement {
            complexity::Agreement::Agree => Self::Agree,
            complexity::Agreement::Near => Self::Near,
            complexity::Agreement::Conflict => Self::Conflict,
            complexity::Agreement::Single => Self::Single,
        }
    }
}

/// A real answer, so that the document's example cannot go out of date.
fn example() -> serde_json::Value {
    const SOURCE: &str = "n = int(input())\nfor i in range(n):\n    print(i)\n";
    let points: Vec<_> = [8, 64, 512, 1024].map(|size| complexity::Point { size, steps: 2 * size + 3 }).to_vec();
    let analysis = complexity::combine(complexity::analyze(SOURCE), Some(complexity::fit(&points)));
    let mut document = AnalysisDocument::of(Report { analysis, model: None, notices: Vec::new(), cached: false }, None);
    // The whole curve would only be long.
    if let Some(measured) = &mut document.evidence.measured {
        measured.curve.truncate(2);
    }
    serde_json::to_value(document).expect("a document has string keys and no failing parts")
}

#[cfg(test)]
mod tests;
