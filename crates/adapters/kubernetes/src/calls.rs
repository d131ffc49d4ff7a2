//! Calls to the API server: how long they may take, and what its refusals mean.
//!
//! That it is asked too often (429 with the time to wait) or is away for a moment (503, 504) the client sees to itself.

use std::time::Duration;

use domain::SandboxError;
use kube::Error;

/// How long a call may take, its repetitions included.
pub(crate) const CALL_WITHIN: Duration = Duration::from_secs(20);

/// Why a call failed.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The quota is used up.
    NoRoom(String),
    /// Something of this name is there already.
    Exists,
    /// It is not there, or not this one any more.
    Gone,
    /// Two changed the same thing at once: try again.
    Conflict,
    /// What a watch was to go on from is forgotten.
    Expired,
    /// This executor may not do that, or the cluster would never accept it: an operator must act.
    Forbidden(String),
    /// Anything else: it may work the next time.
    Failed(String),
}

impl Refusal {
    /// As what the port says about starts.
    pub(crate) fn at_start(self, what: &str) -> SandboxError {
        match self {
            Self::NoRoom(reason) => SandboxError::NoRoom { reason },
            Self::Forbidden(reason) => SandboxError::NotIsolated(format!("{what}: {reason}")),
            other => SandboxError::NotStarted { reason: format!("{what}: {}", other.reason()) },
        }
    }

    /// In words.
    pub(crate) fn reason(&self) -> &str {
        match self {
            Self::NoRoom(reason) | Self::Forbidden(reason) | Self::Failed(reason) => reason,
            Self::Exists => "it is there already",
            Self::Gone => "it is gone",
            Self::Conflict => "somebody else changed it at the same time",
            Self::Expired => "what it was to go on from is forgotten",
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Api(status) => of_status(status.code, &status.reason, status.message.clone()),
            Error::UpgradeConnection(kube::client::UpgradeConnectionError::ProtocolSwitch(code)) => {
                of_status(code.as_u16(), "", format!("the stream was refused with {code}"))
            }
            other => Self::Failed(chain(&other)),
        }
    }
}

/// What an answer with this code means. A full quota has no reason of its own, only words.
pub(crate) fn of_status(code: u16, reason: &str, message: String) -> Refusal {
    match (code, reason) {
        (403, _) if message.contains("exceeded quota") => Refusal::NoRoom(message),
        (404, _) => Refusal::Gone,
        (409, "AlreadyExists") => Refusal::Exists,
        (409, _) => Refusal::Conflict,
        (410, _) => Refusal::Expired,
        (400 | 401 | 403 | 422, _) => Refusal::Forbidden(message),
        _ => Refusal::Failed(message),
    }
}

/// Waits for an answer, but not for ever.
pub(crate) async fn within<T>(patience: Duration, call: impl Future<Output = Result<T, Error>>) -> Result<T, Refusal> {
    match tokio::time::timeout(patience, call).await {
        Ok(answer) => answer.map_err(Refusal::from),
        Err(_) => Err(Refusal::Failed(format!("the API server did not answer within {} s", patience.as_secs()))),
    }
}

/// An ordinary call.
pub(crate) async fn call<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Refusal> {
    within(CALL_WITHIN, call).await
}

/// An error with its reasons, which the client's own messages mostly leave out.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let words = source.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        next = source.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: u16, reason: &str, message: &str) -> Refusal {
        of_status(code, reason, message.to_owned())
    }

    #[test]
    fn a_full_quota_is_no_fault() {
        let full = refusal(403, "Forbidden", "pods \"x\" is forbidden: exceeded quota: sandboxes, requested: pods=1");
        assert!(matches!(full.at_start("pods"), SandboxError::NoRoom { .. }));
    }

    #[test]
    fn what_an_operator_must_change_stops_all_starts() {
        for (code, reason) in [(401, "Unauthorized"), (403, "Forbidden"), (422, "Invalid")] {
            let error = refusal(code, reason, "no").at_start("pods");
            assert!(matches!(error, SandboxError::NotIsolated(_)), "{code} {error}");
        }
    }

    #[test]
    fn whatever_may_pass_is_tried_again() {
        for (code, reason) in [(409, "Conflict"), (500, "InternalError"), (504, "Timeout"), (404, "NotFound")] {
            let error = refusal(code, reason, "no").at_start("pods");
            assert!(matches!(error, SandboxError::NotStarted { .. }), "{code} {error}");
        }
    }
}
