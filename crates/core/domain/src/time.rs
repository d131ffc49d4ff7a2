//! Time and chance are passed in: these are the only places that ask the machine for them.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{ApiKeyId, JobId};

/// Tells the time of day.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes identifiers.
pub trait IdSource: Send + Sync {
    /// A job id that no one else has; later ones sort after earlier ones.
    fn job_id(&self) -> JobId;

    /// The same for an API key.
    fn api_key_id(&self) -> ApiKeyId {
        ApiKeyId::from_uuid(self.job_id().as_uuid())
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the ambient clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Version 7 UUIDs from the machine's clock and random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "the one place that makes ambient identifiers")]
    fn job_id(&self) -> JobId {
        JobId::from_uuid(Uuid::now_v7())
    }
}
