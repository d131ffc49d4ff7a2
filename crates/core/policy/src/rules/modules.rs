//! Modules are no values: a module's name may only be followed by one of its public names.
//!
//! The standard library re-exports `sys`, `os` and the builtins nearly everywhere, so a module that is stored, passed or
//! returned could be asked for them where no rule can see it.

use ruff_python_ast::{Expr, ExprAttribute, ExprContext};
use ruff_text_size::{Ranged, TextRange};

use super::{Context, call_with_first, parent_expr};
use crate::report::Rule;
use crate::scope::Binder;
use crate::tables;
use crate::walk::At;

/// Facts about a module that are plain text.
const FACTS: &[&str] = &["__doc__", "__name__", "__version__"];

/// The module that an expression is.
pub fn module_of<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> Option<&'static str> {
    match expr {
        Expr::Name(name) => {
            let found = context.look_up(at, name)?;
            found.bindings.iter().find_map(|binding| match binding.by {
                Binder::Module(module) => Some(module),
                _ => None,
            })
        }
        // A submodule has no submodules of its own, so there is nothing to follow further.
        Expr::Attribute(attribute) if attribute.value.is_name_expr() => {
            let module = module_of(context, at, &attribute.value)?;
            tables::submodule(module, attribute.attr.as_str())
        }
        _ => None,
    }
}

/// Checks `module.name`.
pub fn member<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, module: &'static str, attribute: &'a ExprAttribute) {
    let name = attribute.attr.as_str();
    if attribute.ctx != ExprContext::Load {
        let message = format!("`{module}` may not be changed.");
        context.refuse(Rule::Module, attribute.range(), message, "Store the value under a name of your own.");
    } else if let Some(submodule) = tables::submodule(module, name) {
        let used = matches!(parent_expr(at), Some(Expr::Attribute(_)));
        if !used {
            refuse_value(context, submodule, attribute.range());
        }
    } else if !tables::is_public(module, name) && !FACTS.contains(&name) {
        let message = format!("`{name}` is not a public name of `{module}`.");
        context.refuse(Rule::Module, attribute.attr.range(), message, public_advice(module, name));
    }
}

/// Checks a module's name that stands by itself: it may only be what `hasattr`, `dir` or a checked `getattr` look at.
pub fn value<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, module: &'static str, expr: &'a Expr) {
    let looked_at = call_with_first(at, expr).and_then(|call| context.builtin(at, &call.func));
    if !matches!(looked_at, Some("hasattr" | "dir" | "getattr")) {
        refuse_value(context, module, expr.range());
    }
}

fn refuse_value(context: &mut Context<'_, '_>, module: &str, range: TextRange) {
    let message = format!("The module `{module}` may not be stored, passed or returned.");
    context.refuse(Rule::Module, range, message, format!("Use it in place, as in `{}`.", example(module)));
}

/// What a module offers instead of `name`.
pub fn public_advice(module: &str, name: &str) -> String {
    if matches!(name, "get_type_hints" | "ForwardRef") {
        return "Read `__annotations__` instead; evaluating annotations is not available.".to_owned();
    }
    let close = |public: &&&str| public.eq_ignore_ascii_case(name) || public.starts_with(name) && name.len() > 2;
    match tables::public_names(module).iter().find(close) {
        Some(public) => format!("Did you mean `{module}.{public}`?"),
        None => format!("The documented names of `{module}`, such as `{}`.", example(module)),
    }
}

/// A well-known name of a module.
fn example(module: &str) -> &'static str {
    match module {
        "collections" => "collections.Counter",
        "collections.abc" => "collections.abc.Iterable",
        "dataclasses" => "dataclasses.dataclass",
        "functools" => "functools.reduce",
        "itertools" => "itertools.chain",
        "json" => "json.dumps",
        "json.decoder" => "json.decoder.JSONDecodeError",
        "json.encoder" => "json.encoder.JSONEncoder",
        "math" => "math.sqrt",
        "typing" => "typing.List",
        _ => "from __future__ import annotations",
    }
}
