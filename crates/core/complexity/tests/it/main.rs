//! The labelled programs, and properties that every program has.

mod behaviour;
mod measure;
mod programs;
mod properties;
mod verdict;
