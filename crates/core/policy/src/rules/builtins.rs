//! Builtins that run text as code, open files, or hand out what the other rules take away.

use ruff_python_ast::{Expr, ExprContext, ExprName};
use ruff_text_size::Ranged;

use super::{Context, call_of, call_with_first, namespaces};
use crate::report::Rule;
use crate::tables;
use crate::walk::At;

/// Checks a name that may mean a builtin. Methods and functions of these names that a program defines stay its own.
pub fn name<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, name: &ExprName) {
    if name.ctx != ExprContext::Load {
        return;
    }
    let text = name.id.as_str();
    let watched = matches!(text, "globals" | "locals" | "vars" | "getattr" | "setattr" | "delattr");
    let denied = !watched && tables::is_denied_builtin(text);
    if !(watched || denied) || context.builtin(at, expr).is_none() {
        return;
    }
    match text {
        "globals" | "locals" | "vars" => namespaces::name(context, at, expr, text),
        _ if denied => {
            context.refuse(Rule::Builtin, expr.range(), format!("`{text}` is not available."), instead_of(text));
        }
        _ => only_called(context, at, expr, text),
    }
}

/// A function that reads or writes attributes by name is only checked where it is called.
fn only_called<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, builtin: &str) {
    if call_of(at, expr).is_none() || call_with_first(at, expr).is_some() {
        let message = format!("`{builtin}` may only be called directly.");
        let allowed = format!("Call it in place, as in `{builtin}(obj, \"name\"…)`, or use a `lambda`.");
        context.refuse(Rule::Builtin, expr.range(), message, allowed);
    }
}

fn instead_of(builtin: &str) -> &'static str {
    match builtin {
        "eval" => "Read numbers with `int()` or `float()` and data with `json.loads()`.",
        "exec" | "compile" => "Write the code as functions, and choose between them with a dictionary.",
        "open" => "There are no files; read input with `input()` and write with `print()`.",
        "breakpoint" => "Print what you want to see.",
        _ => "Print with `print()` and read the documentation in your editor.",
    }
}
