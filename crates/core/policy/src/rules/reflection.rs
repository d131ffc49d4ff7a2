//! Attributes by computed name: `getattr` and its kin, and explicit `__getattribute__`.

use std::collections::HashSet;

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, ExprName, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::guards::Guard;
use super::passed::Does;
use super::{Context, call_of, classes, enclosing_method, field_names, modules, objects};
use crate::report::{Finding, Rule};
use crate::scope::{Binder, ScopeId};
use crate::tables::{self, is_dunder, is_frame_attribute, is_readable_dunder, starts_frame_attribute};
use crate::text::{Possible, possible};
use crate::walk::At;

/// What a call does with the attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// Readable in place, but not by computed name.
pub const NOT_BY_NAME: &[&str] = &[
    "__annotations__",
    "__dataclass_fields__",
    "__delattr__",
    "__dict__",
    "__get__",
    "__getattr__",
    "__getattribute__",
    "__match_args__",
    "__setattr__",
    "__wrapped__",
    "_evaluate",
    "obj",
];

/// Methods whose first argument is a class without any decorator.
const OF_CLASSES: &[&str] = &["__class_getitem__", "__init_subclass__", "__new__"];

/// Checks a call.
pub fn call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    let Expr::Name(name) = &*call.func else { return };
    let check = match name.id.as_str() {
        "getattr" => read_call,
        "hasattr" => question_call,
        "setattr" | "delattr" => write_call,
        "type" => classes::call,
        "vars" => objects::vars_call,
        _ => return,
    };
    if context.builtin(at, &call.func).is_some() {
        check(context, at, call);
    }
}

// === getattr, setattr, delattr ===

fn read_call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    attribute_call(context, at, call, Access::Read);
}

/// `hasattr` says only whether, unless the object passes the question on.
fn question_call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    let [_, name] = &*call.arguments.args else { return };
    let harmless = match possible(&context.folder, context.scopes, name, at.scope) {
        Possible::Known(names) => names.iter().all(|name| is_harmless(name)),
        Possible::Prefix(prefix) => is_harmless_prefix(&prefix),
        Possible::Unknown => is_forwarded(context, at, name),
    };
    if !harmless {
        let message = "Which attribute this asks for is not known, and a `__getattr__` here would pass it on.";
        let finding = Finding::new(Rule::Reflection, call.range(), message, "Write the name as a string.");
        context.conflicts.asks.push(finding);
    }
}

fn write_call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    attribute_call(context, at, call, Access::Write);
}

fn attribute_call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall, access: Access) {
    let [object, name, ..] = &*call.arguments.args else { return refuse_unknown(context, call) };
    if object.is_starred_expr() || name.is_starred_expr() {
        return refuse_unknown(context, call);
    }
    if let Some(module) = modules::module_of(context, at, object) {
        return of_module(context, at, module, call, name);
    }
    match possible(&context.folder, context.scopes, name, at.scope) {
        Possible::Known(names) => {
            if let Some(name) = names.iter().find(|name| !is_harmless(name)) {
                let message = format!("The attribute `{name}` is not available.");
                context.refuse(Rule::Reflection, call.range(), message, "Ordinary names.");
            }
        }
        Possible::Prefix(prefix) if is_harmless_prefix(&prefix) => {}
        _ if field_names::is_loop(context, at, object, name) => {}
        _ if access == Access::Read && is_forwarded(context, at, name) => context.conflicts.forwards = true,
        _ if is_guarded(context, at, name) => {}
        _ if access == Access::Write && is_own_object(context, at, object) => {
            context.conflicts.sets_computed = true;
            if let Some((function, _)) = enclosing_method(at) {
                context.passed.note(function, 0, Does::Sets);
            }
            // Annotations could be set that way, and evaluated.
            if context.dispatches {
                refuse_unknown(context, call);
            }
        }
        _ => refuse_unknown(context, call),
    }
}

/// Attributes of a module: only public ones, whatever the way to write their names.
fn of_module<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, module: &'static str, call: &ExprCall, name: &Expr) {
    let fine = match possible(&context.folder, context.scopes, name, at.scope) {
        Possible::Known(names) => names.iter().all(|name| tables::is_public(module, name)),
        _ => false,
    };
    if !fine {
        let message = format!("Which attribute of `{module}` this reads is not known.");
        let allowed = "Put the functions into a dictionary, as in `{\"sin\": math.sin}`.";
        context.refuse(Rule::Reflection, call.range(), message, allowed);
    }
}

/// Whether an attribute of this name may be read from anything.
pub fn is_harmless(name: &str) -> bool {
    let dunder_is_fine = !is_dunder(name) || is_readable_dunder(name);
    dunder_is_fine && !is_frame_attribute(name) && !NOT_BY_NAME.contains(&name)
}

/// Whether every name with this start is harmless.
pub fn is_harmless_prefix(prefix: &str) -> bool {
    let dunder = prefix == "_" || prefix.starts_with("__");
    let denied = NOT_BY_NAME.iter().any(|name| name.starts_with(prefix));
    !prefix.is_empty() && !dunder && !denied && !starts_frame_attribute(prefix)
}

/// `getattr(self, name)` where a condition checked how the name starts.
fn is_guarded<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, name: &Expr) -> bool {
    Guard { context, at, accepts: &is_harmless_prefix }.vouches_for(name, at.above)
}

/// `getattr(self.inner, name)` in `__getattr__(self, name)`: whoever asked for the name was checked.
fn is_forwarded<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, name: &Expr) -> bool {
    let Some((function, Some(_))) = enclosing_method(at) else { return false };
    matches!(function.name.as_str(), "__getattr__" | "__getattribute__") && is_parameter(context, at, function, name, 1)
}

/// Whether `expr` is the parameter of `function` at this position, and never anything else.
pub fn is_parameter<'a>(
    context: &Context<'_, 'a>,
    at: &At<'_, 'a>,
    function: &StmtFunctionDef,
    expr: &Expr,
    position: usize,
) -> bool {
    let Expr::Name(name) = expr else { return false };
    match context.look_up(at, name).and_then(|found| found.only()) {
        Some(Binder::Parameter { function: Some(of), index }) => of.range() == function.range() && index == position,
        _ => false,
    }
}

/// `setattr(self, name, value)` in a method of a plain class.
pub fn is_own_object<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, object: &Expr) -> bool {
    let Some((function, Some(class))) = enclosing_method(at) else { return false };
    function.decorator_list.is_empty()
        && !OF_CLASSES.contains(&function.name.as_str())
        && is_parameter(context, at, function, object, 0)
        && !is_metaclass(context, at.scope, class, &mut HashSet::new())
}

/// Whether a class makes classes, as far as its bases tell. Classes that were seen are not looked at again: they may
/// inherit in circles.
fn is_metaclass(
    context: &Context<'_, '_>,
    scope: ScopeId,
    class: &StmtClassDef,
    seen: &mut HashSet<TextRange>,
) -> bool {
    let Some(_level) = context.scopes.budget.descend() else { return true };
    class.arguments.iter().flat_map(|arguments| &arguments.args).any(|base| match base {
        Expr::Name(name) if name.id.as_str() == "type" => true,
        Expr::Name(name) => base_class(context, scope, name)
            .is_some_and(|base| seen.insert(base.range()) && is_metaclass(context, scope, base, seen)),
        Expr::Call(_) => true,
        _ => false,
    })
}

fn base_class<'a>(context: &Context<'_, 'a>, scope: ScopeId, name: &ExprName) -> Option<&'a StmtClassDef> {
    match context.scopes.look_up(name.id.as_str(), scope)?.only()? {
        Binder::Class(class) => Some(class),
        _ => None,
    }
}

fn refuse_unknown(context: &mut Context<'_, '_>, call: &ExprCall) {
    let message = "Which attribute this reads or writes is not known.";
    let allowed = "Write the name as a string, start it with one, as in `\"visit_\" + kind`, or use a dictionary.";
    context.refuse(Rule::Reflection, call.range(), message, allowed);
}

// === object.__getattribute__ and its kin ===

/// Whether `x.__getattribute__(…)` is a call whose attribute is known, or one that forwards what its method was asked.
pub fn dunder_call<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, attribute: &ExprAttribute) -> bool {
    let Some(call) = call_of(at, expr) else { return false };
    let bound = is_super_call(context, at, &attribute.value);
    let (([name, ..], true) | ([_, name, ..], false)) = (&*call.arguments.args, bound) else { return false };
    let known = match possible(&context.folder, context.scopes, name, at.scope) {
        Possible::Known(names) => names.iter().all(|name| is_harmless(name)),
        Possible::Prefix(prefix) => is_harmless_prefix(&prefix),
        Possible::Unknown => false,
    };
    known || is_forwarding_call(context, at, call, attribute, bound)
}

/// `super().__setattr__(name, value)` or `object.__setattr__(self, name, value)` in the method of that name.
fn is_forwarding_call<'a>(
    context: &Context<'_, 'a>,
    at: &At<'_, 'a>,
    call: &ExprCall,
    attribute: &ExprAttribute,
    bound: bool,
) -> bool {
    const METHODS: &[&str] = &["__getattr__", "__getattribute__", "__setattr__", "__delattr__"];
    let Some((function, Some(_))) = enclosing_method(at) else { return false };
    let name = call.arguments.args.get(usize::from(!bound));
    let on_self =
        bound || call.arguments.args.first().is_some_and(|object| is_parameter(context, at, function, object, 0));
    METHODS.contains(&function.name.as_str())
        && attribute.attr.as_str().starts_with("__")
        && on_self
        && name.is_some_and(|name| is_parameter(context, at, function, name, 1))
}

pub fn is_super_call<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    matches!(expr, Expr::Call(call) if context.is_builtin(at, &call.func, "super"))
}
