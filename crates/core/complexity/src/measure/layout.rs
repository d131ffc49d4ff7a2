//! Where lines of code begin and end, and how deep they are.

use ruff_python_ast::token::TokenKind;
use ruff_text_size::TextRange;

/// Blocks and brackets within each other: Python allows 20 of loops and the like, and 200 brackets.
const BLOCKS_MAX: usize = 12;
const BRACKETS_MAX: usize = 100;

/// The lines of code, continued ones being one.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Where the first token of each is.
    pub starts: Vec<usize>,
    /// Where each ends, its comment included.
    ends: Vec<usize>,
    /// The first line of code whose indentation is continued by a backslash.
    pub continued: Option<usize>,
    /// Whether it is deeper than Python allows once counting is in it.
    pub too_deep: bool,
}

impl Layout {
    pub(super) fn of(source: &str, tokens: impl Iterator<Item = (TokenKind, TextRange)>) -> Self {
        let mut layout = Self::default();
        let (mut fresh, mut line_end, mut blocks, mut brackets) = (true, 0, 0_usize, 0_usize);
        for (kind, range) in tokens {
            let (start, end) = (range.start().to_usize(), range.end().to_usize());
            match kind {
                TokenKind::Newline => {
                    layout.ends.push(start);
                    (fresh, line_end) = (true, end);
                }
                TokenKind::Indent => blocks += 1,
                TokenKind::Dedent => blocks = blocks.saturating_sub(1),
                TokenKind::Comment | TokenKind::NonLogicalNewline if fresh => line_end = end,
                TokenKind::EndOfFile => break,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => brackets += 1,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            layout.too_deep |= blocks > BLOCKS_MAX || brackets > BRACKETS_MAX;
            let is_code = !matches!(
                kind,
                TokenKind::Newline
                    | TokenKind::Indent
                    | TokenKind::Dedent
                    | TokenKind::Comment
                    | TokenKind::NonLogicalNewline
            );
            if fresh && is_code {
                fresh = false;
                layout.starts.push(start);
                if source.get(line_end..start).is_some_and(|gap| gap.contains('\\')) {
                    layout.continued.get_or_insert(start);
                }
            }
        }
        layout
    }

    /// Whether a line of code begins at a place.
    pub(super) fn begins_at(&self, at: usize) -> bool {
        self.starts.binary_search(&at).is_ok()
    }

    /// The end of the line of code that a place is in.
    pub(super) fn end_after(&self, at: usize) -> Option<usize> {
        self.ends.get(self.ends.partition_point(|end| *end < at)).copied()
    }
}

/// What is before a place in its line.
pub(super) fn line_before(source: &str, at: usize) -> &str {
    let before = source.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(before, |end| &before[end + 1..])
}

/// The number of the line of a place.
pub(super) fn line_of(source: &str, at: usize) -> usize {
    source.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// Where a place is, as a space before a line's first character.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}
