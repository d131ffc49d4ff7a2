//! Containers that a program keeps short.

use std::collections::HashMap;

use ruff_python_ast::visitor::{Visitor, walk_body};
use ruff_python_ast::{CmpOp, Expr, ExprNumberLiteral, Number, Stmt, StmtIf};

use super::facts::{container_calls, names_in};

/// Methods and functions that put something in.
const PUTS: [&str; 5] = ["append", "add", "appendleft", "heappush", "insert"];
/// Methods and functions that take something out.
const TAKES: [&str; 6] = ["clear", "pop", "popleft", "heappop", "popitem", "remove"];

/// Names of containers with the length from which on the program takes out again what it puts in:
/// `held.append(x)`, and then `if len(held) > k: held.pop()`.
pub fn bounded(body: &[Stmt]) -> HashMap<&str, &Expr> {
    let mut bounded = Bounded::default();
    bounded.visit_body(body);
    bounded.0
}

#[derive(Default)]
struct Bounded<'a>(HashMap<&'a str, &'a Expr>);

impl<'a> Visitor<'a> for Bounded<'a> {
    fn visit_body(&mut self, body: &'a [Stmt]) {
        for (index, stmt) in body.iter().enumerate() {
            if let Stmt::If(inner) = stmt
                && let Some((name, bound)) = guard(inner)
                && calls(&body[..index], name, &PUTS)
            {
                self.0.insert(name, bound);
            }
        }
        walk_body(self, body);
    }
}

/// A condition on a length under which something is taken out.
fn guard(inner: &StmtIf) -> Option<(&str, &Expr)> {
    let Expr::Compare(compare) = &*inner.test else { return None };
    let (Expr::Call(call), [bound]) = (&*compare.left, &*compare.comparators) else { return None };
    let (Expr::Name(function), [Expr::Name(name)]) = (&*call.func, &*call.arguments.args) else { return None };
    let name = name.id.as_str();
    let above = matches!(&*compare.ops, [CmpOp::Eq | CmpOp::Gt | CmpOp::GtE]) && function.id.as_str() == "len";
    let is_bound = is_more_than_one(bound) && !names_in(bound).contains(&name);
    (above && is_bound && calls(&inner.body, name, &TAKES)).then_some((name, bound))
}

/// A bound of none or one asks whether there is anything at all.
fn is_more_than_one(bound: &Expr) -> bool {
    match bound {
        Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(value), .. }) => {
            value.as_i64().is_some_and(|value| value > 1)
        }
        Expr::Name(_) => true,
        _ => false,
    }
}

/// Whether statements call one of these on a container.
fn calls(body: &[Stmt], name: &str, wanted: &[&str]) -> bool {
    container_calls(body).iter().any(|(receiver, method)| *receiver == name && wanted.contains(method))
}
