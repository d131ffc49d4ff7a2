//! Where a function calls itself, and how often on one way through it.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, Stmt};

use super::facts::names_in;

/// Calls in the tree, and whether a loop is around them.
pub(super) struct Sites<'a> {
    pub(super) name: &'a str,
    pub(super) found: Vec<(&'a ExprCall, bool)>,
    pub(super) loops: u32,
    /// Names at which `range` starts in loops around calls.
    pub(super) starts: Vec<&'a str>,
    /// What comprehensions around calls go over.
    pub(super) over: Vec<&'a Expr>,
}

impl<'a> Visitor<'a> for Sites<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::For(inner) => {
                self.visit_expr(&inner.iter);
                self.loops += 1;
                if let Expr::Call(call) = &*inner.iter
                    && let Some(start) = call.arguments.args.first()
                    && call.arguments.args.len() >= 2
                {
                    self.starts.extend(names_in(start));
                }
                self.visit_body(&inner.body);
                self.loops -= 1;
            }
            Stmt::While(inner) => {
                self.loops += 1;
                self.visit_body(&inner.body);
                self.loops -= 1;
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr
            && calls_name(call, self.name)
        {
            self.found.push((call, self.loops > 0));
        }
        let generators = match expr {
            Expr::ListComp(inner) => inner.generators.as_slice(),
            Expr::SetComp(inner) => inner.generators.as_slice(),
            Expr::Generator(inner) => inner.generators.as_slice(),
            _ => &[],
        };
        let (comprehends, before) = (!generators.is_empty(), self.found.len());
        self.loops += u32::from(comprehends);
        walk_expr(self, expr);
        self.loops -= u32::from(comprehends);
        if self.found.len() > before {
            self.over.extend(generators.iter().map(|generator| &generator.iter));
        }
    }
}

fn calls_name(call: &ExprCall, name: &str) -> bool {
    match &*call.func {
        Expr::Name(called) => called.id.as_str() == name,
        Expr::Attribute(method) => method.attr.as_str() == name,
        _ => false,
    }
}

/// Calls on the dearest way through statements, and whether it always leaves the function.
pub(super) fn branches(body: &[Stmt], name: &str) -> (u32, bool) {
    let mut sum = 0;
    let mut best = 0;
    for stmt in body {
        match stmt {
            Stmt::If(inner) => {
                let (first, leaves) = branches(&inner.body, name);
                let mut most = if leaves { 0 } else { first };
                let test = in_expr(&inner.test, name);
                best = best.max(sum + test + first);
                let mut all = leaves;
                let mut complete = false;
                for clause in &inner.elif_else_clauses {
                    let (count, leaves) = branches(&clause.body, name);
                    best = best.max(sum + test + count);
                    most = most.max(if leaves { 0 } else { count });
                    all &= leaves;
                    complete |= clause.test.is_none();
                }
                sum += test + most;
                if all && complete {
                    return (best.max(sum), true);
                }
            }
            Stmt::Return(inner) => {
                sum += inner.value.as_ref().map_or(0, |value| in_expr(value, name));
                return (best.max(sum), true);
            }
            Stmt::For(inner) => sum += branches(&inner.body, name).0,
            Stmt::While(inner) => sum += in_expr(&inner.test, name) + branches(&inner.body, name).0,
            Stmt::Try(inner) => sum += branches(&inner.body, name).0,
            Stmt::With(inner) => sum += branches(&inner.body, name).0,
            Stmt::Expr(inner) => sum += in_expr(&inner.value, name),
            Stmt::Assign(inner) => sum += in_expr(&inner.value, name),
            Stmt::AugAssign(inner) => sum += in_expr(&inner.value, name),
            Stmt::AnnAssign(inner) => sum += inner.value.as_ref().map_or(0, |value| in_expr(value, name)),
            _ => {}
        }
    }
    (best.max(sum), false)
}

/// Calls that an expression makes.
fn in_expr(expr: &Expr, name: &str) -> u32 {
    if let Expr::If(inner) = expr {
        return in_expr(&inner.test, name) + in_expr(&inner.body, name).max(in_expr(&inner.orelse, name));
    }
    let mut sites = Sites { name, found: Vec::new(), loops: 0, starts: Vec::new(), over: Vec::new() };
    sites.visit_expr(expr);
    u32::try_from(sites.found.len()).unwrap_or(u32::MAX)
}
