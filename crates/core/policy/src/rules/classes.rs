//! Classes made by calls: `type(name, bases, namespace)` takes attributes by computed names.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::reflection::NOT_BY_NAME;
use super::{Context, enclosing_method};
use crate::report::Rule;
use crate::scope::Binder;
use crate::text::{Possible, possible};
use crate::walk::At;

/// Checks a call of `type`.
pub fn call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    let arguments = &call.arguments;
    let fine = match &*arguments.args {
        [one] => !one.is_starred_expr(),
        [_, _, namespace] => is_written_out(context, at, namespace),
        _ => false,
    };
    if !fine {
        let message = "The namespace of a class must be written out.";
        context.refuse(Rule::Reflection, call.range(), message, "Use a `class` statement.");
    }
}

/// A dictionary whose keys are all known: attributes that a program's class may have.
fn is_written_out<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, namespace: &Expr) -> bool {
    match namespace {
        Expr::Dict(dict) => dict.items.iter().all(|item| match &item.key {
            Some(key) => is_harmless_key(context, at, key),
            None => is_written_out(context, at, &item.value),
        }),
        Expr::DictComp(dict) => dict.key.as_deref().is_some_and(|key| is_harmless_key(context, at, key)),
        Expr::Call(call) if context.is_builtin(at, &call.func, "dict") => {
            call.arguments.args.iter().all(|inner| is_written_out(context, at, inner))
                && call
                    .arguments
                    .keywords
                    .iter()
                    .all(|keyword| keyword.arg.is_some() || is_written_out(context, at, &keyword.value))
        }
        Expr::Name(name) => match context.look_up(at, name) {
            Some(found) if !context.scopes.facts.changed_names.contains(name.id.as_str()) => match found.only() {
                Some(Binder::Value(value)) => !value.is_name_expr() && is_written_out(context, at, value),
                Some(Binder::Parameter { .. }) => enclosing_method(at).is_some_and(|(function, _)| {
                    function.name.as_str() == "__new__" || function.name.as_str() == "__call__"
                }),
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

fn is_harmless_key<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, key: &Expr) -> bool {
    match possible(&context.folder, context.scopes, key, at.scope) {
        Possible::Known(names) => names
            .iter()
            .all(|name| !NOT_BY_NAME.contains(&name.as_str()) || matches!(name.as_str(), "obj" | "_evaluate")),
        Possible::Prefix(prefix) => !prefix.starts_with('_'),
        Possible::Unknown => false,
    }
}
