//! Says how a program's time and space grow.
//!
//! [`Analyzer`] asks the syntax tree first, which always answers, and then measured runs, within a budget of time. Runs
//! go through [`ProgramRuns`]; [`SandboxRuns`] is the one over ordinary sandboxes. Nothing here delays or changes a job:
//! an analysis that cannot measure still answers from the tree.
//!
//! To add a source of evidence, give it a port beside [`ProgramRuns`], ask it in `analyzer`, and weigh it in
//! `complexity::combine`.

mod analyzer;
mod measuring;
mod runs;
mod sandbox_runs;
mod settings;

pub use analyzer::{Analyzer, Busy, Request, Sized};
pub use complexity::{Agreement, Analysis, Class, Confidence, Fit, Growing, Point, Reason, StaticAnalysis};
pub use runs::{ProgramRuns, RunError};
pub use sandbox_runs::SandboxRuns;
pub use settings::Settings;
