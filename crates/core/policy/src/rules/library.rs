//! Library functions that would do for a program what it may not do itself.

use ruff_python_ast::{Expr, ExprCall, Identifier, Keyword, Stmt};
use ruff_text_size::Ranged;

use super::classes::is_namespace;
use super::{Context, call_of, modules};
use crate::report::{Finding, Rule};
use crate::scope::Binder;
use crate::tables;
use crate::text::Value;
use crate::walk::{At, Node};

/// Functions that copy attributes by name, and how many of their arguments come before those names.
const COPYING: &[(&str, usize)] = &[("update_wrapper", 2), ("wraps", 1)];

/// Checks a name that `from module import …` bound.
pub fn name<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, module: &'static str, public: &'a str) {
    if !tables::is_public(module, public) {
        let message = format!("`{public}` of `{module}` is not available.");
        context.refuse(Rule::Import, expr.range(), message, modules::public_advice(module, public));
    }
    value(context, at, expr);
}

/// Checks a library function that stands by itself.
pub fn value<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr) {
    if context.is_public(at, expr, "dataclasses", "dataclass") && !decorates_class(context, at, expr) {
        let message = "Code may only be generated for classes that are written out.";
        let finding = Finding::new(Rule::Reflection, expr.range(), message, "Use it as a decorator: `@dataclass`.");
        context.conflicts.generates.push(finding);
    }
    if is_maker(context, at, expr) && call_of(at, expr).is_none() {
        let message = "A function that generates code may only be called directly.";
        context.refuse(Rule::Reflection, expr.range(), message, "Call it in place, or write `@dataclass` classes.");
    }
    if copying(context, at, expr).is_some() && call_of(at, expr).is_none() {
        let message = "A function that copies attributes may only be called directly.";
        context.refuse(Rule::Reflection, expr.range(), message, "Use it as a decorator: `@functools.wraps(function)`.");
    }
}

/// Whether `dataclass` stands as `@dataclass`, `@dataclass(…)`, or `dataclass(Point)` for a class statement's class.
fn decorates_class<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    match (at.above, call_of(at, expr)) {
        ([.., Node::Stmt(Stmt::ClassDef(_))], None) => true,
        ([.., Node::Stmt(Stmt::ClassDef(_)), Node::Expr(_)], Some(call)) => call.arguments.args.is_empty(),
        (_, Some(call)) => match &*call.arguments.args {
            [Expr::Name(class)] => context
                .look_up(at, class)
                .is_some_and(|found| found.bindings.iter().all(|binding| matches!(binding.by, Binder::Class(_)))),
            _ => false,
        },
        _ => false,
    }
}

/// Checks a call of a library function.
pub fn call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    if is_maker(context, at, &call.func) && !makes_known(context, at, call) {
        let message = "The names of a made class and of its fields must be written out: code is generated from them.";
        context.refuse(Rule::Reflection, call.range(), message, "Write a class with the decorator `@dataclass`.");
    }
    let Some(before) = copying(context, at, &call.func) else { return };
    let lists = call.arguments.args.iter().skip(before);
    let by_name = call
        .arguments
        .keywords
        .iter()
        .filter(|keyword| keyword.arg.as_ref().is_none_or(|name| matches!(name.as_str(), "assigned" | "updated")));
    let starred = call.arguments.args.iter().any(Expr::is_starred_expr);
    let harmless = |context: &Context<'_, 'a>, expr: &Expr| is_harmless_list(context, at, expr);
    let fine = !starred && lists.chain(by_name.map(|keyword| &keyword.value)).all(|expr| harmless(context, expr));
    if !fine {
        let message = "The attributes to copy must be written out.";
        context.refuse(Rule::Reflection, call.range(), message, "Leave `assigned` and `updated` out.");
    }
}

/// Whether `expr` is the function that generates a class's code from names.
fn is_maker<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    context.scopes.facts.imported.contains(&("dataclasses", "make_dataclass"))
        && context.is_public(at, expr, "dataclasses", "make_dataclass")
}

/// `make_dataclass("Point", ["x", ("y", int)])`, and a namespace that is written out as well.
fn makes_known<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, call: &ExprCall) -> bool {
    let [name, fields] = &*call.arguments.args else { return false };
    let known = |expr: &Expr| context.text(at, expr).is_some();
    let field = |field: &Expr| match field {
        Expr::Tuple(tuple) => tuple.elts.first().is_some_and(known),
        other => known(other),
    };
    let fields_known = match fields {
        Expr::List(list) => list.elts.iter().all(field),
        Expr::Tuple(tuple) => tuple.elts.iter().all(field),
        other => match context.folder.fold(other, at.scope) {
            Value::List(names) => names.into_iter().all(|name| name.known_text().is_some()),
            _ => false,
        },
    };
    let keyword = |keyword: &Keyword| match keyword.arg.as_ref().map(Identifier::as_str) {
        Some("namespace") => is_namespace(context, at, &keyword.value),
        Some("module") | None => false,
        Some(_) => true,
    };
    known(name) && fields_known && call.arguments.keywords.iter().all(keyword)
}

/// The number of arguments before the lists of names, if `expr` is a function that copies attributes.
fn copying<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> Option<usize> {
    let is = |name: &str| context.is_public(at, expr, "functools", name);
    if !context.copies {
        return None;
    }
    COPYING.iter().find(|(name, _)| is(name)).map(|(_, before)| *before)
}

/// Whether a list of attribute names is known and safe.
fn is_harmless_list<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    if context.is_public(at, expr, "functools", "WRAPPER_ASSIGNMENTS")
        || context.is_public(at, expr, "functools", "WRAPPER_UPDATES")
    {
        return true;
    }
    let harmless = |value: Value| value.known_text().is_some_and(|name| super::reflection::is_harmless(&name));
    match context.folder.fold(expr, at.scope) {
        Value::List(items) => items.into_iter().all(harmless),
        _ => false,
    }
}
