//! Who sent a request.

use async_trait::async_trait;

use crate::Principal;

/// Why a token was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// None was sent.
    #[error("no bearer token was sent")]
    Missing,
    /// It was valid once.
    #[error("the token has expired")]
    Expired,
    /// It is not one of ours.
    #[error("the token is not valid")]
    Invalid,
    /// The keys to check it with cannot be had right now.
    #[error("tokens cannot be checked right now")]
    Unavailable,
}

/// Turns a bearer token into a caller.
#[async_trait]
pub trait TokenVerifier: Send + Sync {
    /// `bearer` is the text after `Bearer `, or none when the request had no such header.
    async fn verify(&self, bearer: Option<&str>) -> Result<Principal, TokenError>;
}
