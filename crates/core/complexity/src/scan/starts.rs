//! Walks over neighbouring numbers that begin only where no number comes before.

use ruff_python_ast::{CmpOp, Expr, Stmt, StmtWhile};

use super::facts::{mentions, names_in};

/// The container of `while next in numbers`, if the statements around let it run only where `number - 1 not in numbers`.
pub fn starts_only<'a>(body: &'a [Stmt], walk: &'a StmtWhile) -> Option<&'a str> {
    let name = asked(&walk.test, CmpOp::In)?;
    let holds = |body: &[Stmt]| body.iter().any(|stmt| matches!(stmt, Stmt::While(own) if std::ptr::eq(own, walk)));
    let mut skips = false;
    for stmt in body {
        let Stmt::If(inner) = stmt else { continue };
        skips |= asked(&inner.test, CmpOp::In) == Some(name) && matches!(&*inner.body, [Stmt::Continue(_)]);
        if asked(&inner.test, CmpOp::NotIn) == Some(name) && holds(&inner.body) {
            return Some(name);
        }
    }
    (skips && holds(body)).then_some(name)
}

/// The container that a condition asks for a neighbour of a number.
fn asked(test: &Expr, wanted: CmpOp) -> Option<&str> {
    let Expr::Compare(compare) = test else { return None };
    let ([op], [Expr::Name(name)]) = (&*compare.ops, &*compare.comparators) else { return None };
    let number = !names_in(&compare.left).is_empty() && !mentions(&compare.left, name.id.as_str());
    (*op == wanted && number).then_some(name.id.as_str())
}
