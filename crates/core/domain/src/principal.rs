//! Who calls.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The stable name of a caller: owner of jobs, unit of fair share. At most 256 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PrincipalId(String);

impl PrincipalId {
    /// Wraps a name that a [`crate::TokenVerifier`] or a store produced.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PrincipalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An authenticated caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Stable name.
    pub id: PrincipalId,
    /// Name to show to a person, when the identity has one.
    pub display_name: Option<String>,
}

impl Principal {
    /// The person at this machine: the caller on a loopback address without authentication.
    pub fn local_developer() -> Self {
        Self { id: PrincipalId::new("local"), display_name: Some("local developer".into()) }
    }
}
