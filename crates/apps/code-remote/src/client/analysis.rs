//! The parts of an analysis that the command line reads. Unknown fields are left to `--json`.

use serde::Deserialize;

/// How a program grows.
#[derive(Debug, Deserialize)]
pub struct Analysis {
    /// Whether the code could be analysed.
    pub success: bool,
    /// Why not.
    pub error: Option<String>,
    /// Class of the time.
    pub time_complexity: String,
    /// Class of the space.
    pub space_complexity: String,
    /// The time in the program's own sizes.
    pub time_expression: String,
    /// The space in the program's own sizes.
    pub space_expression: String,
    /// A word.
    pub confidence: String,
    /// A word.
    pub agreement: String,
    /// What to change.
    pub suggestions: Vec<LineNote>,
    /// What each source says.
    pub evidence: Evidence,
    /// Sentences.
    pub notices: Vec<String>,
}

/// A place in the program.
#[derive(Debug, Deserialize)]
pub struct LineNote {
    /// From 1.
    pub line: u32,
    /// What is there.
    pub text: String,
}

/// What each source says.
#[derive(Debug, Deserialize)]
pub struct Evidence {
    /// The syntax tree.
    #[serde(rename = "static")]
    pub statics: Statics,
    /// Measured runs.
    pub measured: Option<Measured>,
    /// The language model.
    pub model: Option<Model>,
}

/// What the syntax tree says.
#[derive(Debug, Deserialize)]
pub struct Statics {
    /// Class of the time.
    pub time_complexity: String,
    /// The places that decide.
    pub reasons: Vec<LineNote>,
}

/// What measured runs say.
#[derive(Debug, Deserialize)]
pub struct Measured {
    /// Class of the time.
    pub time_complexity: String,
    /// From 0 to 1.
    pub quality: f64,
    /// The runs.
    pub points: Vec<Point>,
}

/// One run.
#[derive(Debug, Deserialize)]
pub struct Point {
    /// Size of the input.
    pub size: u64,
    /// Steps counted.
    pub steps: u64,
}

/// What the language model says.
#[derive(Debug, Deserialize)]
pub struct Model {
    /// Its name.
    pub model: String,
    /// Class of the time.
    pub time_complexity: String,
}
