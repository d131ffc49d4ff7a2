//! The language check: Python source in, violations out.
//!
//! It answers before anything runs, with a place, a reason and what to do instead. It is a help for people and a second
//! line, never the boundary: the sandbox is.
//!
//! A check passes these stages, and the first that objects ends it:
//!
//! 1. `bytes`: size, UTF-8, NUL, encoding cookie.
//! 2. `depth`: nesting that a recursive reader could not survive.
//! 3. `parse`: the only door to the parser.
//! 4. `scope`: every name's bindings, collected in a first walk over the tree.
//! 5. `rules`: one file per rule, called from a second walk.
//!
//! Whatever follows names takes its steps from `budget`, so no program can make a check long or deep.
//!
//! To add a rule, write `rules/NAME.rs` with a function over `rules::Context` and a node, add its name to
//! `report::Rule`, call it in `rules/mod.rs`, and put programs that it refuses and programs that it must not refuse
//! into `tests/corpus`.
//!
//! [`Policy::check`] is the pure check; [`Checker`] runs it on threads with deep stacks, away from the async ones, with
//! a deadline.

pub mod bench;
mod budget;
mod bytes;
mod checker;
mod depth;
mod parse;
mod policy;
mod report;
mod rules;
mod scope;
mod settings;
mod tables;
mod text;
mod verdict;
mod walk;

pub use checker::{Busy, Checker, CheckerBounds};
pub use policy::Policy;
pub use settings::Settings;
pub use tables::MODULES;
pub use verdict::{RefusalKind, Verdict};
