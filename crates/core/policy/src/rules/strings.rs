//! Strings that name what attributes may not: with formats, patterns and namespaces a string becomes an attribute.
//!
//! Docstrings are exempt, and so is everything that only looks alike, such as `{padding: 0.5em}`.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{Context, parent_expr};
use crate::report::Rule;
use crate::tables::{is_dunder, is_frame_attribute, is_unmentionable_dunder, starts_frame_attribute};
use crate::text::{Field, Value};
use crate::walk::{At, Node};

/// Frame attributes that no program has as a word of its own.
const FRAME_WORDS: &[&str] = &[
    "ag_code",
    "ag_frame",
    "cell_contents",
    "cr_code",
    "cr_frame",
    "f_back",
    "f_builtins",
    "f_globals",
    "f_locals",
    "gi_code",
    "gi_frame",
    "gi_yieldfrom",
    "tb_frame",
];

/// Checks an expression that is, or builds, a string.
pub fn expr<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr) {
    match expr {
        Expr::StringLiteral(literal) if !is_docstring(at) && !is_printed(context, at) => {
            text(context, literal.value.to_str(), expr.range());
        }
        Expr::BytesLiteral(literal) => {
            let bytes: Vec<u8> = literal.value.bytes().collect();
            text(context, &String::from_utf8_lossy(&bytes), expr.range());
        }
        Expr::BinOp(_) | Expr::Call(_) | Expr::Subscript(_) | Expr::FString(_) if !is_part(at) => {
            folded(context, at, expr);
        }
        _ => {}
    }
}

/// A string that stands as a statement.
fn is_docstring(at: &At<'_, '_>) -> bool {
    matches!(at.above.last(), Some(Node::Stmt(Stmt::Expr(_))))
}

/// A string that is only printed.
fn is_printed<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>) -> bool {
    match parent_expr(at) {
        Some(Expr::Call(call)) => call.arguments.keywords.is_empty() && context.is_builtin(at, &call.func, "print"),
        _ => false,
    }
}

/// Whether the expression is a part of one that is folded as a whole.
fn is_part(at: &At<'_, '_>) -> bool {
    matches!(parent_expr(at), Some(Expr::BinOp(_) | Expr::Attribute(_) | Expr::Subscript(_)))
}

fn folded<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr) {
    let value = context.folder.fold(expr, at.scope);
    each_text(value, &mut |built| text(context, &built, expr.range()));
}

fn each_text(value: Value, check: &mut impl FnMut(String)) {
    match value {
        Value::Text(text) => check(text),
        Value::Bytes(bytes) => check(String::from_utf8_lossy(&bytes).into_owned()),
        Value::List(items) => items.into_iter().for_each(|item| each_text(item, check)),
        Value::Number(_) | Value::Unknown => {}
    }
}

/// Checks a text.
fn text(context: &mut Context<'_, '_>, text: &str, range: TextRange) {
    if let Some(name) = forbidden_word(text).map(str::to_owned).or_else(|| forbidden_field(context, text)) {
        let message = format!("This string names `{name}`, which is not available.");
        context.refuse(Rule::Text, range, message, "Describe it in other words, or in a comment.");
    }
}

/// A word of the text that is a denied name.
fn forbidden_word(text: &str) -> Option<&str> {
    if FRAME_WORDS.contains(&text) {
        return Some(text);
    }
    if !text.contains("__") {
        return None;
    }
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .find(|word| is_dunder(word) && is_unmentionable_dunder(word))
}

/// An attribute that a replacement field of the text reads, or starts to name.
fn forbidden_field(context: &Context<'_, '_>, text: &str) -> Option<String> {
    if !text.contains('{') {
        return None;
    }
    let found = context.fields(text);
    let denied = |field: &Field| field.path.iter().find(|name| is_frame_attribute(name)).cloned();
    found.closed.iter().find_map(denied).or_else(|| {
        let open = found.open?;
        denied(&open).or_else(|| open.path.last().filter(|name| is_start_of_denied(name)).cloned())
    })
}

/// Whether a name that breaks off here may go on to a denied one.
fn is_start_of_denied(name: &str) -> bool {
    name.starts_with("__") || name.len() > 2 && starts_frame_attribute(name)
}
