//! Whether a function marks where it has been.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, Expr, ExprNumberLiteral, Number, Operator, Stmt, StmtFunctionDef};

use super::facts::names_in;
use super::self_calls::{Calls, Step};

pub(super) fn marks(def: &StmtFunctionDef, params: &[&str], calls: &mut Calls<'_>) {
    let mut set = Vec::new();
    cells(&def.body, params, &mut set);
    let added = super::container_calls(&def.body);
    let adds = added.iter().any(|(_, method)| *method == "add");
    let removes = added.iter().any(|(_, method)| matches!(*method, "remove" | "discard" | "pop"));
    // The same cell set twice around the call: marked, and taken back.
    let twice = |cell: &Vec<String>| set.iter().filter(|(other, _)| other == cell).count() >= 2;
    calls.swaps = swaps(&def.body);
    calls.unmarks = set.iter().any(|(cell, back)| *back && twice(cell)) || removes || calls.swaps;
    let by_neighbour = calls.looped && walks_neighbours(&def.body, params);
    calls.marks = !set.is_empty()
        && (calls.looped || calls.branches >= 1)
        && calls.steps.iter().all(|(_, step)| !matches!(step, Step::Halves | Step::HalfSlice | Step::Doubles))
        && (by_neighbour || has_guard(&def.body))
        || adds && (by_neighbour || has_guard(&def.body))
        || by_neighbour && set.is_empty();
}

/// Cells that statements set, as text, and whether to what may be there without a mark.
fn cells(body: &[Stmt], _params: &[&str], set: &mut Vec<(Vec<String>, bool)>) {
    struct Cells<'v>(&'v mut Vec<(Vec<String>, bool)>);
    impl<'a> Visitor<'a> for Cells<'_> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            let (targets, back): (&[Expr], bool) = match stmt {
                Stmt::Assign(assign) => (&assign.targets, is_blank(&assign.value)),
                Stmt::AugAssign(assign) => (std::slice::from_ref(&assign.target), assign.op == Operator::Sub),
                _ => (&[], false),
            };
            for target in targets.iter().filter(|target| target.is_subscript_expr()) {
                self.0.push((names_in(target).iter().map(|name| (*name).to_owned()).collect(), back));
            }
            walk_stmt(self, stmt);
        }
    }
    Cells(set).visit_body(body);
}

/// A value that says that nothing is there, or what was there before.
fn is_blank(value: &Expr) -> bool {
    match value {
        Expr::BooleanLiteral(literal) => !literal.value,
        Expr::NoneLiteral(_) | Expr::StringLiteral(_) | Expr::Name(_) => true,
        Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(value), .. }) => value.as_i64() == Some(0),
        _ => false,
    }
}

/// Two cells change places.
fn swaps(body: &[Stmt]) -> bool {
    struct Swaps(u32);
    impl<'a> Visitor<'a> for Swaps {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::Assign(assign) = stmt
                && let ([Expr::Tuple(left)], Expr::Tuple(right)) = (assign.targets.as_slice(), &*assign.value)
                && left.elts.len() == 2
                && right.elts.len() == 2
                && left.elts.iter().all(Expr::is_subscript_expr)
            {
                self.0 += 1;
            }
            walk_stmt(self, stmt);
        }
    }
    let mut swaps = Swaps(0);
    swaps.visit_body(body);
    swaps.0 >= 2
}

/// A loop over what a parameter picks, as neighbours in a graph.
fn walks_neighbours(body: &[Stmt], params: &[&str]) -> bool {
    struct Walks<'p>(&'p [&'p str], bool);
    impl<'a> Visitor<'a> for Walks<'_> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::For(inner) = stmt {
                let picked = |expr: &Expr| match expr {
                    Expr::Subscript(subscript) => names_in(&subscript.slice).iter().any(|name| self.0.contains(name)),
                    Expr::Attribute(attribute) => {
                        names_in(&attribute.value).iter().any(|name| self.0.contains(name) && *name != "self")
                    }
                    _ => false,
                };
                self.1 |= picked(&inner.iter);
            }
            walk_stmt(self, stmt);
        }
    }
    let mut walks = Walks(params, false);
    walks.visit_body(body);
    walks.1
}

/// A condition on a cell.
fn has_guard(body: &[Stmt]) -> bool {
    struct Guards(bool);
    impl<'a> Visitor<'a> for Guards {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::If(inner) = stmt {
                struct Cell(bool);
                impl<'a> Visitor<'a> for Cell {
                    fn visit_expr(&mut self, expr: &'a Expr) {
                        let asks = matches!(expr, Expr::Compare(compare) if compare.ops.iter().any(|op| matches!(op, CmpOp::In | CmpOp::NotIn)));
                        self.0 |= expr.is_subscript_expr() || asks;
                        walk_expr(self, expr);
                    }
                }
                let mut cell = Cell(false);
                cell.visit_expr(&inner.test);
                self.0 |= cell.0;
            }
            walk_stmt(self, stmt);
        }
    }
    let mut guards = Guards(false);
    guards.visit_body(body);
    guards.0
}
