//! A job as a caller asks for it: the body of `POST /execute`, `/execute/async` and `/v1/jobs`.

mod files;
mod timeout;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{ByteString, ExecutionSpec, Limits};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

pub use files::FileBody;

use crate::{
    Settings,
    asked::FromBody,
    error::RouteError,
    fields::{Complaints, UpTo, object},
};

const ARGS_MAX: usize = 64;
const ARG_BYTES_MAX: usize = 4_096;

/// What to run. Fields that are not listed are ignored.
#[derive(Debug, ToSchema)]
#[schema(as = Submission, example = json!({ "code": "print(input())", "stdin": "hello", "timeout_seconds": 5 }))]
#[expect(dead_code, reason = "the document's description of `Fields`, which are read one by one")]
pub struct SubmissionBody {
    /// Source text: valid UTF-8 with at most `source_bytes_max` bytes (see `GET /languages`).
    #[schema(min_length = 1)]
    code: String,
    /// See `GET /languages`.
    #[schema(required = false, default = "python")]
    language: String,
    /// Seconds that the program may run, greater than 0; by default the profile's wall time.
    #[schema(exclusive_minimum = 0.0)]
    timeout_seconds: Option<f64>,
    /// Another name for `timeout_seconds`.
    #[schema(exclusive_minimum = 0.0)]
    timeout: Option<f64>,
    /// Standard input as text, at most 1 MiB.
    stdin: Option<String>,
    /// Standard input as base64, instead of `stdin`.
    #[schema(format = "byte")]
    stdin_base64: Option<String>,
    /// Arguments after the program's name, each at most 4096 bytes.
    #[schema(max_items = 64)]
    args: Option<Vec<String>>,
    /// Files in the program's working directory, together at most 1 MiB.
    #[schema(max_items = 32)]
    files: Option<Vec<FileBody>>,
    /// Ask for an analysis as well, beside the run. Only the answer of `POST /execute` carries one; elsewhere this has
    /// no effect. It never changes what becomes of the run.
    analyze: Option<bool>,
}

/// The fields as they came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields<'a> {
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    language: Option<&'a RawValue>,
    #[serde(borrow)]
    timeout: Option<&'a RawValue>,
    #[serde(borrow)]
    timeout_seconds: Option<&'a RawValue>,
    #[serde(borrow)]
    stdin: Option<&'a RawValue>,
    #[serde(borrow)]
    stdin_base64: Option<&'a RawValue>,
    #[serde(borrow)]
    args: Option<&'a RawValue>,
    #[serde(borrow)]
    files: Option<&'a RawValue>,
    #[serde(borrow)]
    analyze: Option<&'a RawValue>,
}

/// A submission in which every field is right.
#[derive(Debug, PartialEq)]
pub struct Submission {
    /// What to run.
    pub spec: ExecutionSpec,
    /// Whether to analyse it beside.
    pub analyze: bool,
}

impl FromBody for Submission {
    fn parse(body: &[u8], settings: &Settings) -> Result<Self, RouteError> {
        let fields: Fields<'_> = object(body)?;
        let mut complaints = Complaints::default();
        let analyze = complaints.read("analyze", fields.analyze).unwrap_or(false);
        let spec = spec(&fields, settings, &mut complaints);
        complaints.check(Self { spec, analyze })
    }
}

fn spec(fields: &Fields<'_>, settings: &Settings, complaints: &mut Complaints) -> ExecutionSpec {
    ExecutionSpec {
        language: language(fields.language, settings, complaints),
        source: source(fields.code, settings, complaints),
        stdin: stdin(fields, settings, complaints),
        args: args(fields.args, complaints),
        files: files::read(fields.files, settings.input_bytes_max, complaints),
        imports: settings.imports,
        limits: Limits {
            wall_time_ms: timeout::read_ms(fields.timeout, fields.timeout_seconds, settings, complaints),
            ..settings.limits.clone()
        },
    }
}

/// The language's name, or the default.
pub(crate) fn language(raw: Option<&RawValue>, settings: &Settings, complaints: &mut Complaints) -> String {
    let name = complaints.read("language", raw).unwrap_or_else(|| "python".to_owned());
    if !settings.languages.iter().any(|language| language.id == name) {
        let known: Vec<_> = settings.languages.iter().map(|language| language.id.as_str()).collect();
        complaints.invalid("language", format!("is not supported; use one of: {}", known.join(", ")));
    }
    name
}

/// The source text.
pub(crate) fn source(raw: Option<&RawValue>, settings: &Settings, complaints: &mut Complaints) -> String {
    let Some(raw) = raw else {
        complaints.invalid("code", "is required");
        return String::new();
    };
    let Some(code) = complaints.read::<String>("code", Some(raw)) else { return String::new() };
    if code.is_empty() {
        complaints.invalid("code", "must not be empty");
    }
    if code.len() > settings.source_bytes_max {
        complaints.too_large("code", code.len(), settings.source_bytes_max);
    }
    // No program of Python can have one, whatever it is in.
    if code.contains('\0') {
        complaints.invalid("code", "must not contain a NUL character");
    }
    code
}

fn stdin(fields: &Fields<'_>, settings: &Settings, complaints: &mut Complaints) -> ByteString {
    if fields.stdin.is_some() && fields.stdin_base64.is_some() {
        complaints.invalid("stdin_base64", "must not be given together with `stdin`");
    }
    let text = complaints.read::<String>("stdin", fields.stdin).map(String::into_bytes);
    let exact = base64_field("stdin_base64", fields.stdin_base64, complaints);
    let stdin = text.or(exact).unwrap_or_default();
    if stdin.len() > settings.input_bytes_max {
        complaints.too_large("stdin", stdin.len(), settings.input_bytes_max);
    }
    ByteString(stdin)
}

/// Bytes in standard base64 with padding.
fn base64_field(field: &str, raw: Option<&RawValue>, complaints: &mut Complaints) -> Option<Vec<u8>> {
    let text: String = complaints.read(field, raw)?;
    STANDARD.decode(text).map_err(|error| complaints.invalid(field, format!("is not base64: {error}"))).ok()
}

fn args(raw: Option<&RawValue>, complaints: &mut Complaints) -> Vec<String> {
    let args: Option<UpTo<String, ARGS_MAX>> = complaints.read("args", raw);
    let args = args.map(|args| args.0).unwrap_or_default();
    for (index, arg) in args.iter().enumerate() {
        if arg.len() > ARG_BYTES_MAX {
            complaints.invalid(format!("args[{index}]"), format!("must be at most {ARG_BYTES_MAX} bytes"));
        }
        if arg.contains('\0') {
            complaints.invalid(format!("args[{index}]"), "must not contain a NUL character");
        }
    }
    args
}

#[cfg(test)]
mod tests;
