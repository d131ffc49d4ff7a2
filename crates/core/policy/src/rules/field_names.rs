//! Loops over names that the program's own classes wrote down: `getattr(self, f.name) for f in fields(self)`.

use ruff_python_ast::Expr;

use super::Context;
use super::reflection::is_harmless;
use crate::scope::Binder;
use crate::tables::is_frame_attribute;
use crate::text::Value;
use crate::walk::At;

/// Whether `name` runs over such names, as far as `object` may be asked for them.
pub fn is_loop<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, object: &Expr, name: &Expr) -> bool {
    let (variable, is_field) = match name {
        Expr::Name(name) => (name, false),
        Expr::Attribute(field) if field.attr.as_str() == "name" => match &*field.value {
            Expr::Name(name) => (name, true),
            _ => return false,
        },
        _ => return false,
    };
    if context.scopes.facts.imported.contains(&("dataclasses", "make_dataclass")) {
        return false;
    }
    let Some(Binder::Loop { iter, slot: None | Some(0) }) =
        context.look_up(at, variable).and_then(|found| found.only())
    else {
        return false;
    };
    let source = unwrapped(iter);
    if is_field {
        return is_fields_call(context, at, source) && declares_harmless(context);
    }
    match names_owner(context, at, source) {
        Some(("__slots__", _)) => has_known_slots(context),
        Some(("__annotations__" | "__dataclass_fields__", _)) => declares_harmless(context),
        Some((_, of)) => is_same_object(of, object),
        None => false,
    }
}

/// Whether the names that class bodies declare are harmless ones; most are, as attributes of frames are no words.
fn declares_harmless(context: &Context<'_, '_>) -> bool {
    !context.scopes.facts.own_attributes.iter().any(|name| is_frame_attribute(name))
}

/// Whether every `__slots__` of the program is written out.
fn has_known_slots(context: &Context<'_, '_>) -> bool {
    context.scopes.class_bindings("__slots__").all(|(scope, binding)| match binding.by {
        Binder::Value(value) => match context.folder.fold(value, scope) {
            Value::List(names) => {
                names.into_iter().all(|name| name.known_text().is_some_and(|name| is_harmless(&name)))
            }
            value => value.known_text().is_some_and(|name| is_harmless(&name)),
        },
        _ => false,
    })
}

/// `x` of `sorted(x)`, `list(x)`, `x.items()` and so on.
pub fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Call(call) => match (&*call.func, &*call.arguments.args) {
            (Expr::Name(name), [inner]) if matches!(name.id.as_str(), "list" | "sorted" | "tuple" | "reversed") => {
                unwrapped(inner)
            }
            (Expr::Attribute(method), []) if matches!(method.attr.as_str(), "items" | "keys") => {
                unwrapped(&method.value)
            }
            _ => expr,
        },
        _ => expr,
    }
}

/// `fields(x)`.
fn is_fields_call<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    matches!(expr, Expr::Call(call) if context.is_public(at, &call.func, "dataclasses", "fields"))
}

/// The list and `x` of `x.__slots__`, `x._fields`, `x.__dict__`, `vars(x)`.
fn names_owner<'e, 'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &'e Expr) -> Option<(&'e str, &'e Expr)> {
    const LISTS: &[&str] = &["__slots__", "__dict__", "__annotations__", "__dataclass_fields__", "_fields"];
    match expr {
        Expr::Attribute(list) if LISTS.contains(&list.attr.as_str()) => Some((list.attr.as_str(), &list.value)),
        Expr::Call(call) if context.is_builtin(at, &call.func, "vars") => {
            call.arguments.args.first().map(|of| ("vars", of))
        }
        _ => None,
    }
}

/// Whether `of` is `object`, or its class.
fn is_same_object(of: &Expr, object: &Expr) -> bool {
    let Expr::Name(object) = object else { return false };
    let same = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == object.id);
    match of {
        Expr::Attribute(class) if class.attr.as_str() == "__class__" => same(&class.value),
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "type")
                && call.arguments.args.first().is_some_and(same)
        }
        Expr::Name(class) => same(of) || class.id.as_str() == "cls",
        _ => false,
    }
}
