//! Dispatch by type evaluates annotations that are strings; in a program that uses it, they may not call anything.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprStringLiteral};
use ruff_text_size::Ranged;

use super::Context;
use crate::parse;
use crate::report::Rule;
use crate::walk::At;

/// Checks a string within an annotation.
pub fn expr<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr) {
    let imported = &context.scopes.facts.imported;
    let dispatches = ["singledispatch", "singledispatchmethod"].iter().any(|name| imported.contains(&("functools", *name)));
    match expr {
        Expr::StringLiteral(literal) if at.annotation && dispatches && calls(context.source, literal) => {
            let message = "An annotation that is a string may not call anything.";
            context.refuse(Rule::Annotation, expr.range(), message, "Names, attributes and subscripts, such as `\"list[int]\"`.");
        }
        _ => {}
    }
}

/// Whether evaluating the string could run code.
fn calls(source: &str, literal: &ExprStringLiteral) -> bool {
    let Some(part) = literal.as_single_part_string() else { return true };
    let mut search = Calls(false);
    parse::annotation(source, part, |expr| search.visit_expr(expr));
    search.0
}

struct Calls(bool);

impl<'a> Visitor<'a> for Calls {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let runs = matches!(
            expr,
            Expr::Call(_) | Expr::Lambda(_) | Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_)
        );
        self.0 |= runs;
        walk_expr(self, expr);
    }
}
