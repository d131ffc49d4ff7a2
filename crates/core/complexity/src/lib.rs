//! How a Python program grows: what its syntax tree says, and what measured runs say.
//!
//! Pure: nothing here runs a program, reads a file or asks the time.
//!
//! 1. `parse`: the only door to the parser, with bounds on depth.
//! 2. `scan`: questions about the tree that need no sizes.
//! 3. `cost`, `vars`, `value`: symbolic sizes, and what is known of a value.
//! 4. `interp`: one abstract execution over sizes.
//! 5. `analysis`: its result as a report.

mod analysis;
mod class;
mod cost;
mod interp;
mod parse;
mod scan;
mod value;
mod vars;

pub use analysis::{Confidence, FunctionAnalysis, Growing, Reason, StaticAnalysis, analyze};
pub use class::Class;
