//! The labelled programs, and properties that every program has.

mod programs;
mod properties;
