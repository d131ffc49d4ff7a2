//! What strings a program can build without running it.
//!
//! A name that is put together from pieces is as dangerous as one that is written out. Folding follows literals through
//! concatenation, `join`, slices, `chr` and the like; what it cannot know is a [`HOLE`].

mod fold;
mod format;
mod names;
mod pieces;

pub use fold::Folder;
pub use format::{Field, Fields, fields};
pub use names::{Possible, possible};

/// Stands for text that is not known. Not a character that a program can contain in text that is read back.
pub const HOLE: char = '\u{10ffff}';

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, perhaps with holes.
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
    List(Vec<Value>),
    Unknown,
}

impl Value {
    /// As a piece of text.
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
            _ => HOLE.to_string(),
        }
    }

    /// Text without holes.
    pub fn known_text(self) -> Option<String> {
        match self {
            Self::Text(text) if !text.contains(HOLE) => Some(text),
            _ => None,
        }
    }
}
