//! The vocabulary of Code Remote: nouns, limits, statuses, and the ports that services use and adapters implement.
//!
//! Nothing here performs I/O and nothing of ours is imported, so every other crate can depend on it. To add a
//! capability, write its nouns and its port here, its use case in `services/`, and its technology in `adapters/`.
//!
//! Units are in the names: `_ms` is milliseconds, `_us` microseconds, `_bytes` bytes, `cpu_millis` thousandths of a core.

mod bytes_text;
mod event;
mod ids;
mod isolation;
mod job;
mod limits;
mod outcome;
mod ports;
mod principal;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
mod violation;

pub use bytes_text::ByteString;
pub use event::{Event, EventBody, OutputStream};
pub use ids::{ExecutorId, JobId, ParseIdError};
pub use isolation::{IsolationReport, Proof};
pub use job::{
    Attempt, ExecutionSpec, Imports, InputFile, Job, JobFilter, JobPage, JobSummary, MAX_ATTEMPTS, NewJob, Output,
    Status,
};
pub use limits::{Limit, Limits};
pub use outcome::{ErrorCode, JobError, Outcome, ResourceUsage, TerminalStatus, Truncated};
pub use ports::{
    feed::{JobFeed, JobWatch},
    health::{ComponentHealth, Health},
    intake::{AcceptError, Accepted, IdempotencyKey, JobIntake, QueueBounds},
    ledger::{Claim, Held, JobLedger, Requeued, Ticket, Written},
    outbox::{DeadLetter, DeadLetters, JobMessage, JobSender, Outbox, Outgoing, Sent, SentFeed},
    queue::{Delivery, Queue, QueueError},
    reader::{JobReader, QueueStats},
    sandbox::{Exit, ExitEvidence, Process, Program, Sandbox, SandboxDriver, SandboxError, StartKind, Swept},
    store_error::StoreError,
    token::{TokenError, TokenVerifier},
};
pub use principal::{Principal, PrincipalId};
pub use time::{Clock, IdSource, RandomIds, SystemClock};
pub use violation::Violation;

pub use jiff::Timestamp;
