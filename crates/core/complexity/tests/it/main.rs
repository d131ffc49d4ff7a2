//! The labelled programs, and properties that every program has.

mod measure;
mod programs;
mod properties;
mod verdict;
