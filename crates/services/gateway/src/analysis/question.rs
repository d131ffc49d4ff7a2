//! What is asked: the body of `POST /analyze` and `/analyze/async`.

use complexity::SizedInput;
use domain::ExecutionSpec;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::{
    Settings,
    asked::FromBody,
    error::RouteError,
    fields::{Complaints, UpTo, object},
    submission::{language, source},
};

const INPUTS_MAX: usize = 16;

/// What to analyse. Fields that are not listed are ignored.
#[derive(Debug, ToSchema)]
#[schema(as = AnalysisRequest, example = json!({ "code": "n = int(input())\nprint(sum(range(n)))" }))]
#[expect(dead_code, reason = "the document's description of `Fields`, which are read one by one")]
pub struct AnalysisBody {
    /// Source text: valid UTF-8 with at most `source_bytes_max` bytes (see `GET /languages`).
    #[schema(min_length = 1)]
    code: String,
    /// See `GET /languages`.
    #[schema(required = false, default = "python")]
    language: String,
    /// Inputs to measure with, together at most 1 MiB; without any they are derived from the program.
    #[schema(max_items = 16)]
    inputs: Option<Vec<InputBody>>,
    /// Accepted, without an effect.
    snippet_id: Option<String>,
}

/// An input of a size.
#[derive(Debug, ToSchema)]
#[schema(as = AnalysisInput, example = json!({ "size": 3, "stdin": "3\n1 2 3\n" }))]
#[expect(dead_code, reason = "the document's description of `InputFields`, which are read one by one")]
pub struct InputBody {
    /// What the points are plotted over.
    size: u64,
    /// Standard input.
    stdin: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields<'a> {
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    language: Option<&'a RawValue>,
    #[serde(borrow)]
    inputs: Option<&'a RawValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct InputFields<'a> {
    #[serde(borrow)]
    size: Option<&'a RawValue>,
    #[serde(borrow)]
    stdin: Option<&'a RawValue>,
}

/// A question in which every field is right.
#[derive(Debug, PartialEq, Eq)]
pub struct Question {
    /// Language name.
    pub language: String,
    /// Source text.
    pub source: String,
    /// The caller's own inputs.
    pub inputs: Vec<SizedInput>,
}

impl Question {
    /// About the program of a job, whatever its own input is.
    pub fn about(spec: &ExecutionSpec) -> Self {
        Self { language: spec.language.clone(), source: spec.source.clone(), inputs: Vec::new() }
    }
}

impl FromBody for Question {
    fn parse(body: &[u8], settings: &Settings) -> Result<Self, RouteError> {
        let fields: Fields<'_> = object(body)?;
        let mut complaints = Complaints::default();
        let question = Self {
            language: language(fields.language, settings, &mut complaints),
            source: source(fields.code, settings, &mut complaints),
            inputs: inputs(fields.inputs, settings.input_bytes_max, &mut complaints),
        };
        complaints.check(question)
    }
}

fn inputs(raw: Option<&RawValue>, bytes_max: usize, complaints: &mut Complaints) -> Vec<SizedInput> {
    let items: Option<UpTo<Box<RawValue>, INPUTS_MAX>> = complaints.read("inputs", raw);
    let items = items.map(|items| items.0).unwrap_or_default();
    let numbered = items.iter().enumerate();
    let inputs: Vec<_> =
        numbered.filter_map(|(index, item)| input(&format!("inputs[{index}]"), item, complaints)).collect();
    let bytes = inputs.iter().map(|input| input.stdin.len()).sum();
    if bytes > bytes_max {
        complaints.too_large("inputs", bytes, bytes_max);
    }
    inputs
}

fn input(at: &str, item: &RawValue, complaints: &mut Complaints) -> Option<SizedInput> {
    let fields: InputFields<'_> = complaints.read_object(at, item)?;
    let size = required(&format!("{at}.size"), fields.size, complaints);
    let stdin = required(&format!("{at}.stdin"), fields.stdin, complaints);
    Some(SizedInput { size: size?, stdin: stdin? })
}

fn required<T: DeserializeOwned>(at: &str, raw: Option<&RawValue>, complaints: &mut Complaints) -> Option<T> {
    if raw.is_none() {
        complaints.invalid(at, "is required");
    }
    complaints.read(at, raw)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parse(body: &Value) -> Result<Question, RouteError> {
        Question::parse(body.to_string().as_bytes(), &Settings::default())
    }

    #[test]
    fn everything_given_is_taken_exactly() {
        let body = json!({
            "code": "é", "inputs": [{ "size": 0, "stdin": "" }, { "size": 9, "stdin": "9\n", "more": 1 }],
            "snippet_id": 7, "unknown": [[]]
        });
        let input = |size, stdin: &str| SizedInput { size, stdin: stdin.to_owned() };
        let expected = Question {
            language: "python".to_owned(),
            source: "é".to_owned(),
            inputs: vec![input(0, ""), input(9, "9\n")],
        };
        assert_eq!(parse(&body).unwrap(), expected);
        assert_eq!(parse(&json!({ "code": "x", "inputs": null })).unwrap().inputs, []);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let body = json!({
            "code": "", "language": "cobol",
            "inputs": [{}, [], { "size": -1, "stdin": 1 }, { "size": 1.5, "stdin": "" }]
        });
        let Err(RouteError::InvalidFields(fields)) = parse(&body) else { panic!("taken") };
        let mut names: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
        names.sort_unstable();
        let expected = [
            "code",
            "inputs[0].size",
            "inputs[0].stdin",
            "inputs[1]",
            "inputs[2].size",
            "inputs[2].stdin",
            "inputs[3].size",
            "language",
        ];
        assert_eq!(names, expected);
        let size = fields.iter().find(|error| error.field == "inputs[2].size").unwrap();
        assert_eq!(size.message, "must be a whole number that is not negative");
    }

    #[test]
    fn inputs_are_bounded_in_number_and_together_in_size() {
        let inputs = |count: usize, stdin: &str| vec![json!({ "size": 1, "stdin": stdin }); count];
        assert!(parse(&json!({ "code": "x", "inputs": inputs(16, "") })).is_ok());
        let many = parse(&json!({ "code": "x", "inputs": inputs(17, "") }));
        assert!(matches!(many, Err(RouteError::InvalidFields(fields)) if fields[0].field == "inputs"));
        let half = "y".repeat((1 << 19) + 1);
        let large = parse(&json!({ "code": "x", "inputs": inputs(2, &half) }));
        assert!(matches!(large, Err(RouteError::TooLarge(fields)) if fields[0].field == "inputs"));
    }
}
