//! The HTTP client of the command line.

mod api;
mod events;
mod types;

pub use api::Client;
pub use events::{JobEvent, follow};
pub use types::{File, JobList, JobResult, JobRow, Submission, Validation, Violation};
