//! What the policy found in a piece of code.

use serde::{Deserialize, Serialize};

/// One place where the code does what it may not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Stable name of the rule, for example `import` or `syntax`.
    pub rule: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Last line and column (exclusive) of the place, for a marker; equal to the start when the place is a point.
    pub end_line: u32,
    /// See `end_line`.
    pub end_column: u32,
    /// A sentence for a person: what is wrong.
    pub message: String,
    /// What to do instead, or what is allowed.
    pub allowed: String,
}
