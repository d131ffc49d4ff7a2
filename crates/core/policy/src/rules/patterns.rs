//! Class patterns read attributes: keywords by their names, positions by the names in `__match_args__`.

use ruff_python_ast::{Expr, ExprName, PatternMatchClass};
use ruff_text_size::Ranged;

use super::{Context, frames};
use crate::report::{Finding, Rule};
use crate::scope::Binder;
use crate::tables::{is_dunder, is_readable_dunder};
use crate::walk::At;

/// Checks a class pattern.
pub fn class<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, pattern: &'a PatternMatchClass) {
    for keyword in &pattern.arguments.keywords {
        let (name, range) = (keyword.attr.as_str(), keyword.attr.range());
        frames::pattern_keyword(context, name, range);
        if is_dunder(name) && (!is_readable_dunder(name) || matches!(name, "__dict__" | "__annotations__"))
            || name == "_evaluate"
        {
            context.refuse(Rule::Dunder, range, format!("`{name}` is not available."), "Ordinary attributes.");
        }
    }
    if pattern.arguments.patterns.is_empty() || is_builtin_class(context, at, &pattern.cls) {
        return;
    }
    let finding = Finding::new(
        Rule::Pattern,
        pattern.range(),
        "Which attributes this pattern reads is not known.",
        "Name the attributes, as in `case Point(x=0, y=0)`.",
    );
    if is_own_class(context, at, &pattern.cls) {
        context.conflicts.positional.push(finding);
    } else {
        context.report.add(finding);
    }
}

/// `int(x)` and the like match the object itself.
fn is_builtin_class<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, class: &Expr) -> bool {
    const CLASSES: &[&str] =
        &["bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"];
    match class {
        Expr::Name(name) => context.look_up(at, name).is_none() && CLASSES.contains(&name.id.as_str()),
        _ => false,
    }
}

/// Whether the class is one whose `__match_args__` the program wrote out: by a class statement or a named tuple.
fn is_own_class<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, class: &Expr) -> bool {
    match class {
        Expr::Name(name) => is_own_name(context, at, name),
        Expr::Attribute(member) => context.scopes.facts.classes.contains(member.attr.as_str()),
        _ => false,
    }
}

fn is_own_name<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, name: &ExprName) -> bool {
    let Some(found) = context.look_up(at, name) else { return true };
    found.bindings.iter().all(|binding| match binding.by {
        Binder::Class(_) | Binder::Public { .. } => true,
        Binder::Value(Expr::Call(call)) => makes_tuple_class(context, at, &call.func),
        Binder::Value(value @ (Expr::Name(_) | Expr::Attribute(_))) => is_own_alias(context, at, value),
        _ => false,
    })
}

fn makes_tuple_class<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, function: &Expr) -> bool {
    [("collections", "namedtuple"), ("typing", "NamedTuple"), ("dataclasses", "make_dataclass")]
        .iter()
        .any(|(module, name)| context.is_public(at, function, module, name))
}

/// Another name of a class statement's class.
fn is_own_alias<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, value: &Expr) -> bool {
    match value {
        Expr::Name(name) => context
            .look_up(at, name)
            .is_some_and(|found| found.bindings.iter().all(|binding| matches!(binding.by, Binder::Class(_)))),
        _ => is_own_class(context, at, value),
    }
}
