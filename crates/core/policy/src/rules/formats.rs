//! `str.format` reads attributes by names in a string, so the string must be known where it could hold any.

use std::collections::HashSet;

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, Operator};
use ruff_text_size::{Ranged, TextRange};

use super::passed::{self, Does};
use super::{Context, call_of, parameter_of};
use crate::report::{Finding, Rule};
use crate::scope::{Binder, ScopeId};
use crate::text::Fields;
use crate::walk::At;

/// Checks `.format` and `.format_map`.
pub fn attribute<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, attribute: &'a ExprAttribute) {
    if !matches!(attribute.attr.as_str(), "format" | "format_map") {
        return;
    }
    let call = call_of(at, expr);
    let format = if context.is_builtin(at, &attribute.value, "str") {
        match call.and_then(|call| call.arguments.args.first()) {
            Some(format) => format,
            None => return refuse(context, expr),
        }
    } else {
        &*attribute.value
    };
    if let Some((function, index)) = parameter_of(context, at, format) {
        context.passed.note(function, index, Does::Formats);
    }
    let typed_in = passed::is_typed_in(context, at, format);
    if typed_in
        || is_unknown(context, format, at.scope, &mut HashSet::new())
        || call.is_some_and(|call| shows_namespace(context, at, format, call))
    {
        refuse(context, expr);
    } else if context.text(at, format).is_none() {
        let message = "The fields of this format string are not known, and a `__getattr__` here would pass them on.";
        let finding = Finding::new(Rule::Format, expr.range(), message, "Write the format out, or use an f-string.");
        context.conflicts.asks.push(finding);
    }
}

/// Whether a format is put together in a way that hides its fields. Values that were seen are not looked at again: names
/// may lead in circles.
fn is_unknown(context: &Context<'_, '_>, format: &Expr, scope: ScopeId, seen: &mut HashSet<TextRange>) -> bool {
    let Some(_level) = context.scopes.budget.descend() else { return true };
    match format {
        Expr::Name(name) => {
            let Some(found) = context.scopes.look_up(name.id.as_str(), scope) else { return false };
            found.bindings.iter().any(|binding| match binding.by {
                Binder::Value(value) => seen.insert(value.range()) && is_unknown(context, value, found.scope, seen),
                _ => false,
            })
        }
        Expr::If(choice) => {
            is_unknown(context, &choice.body, scope, seen) || is_unknown(context, &choice.orelse, scope, seen)
        }
        Expr::BinOp(operation) => is_text_operation(operation.op) && has_unknown_fields(context, format, scope),
        Expr::FString(_) | Expr::Subscript(_) => has_unknown_fields(context, format, scope) && !is_item(format),
        Expr::Call(call) => is_text_method(call) && has_unknown_fields(context, format, scope),
        _ => false,
    }
}

fn is_text_operation(operator: Operator) -> bool {
    matches!(operator, Operator::Add | Operator::Mod | Operator::Mult)
}

/// An item of something, as opposed to a slice.
fn is_item(expr: &Expr) -> bool {
    matches!(expr, Expr::Subscript(subscript) if !subscript.slice.is_slice_expr())
}

/// Methods that make text out of pieces.
fn is_text_method(call: &ExprCall) -> bool {
    const MAKING: &[&str] = &["decode", "format", "format_map", "fromhex", "join", "replace", "translate"];
    match &*call.func {
        Expr::Attribute(method) => MAKING.contains(&method.attr.as_str()),
        Expr::Name(name) => matches!(name.id.as_str(), "str" | "chr"),
        _ => false,
    }
}

/// Whether fields are hidden by what is not known: in a field's name, or as text that may hold fields. Unknown widths
/// and the like are fine.
fn has_unknown_fields(context: &Context<'_, '_>, format: &Expr, scope: ScopeId) -> bool {
    let text = context.folder.fold(format, scope).into_text();
    let Fields { closed, hole_outside, open } = context.fields(&text);
    hole_outside || open.is_some_and(|field| field.has_hole) || closed.iter().any(|field| field.has_hole)
}

/// `.format(**globals())` shows a namespace; with plain field names of the program that is fine.
fn shows_namespace<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, format: &Expr, call: &ExprCall) -> bool {
    let keywords = call.arguments.keywords.iter().filter(|keyword| keyword.arg.is_none()).map(|keyword| &keyword.value);
    let mut namespaces = keywords.chain(&call.arguments.args).filter(|value| is_namespace_call(context, at, value));
    namespaces.next().is_some() && !is_plain_format(context, at, format)
}

fn is_namespace_call<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => {
            call.arguments.is_empty() && matches!(context.builtin(at, &call.func), Some("globals" | "locals" | "vars"))
        }
        _ => false,
    }
}

/// Whether a format is known and its fields are plain names that are no modules.
fn is_plain_format<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, format: &Expr) -> bool {
    let Some(text) = context.text(at, format) else { return false };
    let reserved = |base: &str| super::namespaces::reserved(context, at).any(|name| name == base);
    let plain = |base: &str| !base.starts_with("__") && !reserved(base);
    context.fields(&text).closed.iter().all(|field| field.path.is_empty() && plain(&field.base))
}

fn refuse(context: &mut Context<'_, '_>, expr: &Expr) {
    let message = "The fields of this format string are not known.";
    let allowed = "Write the format out, or use an f-string.";
    context.refuse(Rule::Format, expr.range(), message, allowed);
}
