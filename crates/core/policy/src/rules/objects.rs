//! Namespaces of objects: `vars(x)`, `x.__dict__`, and descriptors that are bound by hand.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::passed::Does;
use super::reflection::{is_parameter, is_super_call};
use super::{Context, call_of, enclosing_method, modules, parameter_of};
use crate::report::Rule;
use crate::scope::Binder;
use crate::walk::At;

/// Whether `x.__dict__` is the namespace of an object of the program, as far as can be seen. Those of builtin types hold
/// the descriptors behind attributes that other rules take away.
pub fn has_own_namespace<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, value: &Expr) -> bool {
    match value {
        Expr::Name(name) => match context.look_up(at, name) {
            None => false,
            Some(found) => match found.only() {
                Some(Binder::Value(value)) => !is_type_of(context, at, value),
                Some(Binder::Public { .. } | Binder::Module(_)) => false,
                _ => true,
            },
        },
        Expr::Call(call) => !is_type_of(context, at, value) || is_type_of_self(call),
        Expr::Attribute(class) if matches!(class.attr.as_str(), "__class__" | "__base__") => is_self(&class.value),
        Expr::Attribute(_) => true,
        _ => false,
    }
}

/// `type(x)` or `x.__class__`.
fn is_type_of<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => context.is_builtin(at, &call.func, "type"),
        Expr::Attribute(class) => matches!(class.attr.as_str(), "__class__" | "__base__"),
        Expr::Subscript(_) => true,
        _ => false,
    }
}

fn is_type_of_self(call: &ExprCall) -> bool {
    call.arguments.args.first().is_some_and(is_self)
}

fn is_self(expr: &Expr) -> bool {
    matches!(expr, Expr::Name(name) if matches!(name.id.as_str(), "self" | "cls"))
}

/// Checks a call of `vars`.
pub fn vars_call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    let Some(object) = call.arguments.args.first() else { return };
    looks_into(context, at, object);
    let module = modules::module_of(context, at, object).is_some();
    let subscript = matches!(object, Expr::Subscript(_));
    if !module && !subscript && !has_own_namespace(context, at, object) {
        let message = "`vars()` may only be asked for objects of the program.";
        context.refuse(Rule::Reflection, call.range(), message, "Pass an object that the program made.");
    }
}

/// Whether `x.__get__` may be called: a descriptor that passes on to one of its own what it was asked for.
pub fn may_bind<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, value: &Expr) -> bool {
    match value {
        Expr::Call(_) => is_super_call(context, at, value),
        Expr::Attribute(inner) => inner.value.is_name_expr() && passes_on(context, at, expr),
        Expr::Name(name) => context
            .look_up(at, name)
            .is_some_and(|found| found.bindings.iter().all(|binding| matches!(binding.by, Binder::Function))),
        _ => false,
    }
}

/// `self.inner.__get__(obj, …)` in `__get__(self, obj, …)`.
fn passes_on<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr) -> bool {
    let object = call_of(at, expr).and_then(|call| call.arguments.args.first());
    let (Some(object), Some((function, Some(_)))) = (object, enclosing_method(at)) else { return false };
    function.name.as_str() == "__get__" && is_parameter(context, at, function, object, 1)
}

/// Notes that a function looks into the namespace of a parameter.
pub fn looks_into<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, object: &Expr) {
    if let Some((function, index)) = parameter_of(context, at, object) {
        context.passed.note(function, index, Does::Looks);
    }
}
