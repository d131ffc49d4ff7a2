//! Why a program is not counted.

/// A program that would not behave as it is written if it counted. The text reads after "The program was not measured: ".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Uncounted {
    /// It is not Python, or nested too deeply to be looked at.
    #[error("it cannot be read")]
    Unreadable,
    /// It has no statements.
    #[error("there is nothing in it to count")]
    Empty,
    /// It would see the counting, or runs text in which nothing is counted.
    #[error("it uses `{name}` in line {line}, with which it can see or escape the counting")]
    LooksAtItself {
        /// What it does so with.
        name: String,
        /// Where it does so first.
        line: usize,
    },
    /// Lines whose indentation cannot be changed.
    #[error("line {line} is continued where its indentation is")]
    Layout {
        /// The first of them.
        line: usize,
    },
    /// Python itself refuses deeper nesting.
    #[error("it is nested too deeply for counting to be written into it")]
    TooDeep,
    /// The mark is no word, or a name of the program.
    #[error("no name is free for the counting")]
    Mark,
}
