//! Annotations that are strings are code to whoever evaluates them. Dispatch by type does, so a program that uses it may
//! only have annotations that call nothing.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprAttribute, ExprCall, ExprName, ExprStringLiteral, Operator};
use ruff_text_size::Ranged;

use super::{Context, call_of};
use crate::parse;
use crate::report::Rule;
use crate::scope::Binder;
use crate::walk::At;

/// Functions of `typing` that make things to annotate with.
const MAKERS: &[&str] = &["NamedTuple", "NewType", "ParamSpec", "TypeVar", "TypedDict"];

/// Checks an expression within an annotation.
pub fn expr<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr) {
    if !at.annotation || !context.dispatches {
        return;
    }
    let fine = match expr {
        Expr::StringLiteral(literal) => !calls(context.source, literal),
        Expr::Name(name) => is_no_text(context, at, name),
        Expr::BinOp(operation) => operation.op == Operator::BitOr,
        other => !runs(other) && !other.is_f_string_expr(),
    };
    if !fine {
        let message = "In a program that dispatches by type, annotations may not be computed.";
        let allowed = "Names, attributes and subscripts, such as `list[int]`, written out.";
        context.refuse(Rule::Annotation, expr.range(), message, allowed);
    }
}

/// Whether a name cannot stand for a string that was computed.
fn is_no_text<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, name: &ExprName) -> bool {
    let Some(found) = context.look_up(at, name) else { return true };
    found.bindings.iter().all(|binding| match binding.by {
        Binder::Class(_) | Binder::Public { .. } | Binder::Module(_) => true,
        Binder::Value(Expr::Call(call)) => {
            MAKERS.iter().any(|maker| context.is_public(at, &call.func, "typing", maker))
                || context.is_public(at, &call.func, "collections", "namedtuple")
        }
        Binder::Value(value) => {
            matches!(value, Expr::Subscript(_) | Expr::Name(_) | Expr::BinOp(_)) && !is_text(context, at, value)
        }
        _ => false,
    })
}

fn is_text<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, value: &Expr) -> bool {
    matches!(value, Expr::BinOp(operation) if operation.op != Operator::BitOr) || context.text(at, value).is_some()
}

/// Checks `x._evaluate`: how references in annotations are evaluated. A program's own method of that name takes less.
pub fn attribute<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, attribute: &'a ExprAttribute) {
    if attribute.attr.as_str() != "_evaluate" {
        return;
    }
    let own = context.scopes.facts.own_attributes.contains("_evaluate");
    if !own || !call_of(at, expr).is_some_and(takes_little) {
        let message = "`_evaluate` runs annotations as code.";
        context.refuse(Rule::Annotation, attribute.attr.range(), message, "Read `__annotations__` instead.");
    }
}

/// Fewer arguments than evaluation needs.
fn takes_little(call: &ExprCall) -> bool {
    let arguments = &call.arguments;
    arguments.args.len() < 3 && arguments.keywords.is_empty() && !arguments.args.iter().any(Expr::is_starred_expr)
}

/// Whether evaluating the string could run code.
fn calls(source: &str, literal: &ExprStringLiteral) -> bool {
    let Some(part) = literal.as_single_part_string() else { return true };
    let mut search = Calls(false);
    parse::annotation(source, part, |expr| search.visit_expr(expr));
    search.0
}

/// Whether an expression runs code of its own.
fn runs(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Call(_) | Expr::Lambda(_) | Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_)
    )
}

struct Calls(bool);

impl<'a> Visitor<'a> for Calls {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0 |= runs(expr);
        walk_expr(self, expr);
    }
}
