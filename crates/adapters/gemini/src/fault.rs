//! What a failure means, and whether it deserves another try.

use std::{error::Error, fmt, time::Duration};

use domain::ModelError;
use prost::Message as _;
use tonic::{Code, Status};

use crate::rpc::{self, ErrorInfo, RetryInfo};

/// A wait for the quota that is worth its time within one call.
const SHORT: Duration = Duration::from_secs(5);

/// A try that failed.
#[derive(Debug)]
pub(crate) struct Fault {
    /// What it means.
    pub(crate) error: ModelError,
    /// Whether it is tried again.
    pub(crate) again: Again,
}

/// Whether a try is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// It would fail the same way.
    No,
    /// Perhaps it was bad luck, but not twice.
    Once,
    /// As long as there is time, after a pause that grows.
    Yes,
    /// After this time, because the server says so.
    After(Duration),
}

impl Fault {
    /// The time for one try is over.
    pub(crate) fn slow() -> Self {
        Self { error: unavailable(Code::DeadlineExceeded), again: Again::Yes }
    }

    /// It has answered, for better or worse.
    pub(crate) fn last(error: ModelError) -> Self {
        Self { error, again: Again::No }
    }
}

impl From<Status> for Fault {
    fn from(status: Status) -> Self {
        let details = Details::of(&status);
        let code = status.code();
        let refused = |why: &str| Self::last(ModelError::Refused(why.into()));
        match code {
            Code::Unauthenticated => refused("the API key is not accepted"),
            Code::InvalidArgument if details.is_about_the_key => refused("the API key is not accepted"),
            Code::PermissionDenied => refused("the API key may not use this model"),
            Code::NotFound => refused("there is no model of this name"),
            Code::FailedPrecondition => refused("the model is not offered to this account or from this place"),
            Code::InvalidArgument => refused("the model does not take such a request"),
            Code::Unimplemented => refused("the endpoint does not offer this model's service"),
            Code::ResourceExhausted => quota(details.retry_after),
            // A message beyond the bound, which tonic says so.
            Code::OutOfRange => Self::last(ModelError::TooLong),
            Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => {
                let again = details.retry_after.map_or(Again::Yes, Again::After);
                Self { error: unavailable(code), again }
            }
            // Not the server's word but the connection's: it broke, or was never made.
            Code::Unknown if status.source().is_some() => Self { error: unavailable(code), again: Again::Yes },
            _ => Self { error: unavailable(code), again: Again::Once },
        }
    }
}

fn quota(retry_after: Option<Duration>) -> Fault {
    let again = match retry_after {
        Some(wait) if wait <= SHORT => Again::After(wait),
        Some(_) | None => Again::No,
    };
    Fault { error: ModelError::Quota { retry_after }, again }
}

/// What a failure in the middle of an answer means: the rest is missing. Only why nobody would get it is kept.
pub(crate) fn half_way(status: Status) -> ModelError {
    match Fault::from(status).error {
        ModelError::Unavailable(_) => ModelError::Cut,
        error => error,
    }
}

/// Nothing of what the server said but its code: it may repeat what was sent.
fn unavailable(code: Code) -> ModelError {
    ModelError::Unavailable(Box::new(Answered(code)))
}

#[derive(Debug)]
struct Answered(Code);

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.description())
    }
}

impl Error for Answered {}

/// What the status says besides its code.
#[derive(Debug, Default, PartialEq, Eq)]
struct Details {
    retry_after: Option<Duration>,
    is_about_the_key: bool,
}

impl Details {
    /// Details that cannot be read say nothing.
    fn of(status: &Status) -> Self {
        let mut found = Self::default();
        let Ok(details) = rpc::Status::decode(status.details()) else { return found };
        for any in details.details {
            match any.type_url.rsplit('/').next() {
                Some("google.rpc.RetryInfo") => {
                    let info = RetryInfo::decode(any.value.as_slice()).unwrap_or_default();
                    found.retry_after = info.retry_delay.and_then(|delay| delay.try_into().ok());
                }
                Some("google.rpc.ErrorInfo") => {
                    let info = ErrorInfo::decode(any.value.as_slice()).unwrap_or_default();
                    found.is_about_the_key = info.reason.starts_with("API_KEY_");
                }
                _ => {}
            }
        }
        found
    }
}
