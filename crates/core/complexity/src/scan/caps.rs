//! Depths that a constant bounds: `if depth == 5: return`, and `depth + 1` in each call.

use ruff_python_ast::{CmpOp, Expr, ExprCall, ExprCompare, ExprNumberLiteral, Number, Operator, Stmt, StmtFunctionDef};

use super::call_sites::branches;
use super::forms::number;

/// A parameter that grows by one in each call, up to a number at which the function returns.
///
/// One that counts down to a number is none: where it begins is how a program names the size of its problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Which parameter.
    pub param: usize,
    /// Where it ends.
    pub end: i64,
}

impl Cap {
    /// Calls inside each other from this value on; none if it never gets there.
    pub fn depth(&self, start: i64) -> Option<u32> {
        u32::try_from(self.end.checked_sub(start)?).ok()
    }
}

/// The caps of a function whose calls of itself these are.
pub(super) fn caps(def: &StmtFunctionDef, params: &[&str], skip: usize, calls: &[&ExprCall]) -> Vec<Cap> {
    let grows = |index: usize, name: &str| {
        let argument =
            |call: &&ExprCall| call.arguments.args.get(index.checked_sub(skip)?).map(|arg| is_next(arg, name));
        !calls.is_empty() && calls.iter().all(|call| argument(call) == Some(true))
    };
    let growing = params.iter().enumerate().filter(|(index, name)| grows(*index, name));
    growing.filter_map(|(param, name)| Some(Cap { param, end: end(def, name)? })).collect()
}

/// `depth + 1`
fn is_next(argument: &Expr, name: &str) -> bool {
    let Expr::BinOp(sum) = argument else { return false };
    let own = matches!(&*sum.left, Expr::Name(left) if left.id.as_str() == name);
    own && sum.op == Operator::Add && number(&sum.right) == Some(1.0)
}

/// The number at which the function returns before it calls itself.
fn end(def: &StmtFunctionDef, name: &str) -> Option<i64> {
    let calls = |body: &[Stmt]| branches(body, def.name.as_str()).0 > 0;
    for stmt in &def.body {
        if let Stmt::If(inner) = stmt
            && inner.body.iter().any(Stmt::is_return_stmt)
            && !calls(&inner.body)
            && let Some(end) = meets(&inner.test, name)
        {
            return Some(end);
        }
        if calls(std::slice::from_ref(stmt)) {
            return None;
        }
    }
    None
}

/// The number at which a condition comes true, whatever else would make it true.
fn meets(test: &Expr, name: &str) -> Option<i64> {
    match test {
        Expr::BoolOp(either) if either.op.is_or() => either.values.iter().find_map(|test| meets(test, name)),
        Expr::Compare(compare) => compared(compare, name),
        _ => None,
    }
}

fn compared(compare: &ExprCompare, name: &str) -> Option<i64> {
    let ([op], [right]) = (&*compare.ops, &*compare.comparators) else { return None };
    let own = matches!(&*compare.left, Expr::Name(left) if left.id.as_str() == name);
    let end = whole(right).filter(|_| own)?;
    match op {
        CmpOp::Eq | CmpOp::GtE => Some(end),
        CmpOp::Gt => end.checked_add(1),
        _ => None,
    }
}

fn whole(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(value), .. }) => value.as_i64(),
        _ => None,
    }
}
