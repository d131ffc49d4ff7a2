//! Ways out of a loop before its end.

use ruff_python_ast::{Expr, Stmt};

/// The conditions under which statements leave the loop that they are the body of.
pub fn exits(body: &[Stmt]) -> Vec<&Expr> {
    let mut found = Vec::new();
    leaving(body, &mut found);
    found
}

/// `break`, `return`, or the end of the program.
fn is_exit(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Break(_) | Stmt::Return(_) => true,
        Stmt::Expr(inner) => match &*inner.value {
            Expr::Call(call) => match &*call.func {
                Expr::Name(name) => matches!(name.id.as_str(), "exit" | "quit"),
                Expr::Attribute(attribute) => attribute.attr.as_str() == "exit",
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

fn leaving<'a>(body: &'a [Stmt], exits: &mut Vec<&'a Expr>) {
    for stmt in body {
        match stmt {
            Stmt::If(inner) => {
                let leaves = |body: &[Stmt]| body.iter().any(is_exit);
                if leaves(&inner.body) {
                    exits.push(&inner.test);
                }
                if inner.elif_else_clauses.iter().any(|clause| clause.test.is_none() && leaves(&clause.body)) {
                    exits.push(&inner.test);
                }
                for clause in &inner.elif_else_clauses {
                    if let (Some(test), true) = (&clause.test, leaves(&clause.body)) {
                        exits.push(test);
                    }
                    leaving(&clause.body, exits);
                }
                leaving(&inner.body, exits);
            }
            Stmt::Try(inner) => leaving(&inner.body, exits),
            Stmt::With(inner) => leaving(&inner.body, exits),
            _ => {}
        }
    }
}
