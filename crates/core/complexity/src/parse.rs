//! The only door to the parser.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, ModModule};
use ruff_python_parser::{Mode, ParseOptions, lexer, parse_unchecked};

/// Operators that may lead down to one place: a tree is no deeper than that, and readers that recurse are safe.
const OPERATORS_MAX: u32 = 250;
/// Blocks within blocks.
const INDENTS_MAX: u32 = 60;

/// Why a source is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not Python.
    Syntax,
    /// It is nested too deeply.
    TooDeep,
}

/// The tree of a source.
pub fn parse(source: &str) -> Result<ModModule, Refusal> {
    if is_too_deep(source) {
        return Err(Refusal::TooDeep);
    }
    let parsed = parse_unchecked(source, ParseOptions::from(Mode::Module));
    if !parsed.errors().is_empty() {
        return Err(Refusal::Syntax);
    }
    match parsed.into_syntax() {
        Mod::Module(module) => Ok(module),
        Mod::Expression(_) => Err(Refusal::Syntax),
    }
}

fn is_too_deep(source: &str) -> bool {
    let mut lexer = lexer::lex(source, Mode::Module);
    let mut depth = Depth::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            kind => depth.push(kind),
        }
        if depth.outer_sum + depth.here > OPERATORS_MAX || depth.indents > INDENTS_MAX {
            return true;
        }
    }
}

/// How deep the tokens so far lead: brackets around a place, and in each bracket the operators since the last comma.
#[derive(Default)]
struct Depth {
    indents: u32,
    /// Operators before each open bracket.
    outer: Vec<u32>,
    outer_sum: u32,
    /// Operators since the last separator in the innermost bracket.
    here: u32,
}

impl Depth {
    fn push(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                self.outer.push(self.here + 1);
                self.outer_sum += self.here + 1;
                self.here = 0;
            }
            // What was called or indexed is one level further down.
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                let before = self.outer.pop().unwrap_or_default();
                self.outer_sum -= before;
                self.here = before;
            }
            TokenKind::Comma | TokenKind::Semi => self.here = 0,
            TokenKind::Newline => *self = Self { indents: self.indents, ..Self::default() },
            TokenKind::Indent => self.indents += 1,
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::String
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline
            | TokenKind::FStringMiddle => {}
            _ => self.here += 1,
        }
    }
}
