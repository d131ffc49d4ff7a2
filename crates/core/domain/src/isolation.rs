//! What isolation is really in force.

use serde::{Deserialize, Serialize};

/// One thing that was tried, and whether it was contained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What was tried, for example `network`.
    pub name: String,
    /// Whether the sandbox held.
    pub contained: bool,
    /// What was seen, in a sentence.
    pub detail: String,
}

/// What a driver isolates with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsolationReport {
    /// Driver name, for example `runsc`.
    pub driver: String,
    /// The runtime's version.
    pub runtime_version: String,
    /// How the runtime intercepts system calls, for example `systrap`.
    pub platform: String,
    /// How sandboxes start, for example `restore` or `cold`.
    pub start: String,
    /// Whether any layer is relaxed.
    pub relaxed: bool,
}
