//! Classes made by calls: `type(name, bases, namespace)` takes attributes by computed names.

use std::collections::HashSet;

use ruff_python_ast::{Arguments, Expr, ExprCall, ExprName, Stmt, StmtReturn};
use ruff_text_size::{Ranged, TextRange};

use super::reflection::NOT_BY_NAME;
use super::{Context, call_of, enclosing_method};
use crate::report::Rule;
use crate::scope::Binder;
use crate::text::{Possible, possible};
use crate::walk::{At, Node};

/// Checks a call of `type`.
pub fn call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    let arguments = &call.arguments;
    context.conflicts.makes_classes |= arguments.args.len() > 1;
    let fine = match &*arguments.args {
        [one] => !one.is_starred_expr(),
        [_, _, namespace] => is_namespace(context, at, namespace),
        _ => false,
    };
    if !fine {
        let message = "The namespace of a class must be written out.";
        context.refuse(Rule::Reflection, call.range(), message, "Use a `class` statement.");
    }
}

/// Checks what `__prepare__` returns: the attributes that a class begins with, out of which code may be generated.
pub fn stmt<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, stmt: &'a Stmt) {
    let Stmt::Return(StmtReturn { value: Some(value), range, .. }) = stmt else { return };
    let prepares = enclosing_method(at).is_some_and(|(function, _)| function.name.as_str() == "__prepare__");
    if prepares && !is_fresh(context, at, value) && !is_namespace(context, at, value) {
        let message = "The namespace of a class must be written out.";
        context.refuse(Rule::Reflection, *range, message, "Return `{}` or a `collections.OrderedDict()`.");
    }
}

/// An empty mapping of the library, or what `type` would prepare. One of the program's own may hold anything, which
/// matters where code is generated.
fn is_fresh<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, value: &Expr) -> bool {
    let Expr::Call(call) = value else { return false };
    let generates = context.scopes.facts.imported.iter().any(|(module, _)| *module == "dataclasses");
    let of_library = match &*call.func {
        Expr::Attribute(method) if method.attr.as_str() == "__prepare__" => return true,
        function => [("collections", "OrderedDict"), ("collections", "defaultdict")]
            .iter()
            .any(|(module, name)| context.is_public(at, function, module, name)),
    };
    let is_empty = call.arguments.args.iter().all(Expr::is_name_expr) && call.arguments.keywords.is_empty();
    is_empty && of_library || !generates && context.builtin(at, &call.func).is_none()
}

/// Checks the name `type` where it is not called: handed on, it may be called with anything.
pub fn name<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, name: &ExprName) {
    if name.id.as_str() == "type" && call_of(at, expr).is_none() && context.builtin(at, expr).is_some() {
        context.conflicts.makes_classes |= !is_only_compared(at, expr);
    }
}

/// `isinstance(x, type)`, `x is type`, `map(type, xs)`, `sorted(xs, key=type)`.
fn is_only_compared(at: &At<'_, '_>, expr: &Expr) -> bool {
    let called = |call: &ExprCall, names: &[&str]| match &*call.func {
        Expr::Name(name) => names.contains(&name.id.as_str()),
        Expr::Attribute(method) => names.contains(&method.attr.as_str()),
        _ => false,
    };
    match at.above {
        [.., Node::Expr(Expr::Call(call)), Node::Keyword] => called(call, &["sorted", "sort", "min", "max", "groupby"]),
        [.., Node::Expr(Expr::Call(call))] => {
            let first = call.arguments.args.first().is_some_and(|first| first.range() == expr.range());
            called(call, &["isinstance", "issubclass"])
                || called(call, &["map"]) && first && call.arguments.args.len() == 2
        }
        [.., Node::Expr(Expr::Compare(_))] => true,
        _ => at.annotation,
    }
}

/// Whether `namespace` may be the namespace of a class.
pub fn is_namespace<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, namespace: &Expr) -> bool {
    is_written_out(context, at, namespace, &mut HashSet::new())
}

/// A dictionary whose keys are all known: attributes that a program's class may have. Values that were seen are not
/// looked at again: names may lead in circles.
fn is_written_out<'a>(
    context: &Context<'_, 'a>,
    at: &At<'_, 'a>,
    namespace: &Expr,
    seen: &mut HashSet<TextRange>,
) -> bool {
    let Some(_level) = context.scopes.budget.descend() else { return false };
    match namespace {
        Expr::Dict(dict) => dict.items.iter().all(|item| match &item.key {
            Some(key) => is_harmless_key(context, at, key),
            None => is_written_out(context, at, &item.value, seen),
        }),
        Expr::DictComp(dict) => dict.key.as_deref().is_some_and(|key| is_harmless_key(context, at, key)),
        Expr::Call(call) if context.is_builtin(at, &call.func, "dict") => {
            let Arguments { args, keywords, .. } = &call.arguments;
            args.iter().all(|inner| is_written_out(context, at, inner, seen))
                && keywords
                    .iter()
                    .all(|keyword| keyword.arg.is_some() || is_written_out(context, at, &keyword.value, seen))
        }
        Expr::Name(name) => match context.look_up(at, name) {
            Some(found) if !context.scopes.facts.changed_names.contains(name.id.as_str()) => match found.only() {
                Some(Binder::Value(value)) if seen.insert(value.range()) => {
                    let there = At { scope: found.scope, above: at.above, annotation: false };
                    !value.is_name_expr() && is_written_out(context, &there, value, seen)
                }
                Some(Binder::Value(_)) => true,
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
