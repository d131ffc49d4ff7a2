//! `globals()`, `locals()` and bare `vars()`: their values include modules and the interpreter's own, so only uses that
//! cannot reach those are allowed, such as looking for the program's own `test_…` functions.

use ruff_python_ast::{Expr, ExprCall, ExprContext, Operator, Stmt};
use ruff_text_size::Ranged;

use super::guards::Guard;
use super::{Context, call_of, call_with_first};
use crate::report::Rule;
use crate::scope::{ScopeId, ScopeKind};
use crate::tables::is_dunder;
use crate::text::{Possible, possible};
use crate::walk::{At, Node};

/// Checks a name that means one of the three builtins.
pub fn name<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, builtin: &str) {
    let fine = match call_of(at, expr) {
        Some(call) if !call.arguments.is_empty() => builtin == "vars" && is_one_plain_argument(call),
        Some(_) => {
            let of_function = builtin != "globals" && is_plain_function(context, at);
            of_function || is_safe_use(context, at, &at.above[..at.above.len() - 1])
        }
        None => builtin == "vars" && is_mapped(at, expr),
    };
    if !fine {
        let message = format!("`{builtin}()` may not be used like this.");
        let allowed = "Keep what you look up by name in a dictionary of your own.";
        context.refuse(Rule::Namespace, expr.range(), message, allowed);
    }
}

fn is_one_plain_argument(call: &ExprCall) -> bool {
    call.arguments.keywords.is_empty() && matches!(&*call.arguments.args, [one] if !one.is_starred_expr())
}

/// `map(vars, objects)`.
fn is_mapped(at: &At<'_, '_>, expr: &Expr) -> bool {
    let function = call_with_first(at, expr).map(|call| &*call.func);
    matches!(function, Some(Expr::Name(name)) if name.id.as_str() == "map")
}

/// A function's locals are the program's own, unless it or a function around it imports a module there.
fn is_plain_function(context: &Context<'_, '_>, at: &At<'_, '_>) -> bool {
    let is_function = context.scopes.kind(at.scope) == ScopeKind::Function;
    is_function && context.scopes.outwards(at.scope).all(|scope| context.scopes.reserved_in(scope).next().is_none())
}

/// Names that a namespace would show and that are not the program's own.
pub fn reserved<'s, 'a>(context: &Context<'s, 'a>, at: &At<'_, 'a>) -> impl Iterator<Item = &'a str> + use<'s, 'a> {
    let scopes = context.scopes;
    scopes.reserved_in(ScopeId::MODULE).chain(scopes.reserved_in(scopes.owner(at.scope)))
}

/// Whether the namespace, which stands directly below `above`, is used harmlessly.
fn is_safe_use<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, above: &[Node<'a>]) -> bool {
    match above {
        [outer @ .., Node::Expr(Expr::Subscript(item))] => {
            item.ctx != ExprContext::Del && is_safe_key(context, at, &item.slice, outer)
        }
        [.., Node::Expr(Expr::BinOp(operation))] => {
            operation.op == Operator::Mod && context.text(at, &operation.left).is_some()
        }
        [outer @ .., Node::Expr(Expr::Call(call)), Node::Expr(Expr::Attribute(method))] => {
            is_safe_method(context, at, call, method.attr.as_str(), outer)
        }
        [outer @ .., Node::Expr(Expr::Call(call))] => is_safe_argument(context, at, call, outer),
        [.., Node::Expr(Expr::Call(call)), Node::Keyword] => is_format(call, "format"),
        [.., Node::Expr(Expr::Compare(_)) | Node::Stmt(Stmt::For(_)) | Node::Comprehension(_)] => true,
        _ => false,
    }
}

/// Whether this is a call of a format method, whose fields the format rule looks at.
fn is_format(call: &ExprCall, method: &str) -> bool {
    matches!(&*call.func, Expr::Attribute(function) if function.attr.as_str() == method)
}

/// A key that can only name something of the program.
fn is_safe_key<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, key: &Expr, above: &[Node<'a>]) -> bool {
    let own = |name: &str| !is_dunder(name) && reserved(context, at).all(|reserved| reserved != name);
    match possible(&context.folder, context.scopes, key, at.scope) {
        Possible::Known(names) => names.iter().all(|name| own(name)),
        Possible::Prefix(prefix) => is_safe_prefix(context, at, &prefix),
        Possible::Unknown => with_guard(context, at, |guard| guard.vouches_for(key, above)),
    }
}

/// Whether nothing of the interpreter and no module has a name that starts with `prefix`.
fn is_safe_prefix<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, prefix: &str) -> bool {
    let fits = |name: &str| name.starts_with(prefix);
    !prefix.is_empty() && !prefix.starts_with('_') && !reserved(context, at).any(fits)
}

fn with_guard<'s, 'a>(
    context: &Context<'s, 'a>,
    at: &At<'_, 'a>,
    ask: impl FnOnce(&Guard<'_, 's, 'a, '_>) -> bool,
) -> bool {
    ask(&Guard { context, at, accepts: &|prefix| is_safe_prefix(context, at, prefix) })
}

/// `globals().method(…)`.
fn is_safe_method<'a>(
    context: &Context<'_, 'a>,
    at: &At<'_, 'a>,
    call: &ExprCall,
    method: &str,
    above: &[Node<'a>],
) -> bool {
    match (method, &*call.arguments.args, above) {
        ("get", [key, ..], _) => is_safe_key(context, at, key, above),
        ("keys", [], _) => true,
        ("items", [], _) => is_safe_items(context, at, above),
        ("copy", [], [outer @ .., Node::Expr(Expr::Call(items)), Node::Expr(Expr::Attribute(method))]) => {
            method.attr.as_str() == "items" && items.arguments.is_empty() && is_safe_items(context, at, outer)
        }
        _ => false,
    }
}

/// `list(globals())`, `sorted(globals())`, `len(globals())`: names and numbers only; `dict(globals()).items()`.
fn is_safe_argument<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, call: &ExprCall, above: &[Node<'a>]) -> bool {
    match (context.builtin(at, &call.func), above) {
        (Some("list" | "sorted" | "len" | "tuple" | "set"), _) => call.arguments.keywords.is_empty(),
        (Some("dict"), [outer @ .., Node::Expr(Expr::Call(items)), Node::Expr(Expr::Attribute(method))]) => {
            method.attr.as_str() == "items" && items.arguments.is_empty() && is_safe_items(context, at, outer)
        }
        _ => is_format(call, "format_map"),
    }
}

/// `… in list(globals().items())` whose values are only used below a check of their names.
fn is_safe_items<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, above: &[Node<'a>]) -> bool {
    match above {
        [outer @ .., Node::Expr(Expr::Call(call))] => {
            matches!(context.builtin(at, &call.func), Some("list" | "sorted" | "tuple"))
                && call.arguments.keywords.is_empty()
                && is_safe_items(context, at, outer)
        }
        [.., Node::Stmt(Stmt::For(stmt))] => with_guard(context, at, |guard| guard.holds_for_loop(stmt)),
        [.., Node::Expr(owner), Node::Comprehension(part)] => {
            with_guard(context, at, |guard| guard.holds_for_comprehension(owner, part))
        }
        _ => false,
    }
}
