//! Loops and recursion that nothing ends.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Number, Stmt, StmtFunctionDef, StmtWhile};

use super::facts::calls_of;

/// Whether a loop has no condition and no way out that could be seen: what it calls may raise, but for `print`.
pub fn is_endless(inner: &StmtWhile) -> bool {
    let holds = match &*inner.test {
        Expr::BooleanLiteral(literal) => literal.value,
        Expr::NumberLiteral(literal) => !matches!(&literal.value, Number::Int(value) if value.as_i64() == Some(0)),
        _ => false,
    };
    let mut ways = Ways::default();
    ways.visit_body(&inner.body);
    holds && !ways.out && calls_of(&inner.body).iter().all(|name| matches!(*name, "print" | "append"))
}

/// Whether every call of a function calls it again.
pub fn always_calls_itself(def: &StmtFunctionDef) -> bool {
    let name = def.name.as_str();
    for stmt in &def.body {
        let simple = matches!(stmt, Stmt::Expr(_) | Stmt::Assign(_) | Stmt::AugAssign(_) | Stmt::Return(_));
        let mut ways = Ways::default();
        ways.visit_stmt(stmt);
        if simple && !ways.chooses && calls_of(std::slice::from_ref(stmt)).contains(&name) {
            return true;
        }
        if ways.out {
            return false;
        }
    }
    false
}

/// Ways out of statements, and expressions that leave parts of themselves out.
#[derive(Default)]
struct Ways {
    out: bool,
    chooses: bool,
}

impl<'a> Visitor<'a> for Ways {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let leaves = matches!(stmt, Stmt::Break(_) | Stmt::Return(_) | Stmt::Raise(_) | Stmt::Assert(_) | Stmt::Try(_));
        self.out |= leaves || stmt.is_with_stmt();
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.out |= matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_) | Expr::Subscript(_));
        let made = matches!(expr, Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_));
        self.chooses |= made || matches!(expr, Expr::BoolOp(_) | Expr::If(_) | Expr::Lambda(_));
        walk_expr(self, expr);
    }
}
