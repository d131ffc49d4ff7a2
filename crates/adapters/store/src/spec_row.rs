//! A job's spec as columns hold it.

use domain::{ByteString, ExecutionSpec, Imports, InputFile, Limits};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Characters of a source's first line that lists show.
const FIRST_LINE_CHARS: usize = 120;

/// A spec in columns.
pub(crate) struct SpecRow {
    pub(crate) language: String,
    pub(crate) first_line: String,
    pub(crate) source: String,
    pub(crate) stdin: Vec<u8>,
    /// JSON of [`Rest`].
    pub(crate) rest: String,
}

/// What has no column of its own.
#[derive(Serialize, Deserialize)]
pub(crate) struct Rest {
    args: Vec<String>,
    files: Vec<InputFile>,
    imports: Imports,
    limits: Limits,
}

impl Rest {
    /// The whole spec, with what has columns.
    pub(crate) fn spec(self, language: String, source: String, stdin: Vec<u8>) -> ExecutionSpec {
        let Self { args, files, imports, limits } = self;
        ExecutionSpec { language, source, stdin: ByteString(stdin), args, files, imports, limits }
    }
}

impl From<ExecutionSpec> for SpecRow {
    fn from(spec: ExecutionSpec) -> Self {
        let ExecutionSpec { language, source, stdin, args, files, imports, limits } = spec;
        let first_line = first_line(&source);
        let rest = to_json(&Rest { args, files, imports, limits });
        Self { language, first_line, source, stdin: stdin.0, rest }
    }
}

fn first_line(source: &str) -> String {
    let line = source.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(FIRST_LINE_CHARS).collect()
}

/// Plain data as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the vocabulary has string keys only and cannot fail to serialize")
}

/// Plain data from JSON.
pub(crate) fn from_json<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(json)
}
