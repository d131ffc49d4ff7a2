//! The HTTP client of the command line.

mod analysis;
mod api;
mod credentials;
mod events;
mod session;
mod types;

pub use analysis::{Analysis, Evidence, LineNote, Measured};
pub use api::Client;
pub(crate) use credentials::Credentials;
pub use events::{JobEvent, follow};
pub(crate) use session::Tokens;
pub use types::{
    ApiKey, ApiKeyList, CreatedApiKey, File, JobList, JobResult, JobRow, Submission, Validation, Violation,
};
