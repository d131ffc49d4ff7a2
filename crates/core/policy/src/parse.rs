//! The only door to the parser, so that another parser or release is a change in this file.

use ruff_python_ast::{Expr, Mod, ModModule, PythonVersion, StringLiteral};
use ruff_python_parser::{Mode, ParseOptions, Parsed, lexer, parse_string_annotation, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

pub use ruff_python_ast::token::TokenKind;

/// The tree of a source without syntax errors.
pub struct Tree(ModModule);

impl Tree {
    /// The module.
    pub fn module(&self) -> &ModModule {
        &self.0
    }
}

/// A place where the source is not Python, or not the sandbox's Python.
pub struct SyntaxError {
    pub range: TextRange,
    pub message: String,
}

/// Parses a module for Python 3.`minor`. The parser grows its stack by itself; dropping and walking what it returns
/// does not, so the caller bounds the depth first.
pub fn parse(source: &str, minor: u8) -> Result<Tree, SyntaxError> {
    let version = PythonVersion { major: 3, minor };
    let parsed = parse_unchecked(source, ParseOptions::from(Mode::Module).with_target_version(version));
    if let Some(error) = first_error(&parsed) {
        return Err(error);
    }
    match parsed.into_syntax() {
        Mod::Module(module) => Ok(Tree(module)),
        Mod::Expression(expression) => {
            Err(SyntaxError { range: expression.range(), message: "not a module".to_owned() })
        }
    }
}

/// The first error that the interpreter would report as well.
fn first_error(parsed: &Parsed<Mod>) -> Option<SyntaxError> {
    let syntax = parsed.errors().iter().map(|error| (error.location, error.error.to_string())).next();
    let version = || parsed.unsupported_syntax_errors().iter().map(|error| (error.range, error.to_string())).next();
    syntax.or_else(version).map(|(range, message)| SyntaxError { range, message })
}

/// The kinds of the source's tokens, without places, up to the end of the file.
pub fn token_kinds(source: &str) -> impl Iterator<Item = TokenKind> {
    let mut lexer = lexer::lex(source, Mode::Module);
    std::iter::from_fn(move || Some(lexer.next_token()).filter(|kind| *kind != TokenKind::EndOfFile))
}

/// Shows a string annotation's expression to `see`, if it is one.
pub fn annotation(source: &str, literal: &StringLiteral, see: impl FnOnce(&Expr)) {
    if let Ok(parsed) = parse_string_annotation(source, literal) {
        see(parsed.expr());
    }
}
