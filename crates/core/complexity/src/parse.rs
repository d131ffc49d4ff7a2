//! The only door to the parser.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, ModModule};
use ruff_python_parser::{Mode, ParseOptions, lexer, parse_unchecked};

/// Tokens that may lead one level further down, between two line ends, at most: a tree is no deeper than that.
const OPENINGS_MAX: u32 = 1_500;
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
    let (mut openings, mut indents) = (0, 0_u32);
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            TokenKind::Newline => openings = 0,
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Comma
            | TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::String
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline => {}
            _ => openings += 1,
        }
        if openings > OPENINGS_MAX || indents > INDENTS_MAX {
            return true;
        }
    }
}
