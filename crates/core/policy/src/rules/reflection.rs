//! Attributes by computed name: `getattr` and its kin, explicit `__getattribute__`, namespaces of classes, classes made
//! by calls.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, ExprName, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::{Context, call_of, enclosing_method, modules};
use crate::report::Rule;
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
const NOT_BY_NAME: &[&str] = &[
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
    "obj",
];

/// Checks a call.
pub fn call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    match context.builtin(at, &call.func) {
        Some("getattr") => attribute_call(context, at, call, Access::Read),
        Some("setattr" | "delattr") => attribute_call(context, at, call, Access::Write),
        Some("type") => class_call(context, at, call),
        Some("vars") => vars_call(context, at, call),
        _ => {}
    }
}

// === getattr, setattr, delattr ===

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
        _ if is_fields_loop(context, at, object, name) => {}
        _ if access == Access::Read && is_forwarded(context, at, name) => {}
        _ if access == Access::Write && is_own_object(context, at, object) => {
            context.conflicts.sets_computed = true;
            if imports_dispatch(context) {
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
fn is_harmless_prefix(prefix: &str) -> bool {
    let dunder = prefix == "_" || prefix.starts_with("__");
    let denied = NOT_BY_NAME.iter().any(|name| name.starts_with(prefix));
    !prefix.is_empty() && !dunder && !denied && !starts_frame_attribute(prefix)
}

/// `getattr(self, f.name) for f in fields(self)` and the like: names that the object's own class wrote down.
fn is_fields_loop<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, object: &Expr, name: &Expr) -> bool {
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
    let Some(Binder::Loop { iter, slot: None | Some(0) }) = context.look_up(at, variable).and_then(|found| found.only())
    else {
        return false;
    };
    let source = unwrapped(iter);
    let of = if is_field { fields_argument(context, at, source) } else { names_owner(context, at, source) };
    of.is_some_and(|of| is_same_object(of, object))
}

/// `x` of `sorted(x)`, `list(x)`, `x.items()` and so on.
fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Call(call) => match (&*call.func, &*call.arguments.args) {
            (Expr::Name(name), [inner]) if matches!(name.id.as_str(), "list" | "sorted" | "tuple" | "reversed") => {
                unwrapped(inner)
            }
            (Expr::Attribute(method), []) if matches!(method.attr.as_str(), "items" | "keys") => unwrapped(&method.value),
            _ => expr,
        },
        _ => expr,
    }
}

/// `x` of `fields(x)`.
fn fields_argument<'e, 'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &'e Expr) -> Option<&'e Expr> {
    let Expr::Call(call) = expr else { return None };
    match &*call.arguments.args {
        [of] if context.is_public(at, &call.func, "dataclasses", "fields") => Some(of),
        _ => None,
    }
}

/// `x` of `x.__slots__`, `x._fields`, `x.__dict__`, `vars(x)`.
fn names_owner<'e, 'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &'e Expr) -> Option<&'e Expr> {
    const LISTS: &[&str] = &["__slots__", "__dict__", "__annotations__", "__dataclass_fields__", "_fields"];
    match expr {
        Expr::Attribute(list) if LISTS.contains(&list.attr.as_str()) => Some(&list.value),
        Expr::Call(call) if context.is_builtin(at, &call.func, "vars") => call.arguments.args.first(),
        _ => None,
    }
}

/// Whether `of` is `object`, or its class.
fn is_same_object(of: &Expr, object: &Expr) -> bool {
    let Expr::Name(object) = object else { return false };
    let same = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == object.id);
    match of {
        Expr::Attribute(class) if class.attr.as_str() == "__class__" => same(&class.value),
        Expr::Call(call) => matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "type")
            && call.arguments.args.first().is_some_and(same),
        Expr::Name(class) => same(of) || class.id.as_str() == "cls",
        _ => false,
    }
}

/// `getattr(self.inner, name)` in `__getattr__(self, name)`: whoever asked for the name was checked.
fn is_forwarded<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, name: &Expr) -> bool {
    let Some((function, Some(_))) = enclosing_method(at) else { return false };
    matches!(function.name.as_str(), "__getattr__" | "__getattribute__") && is_parameter(context, at, function, name, 1)
}

/// Whether `expr` is the parameter of `function` at this position, and never anything else.
fn is_parameter<'a>(
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
fn is_own_object<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, object: &Expr) -> bool {
    let Some((function, Some(class))) = enclosing_method(at) else { return false };
    function.decorator_list.is_empty()
        && !is_metaclass(context, at, class)
        && is_parameter(context, at, function, object, 0)
}

/// Whether a class makes classes, as far as its bases tell.
fn is_metaclass<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, class: &StmtClassDef) -> bool {
    class.arguments.iter().flat_map(|arguments| &arguments.args).any(|base| match base {
        Expr::Name(name) if name.id.as_str() == "type" => true,
        Expr::Name(name) => base_class(context, at.scope, name).is_some_and(|base| {
            base.range() != class.range() && is_metaclass(context, at, base)
        }),
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

/// Whether annotations could be evaluated: dispatch by type reads them from what it registers.
fn imports_dispatch(context: &Context<'_, '_>) -> bool {
    let imported = &context.scopes.facts.imported;
    imported.contains(&("functools", "singledispatch")) || imported.contains(&("functools", "singledispatchmethod"))
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
    let name = match (&*call.arguments.args, bound) {
        ([name, ..], true) | ([_, name, ..], false) => name,
        _ => return false,
    };
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
    let on_self = bound || call.arguments.args.first().is_some_and(|object| is_parameter(context, at, function, object, 0));
    METHODS.contains(&function.name.as_str())
        && attribute.attr.as_str().starts_with("__")
        && on_self
        && name.is_some_and(|name| is_parameter(context, at, function, name, 1))
}

fn is_super_call<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    matches!(expr, Expr::Call(call) if context.is_builtin(at, &call.func, "super"))
}

/// Whether `x.__get__` may be called: a descriptor that passes on to one of its own.
pub fn may_bind<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, value: &Expr) -> bool {
    match value {
        Expr::Call(_) => is_super_call(context, at, value),
        Expr::Attribute(inner) => inner.value.is_name_expr(),
        Expr::Name(name) => context.look_up(at, name).is_some_and(|found| {
            found.bindings.iter().all(|binding| matches!(binding.by, Binder::Function(_)))
        }),
        _ => false,
    }
}

// === Namespaces of objects ===

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

fn vars_call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    let Some(object) = call.arguments.args.first() else { return };
    let module = modules::module_of(context, at, object).is_some();
    let subscript = matches!(object, Expr::Subscript(_));
    if !module && !subscript && !has_own_namespace(context, at, object) {
        let message = "`vars()` may only be asked for objects of the program.";
        context.refuse(Rule::Reflection, call.range(), message, "Pass an object that the program made.");
    }
}

// === type(name, bases, namespace) ===

fn class_call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
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
                && call.arguments.keywords.iter().all(|keyword| {
                    keyword.arg.is_some() || is_written_out(context, at, &keyword.value)
                })
        }
        Expr::Name(name) => match context.look_up(at, name) {
            Some(found) if !context.scopes.facts.changed_names.contains(name.id.as_str()) => match found.only() {
                Some(Binder::Value(value)) => !value.is_name_expr() && is_written_out(context, at, value),
                Some(Binder::Parameter { .. }) => enclosing_method(at)
                    .is_some_and(|(function, _)| function.name.as_str() == "__new__" || function.name.as_str() == "__call__"),
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

fn is_harmless_key<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, key: &Expr) -> bool {
    match possible(&context.folder, context.scopes, key, at.scope) {
        Possible::Known(names) => names.iter().all(|name| !NOT_BY_NAME.contains(&name.as_str()) || name == "obj"),
        Possible::Prefix(prefix) => !prefix.starts_with('_'),
        Possible::Unknown => false,
    }
}
