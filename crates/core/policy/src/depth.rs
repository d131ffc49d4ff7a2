//! Bounds nesting before anything recursive sees the source.
//!
//! A tree cannot be deeper than the operators that lead down to a place: brackets around it, and in each bracket the
//! operators since the last comma or line end. Both are counted over tokens, which needs no stack.

use ruff_text_size::{TextRange, TextSize};

use crate::parse::{TokenKind, token_kinds};
use crate::report::{Finding, Rule};

/// Brackets within brackets: the interpreter's own limit.
const BRACKETS_MAX: usize = 200;
/// Blocks within blocks: the interpreter's own limit.
const INDENTS_MAX: usize = 100;
/// Operators that may lead down to one place. The interpreter gives up near 1,000 to 3,000, by version.
const OPERATORS_MAX: u32 = 2_500;

/// What is too deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Excess {
    Brackets,
    Indents,
    Operators,
}

/// The first place where the source is nested too deeply.
pub fn check(source: &str) -> Result<(), Finding> {
    let Some(excess) = first_excess(source) else { return Ok(()) };
    let at = TextSize::try_from(shortest_excess(source)).unwrap_or_default();
    let (rule, message, allowed) = match excess {
        Excess::Brackets => (
            Rule::Syntax,
            format!("Too many brackets within brackets; Python's limit is {BRACKETS_MAX}."),
            "Give parts of the expression names of their own.",
        ),
        Excess::Indents => (
            Rule::Syntax,
            format!("Too many blocks within blocks; Python's limit is {INDENTS_MAX}."),
            "Move inner blocks into functions.",
        ),
        Excess::Operators => (
            Rule::TooComplex,
            "This expression is too long to be checked.".to_owned(),
            "Split the expression into several statements.",
        ),
    };
    Err(Finding::new(rule, TextRange::empty(at), message, allowed))
}

/// Length of the shortest start of the source that is too deep: the lexer names no places.
fn shortest_excess(source: &str) -> usize {
    let (mut fits, mut exceeds) = (0, source.len());
    while exceeds - fits > 1 {
        let middle = source.floor_char_boundary(fits + (exceeds - fits) / 2);
        if middle <= fits {
            break;
        }
        if first_excess(&source[..middle]).is_some() { exceeds = middle } else { fits = middle }
    }
    fits
}

/// What is nested too deeply, if anything is.
fn first_excess(source: &str) -> Option<Excess> {
    let mut depth = Depth::default();
    token_kinds(source).find_map(|kind| depth.push(kind))
}

/// How deep the tokens so far lead.
#[derive(Default)]
struct Depth {
    indents: usize,
    /// Operators before each open bracket.
    outer: Vec<u32>,
    /// Operators since the last separator in the innermost bracket.
    here: u32,
    /// Sum of `outer`.
    outer_sum: u32,
}

impl Depth {
    fn push(&mut self, kind: TokenKind) -> Option<Excess> {
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => self.open(),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => self.close(),
            TokenKind::Comma | TokenKind::Semi => self.here = 0,
            TokenKind::Newline => *self = Self { indents: self.indents, ..Self::default() },
            TokenKind::Indent => self.indents += 1,
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            kind if leads_down(kind) => self.here += 1,
            _ => {}
        }
        self.excess()
    }

    fn open(&mut self) {
        let before = self.here + 1;
        self.outer.push(before);
        self.outer_sum += before;
        self.here = 0;
    }

    /// A bracket that closes counts as one operator of what it belongs to, as in `f()()()`.
    fn close(&mut self) {
        let before = self.outer.pop().unwrap_or_default();
        self.outer_sum -= before;
        self.here = before;
    }

    fn excess(&self) -> Option<Excess> {
        if self.outer.len() > BRACKETS_MAX {
            Some(Excess::Brackets)
        } else if self.indents > INDENTS_MAX {
            Some(Excess::Indents)
        } else if self.outer_sum + self.here > OPERATORS_MAX {
            Some(Excess::Operators)
        } else {
            None
        }
    }
}

/// Whether a token can put what follows it, or what came before it, one level further down.
fn leads_down(kind: TokenKind) -> bool {
    let leaf = matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline
            | TokenKind::FStringMiddle
            | TokenKind::FStringEnd
            | TokenKind::TStringMiddle
            | TokenKind::TStringEnd
    );
    !leaf
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excess(source: &str) -> Option<Excess> {
        first_excess(source)
    }

    #[test]
    fn ordinary_nesting_passes() {
        assert_eq!(excess(&format!("x = [{}]", "[1, -2], ".repeat(5_000))), None);
        assert_eq!(excess(&format!("x = {}1{}", "(".repeat(200), ")".repeat(200))), None);
        assert_eq!(excess(&"x = 1 + 2\n".repeat(5_000)), None);
        assert_eq!(excess(&format!("s = ({})", "'a'\n".repeat(5_000))), None);
    }

    #[test]
    fn every_way_down_is_counted() {
        assert_eq!(excess(&"f(".repeat(201)), Some(Excess::Brackets));
        assert_eq!(excess(&format!("x = {}1", "-".repeat(3_000))), Some(Excess::Operators));
        assert_eq!(excess(&format!("x = {}1", "not ".repeat(3_000))), Some(Excess::Operators));
        assert_eq!(excess(&format!("x = {}1", "lambda:".repeat(3_000))), Some(Excess::Operators));
        assert_eq!(excess(&format!("x = a{}", "()".repeat(3_000))), Some(Excess::Operators));
        assert_eq!(excess(&format!("x = a{}", "[0]".repeat(3_000))), Some(Excess::Operators));
        let blocks: Vec<String> = (0..=101).map(|depth| " ".repeat(depth) + "if x:\n").collect();
        assert_eq!(excess(&blocks.concat()), Some(Excess::Indents));
    }

    #[test]
    fn place_is_where_it_becomes_too_deep() {
        let finding = check(&format!("x = 1\ny = {}", "(".repeat(300))).unwrap_err();
        assert_eq!(finding.range.start(), TextSize::new(6 + 4 + 200));
    }
}
