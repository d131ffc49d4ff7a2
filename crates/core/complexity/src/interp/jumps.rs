//! How statements end.

/// What follows a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The next statement.
    Next,
    /// Nothing of this loop's round or of this loop.
    Jump,
    /// Nothing of this function.
    Leave,
}

impl End {
    /// What follows when either may have happened.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Next, _) | (_, Self::Next) => Self::Next,
            (Self::Jump, _) | (_, Self::Jump) => Self::Jump,
            _ => Self::Leave,
        }
    }
}
