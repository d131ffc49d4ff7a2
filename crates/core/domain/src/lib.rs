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
pub mod runner;
mod secret;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
mod violation;

pub use bytes_text::ByteString;
pub use event::{Event, EventBody, OutputStream};
pub use ids::{ApiKeyId, ExecutorId, JobId, ParseIdError};
pub use isolation::{IsolationReport, Proof};
pub use job::{
    Attempt, ExecutionSpec, Imports, InputFile, Job, JobFilter, JobPage, JobSummary, MAX_ATTEMPTS, NewJob, Output,
    QUEUE_POSITION_MAX, Status,
};
pub use limits::{Limit, Limits};
pub use outcome::{ErrorCode, JobError, Outcome, ResourceUsage, TerminalStatus, Truncated};
pub use ports::{
    api_keys::{ApiKey, ApiKeyFilter, ApiKeyStore, CreateKeyError, ENDED_KEYS_KEPT, KeyHash, NewApiKey},
    audit::{AuditEntry, AuditEvent, AuditFilter, AuditLog, AuditOutcome, AuditPage, Origin},
    executors::{ExecutorRegistry, ExecutorReport},
    feed::{JobFeed, JobWatch},
    health::{ComponentHealth, Health},
    intake::{AcceptError, Accepted, IdempotencyKey, JobIntake, QueueBounds},
    language_model::{LanguageModel, ModelError, Prompt},
    ledger::{Claim, Claimed, Held, JobLedger, Requeued, Ticket, Written},
    limits::{Rate, RateLedger, Taken, TokenBuckets},
    outbox::{DeadLetter, DeadLetters, JobMessage, JobSender, Outbox, Outgoing, Sent, SentFeed},
    queue::{Delivery, Queue, QueueError},
    reader::{JobReader, QueueStats},
    sandbox::{Exit, ExitEvidence, Process, Program, Sandbox, SandboxDriver, SandboxError, StartKind, Swept},
    sign_in::{NewAccount, SignIn, SignInError, Tokens},
    store_error::StoreError,
    token::{TokenError, TokenVerifier},
};
pub use principal::{ParseScopeError, Principal, PrincipalId, Role, Scope, Scopes};
pub use secret::Secret;
pub use time::{Clock, IdSource, RandomIds, SystemClock};
pub use violation::Violation;

pub use jiff::Timestamp;
