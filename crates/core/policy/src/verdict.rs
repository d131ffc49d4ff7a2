//! The answer of a check.

use domain::Violation;

/// What the check says about a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may run.
    Accepted,
    /// It may not.
    Refused {
        /// What kind of fault it has.
        kind: RefusalKind,
        /// Where and why: at least one, at most 20, sorted by position.
        violations: Vec<Violation>,
    },
}

impl Verdict {
    /// Whether it may run.
    pub fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted)
    }

    /// The violations; none when it may run.
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Accepted => &[],
            Self::Refused { violations, .. } => violations,
        }
    }
}

/// What kind of fault a refused source has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// More bytes than allowed.
    Size,
    /// Not UTF-8, or it asks to be read as something else.
    Encoding,
    /// Not Python.
    Syntax,
    /// Python that this policy does not allow, or could not decide about in time.
    Policy,
}
