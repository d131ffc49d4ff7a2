//! How a Python program grows: what its syntax tree says, and what measured runs say.
//!
//! Pure: nothing here runs a program, reads a file or asks the time.
//!
//! 1. `parse`: the only door to the parser, with bounds on depth.
//! 2. `scan`: questions about the tree that need no sizes.
//! 3. `cost`, `vars`, `value`: symbolic sizes, and what is known of a value.
//! 4. `interp`: one abstract execution over sizes.
//! 5. `analysis`: its result as a report.
//! 6. `measure`: a program that counts its own steps, and inputs for it; `fit`: the class of the counts.
//! 7. `verdict`: one answer from both; `port`: how others ask for it.

mod analysis;
mod class;
mod cost;
mod fit;
mod interp;
pub mod measure;
mod narrative;
mod parse;
mod port;
mod scan;
mod suggestions;
mod value;
mod vars;
mod verdict;

pub use analysis::{Confidence, FunctionAnalysis, Growing, Reason, StaticAnalysis, analyze};
pub use class::Class;
pub use fit::{Fit, Point, fit};
pub use port::{
    AnalysisRequest, AnalyzerError, AnalyzerStatus, ComplexityAnalyzer, ModelOpinion, Progress, Report, SizedInput,
};
pub use verdict::{Agreement, Analysis, combine};
