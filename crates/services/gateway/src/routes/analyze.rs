//! How programs grow.

pub mod answer;
pub mod status;
pub mod stream;
