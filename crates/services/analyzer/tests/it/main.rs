//! The analyzer over runs of its own, and over the fake sandbox driver.

mod analyzer;
mod sandbox_runs;
