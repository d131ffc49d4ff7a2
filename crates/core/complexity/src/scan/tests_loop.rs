//! Loops over test cases: each round reads a case of its own and leaves nothing for the next.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprContext, Stmt};

/// Methods that change what they are called on.
const CHANGES: [&str; 12] = [
    "append",
    "add",
    "pop",
    "extend",
    "insert",
    "remove",
    "update",
    "popleft",
    "appendleft",
    "discard",
    "setdefault",
    "sort",
];

/// Whether a function changes its first argument in place.
fn changes_argument(function: &Expr) -> bool {
    let name = match function {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    ["heap", "insort"].iter().any(|start| name.starts_with(start))
}

/// Order in which a round writes and reads names.
#[derive(Default)]
struct Round<'a> {
    written: HashSet<&'a str>,
    /// Read before any write of the round.
    read_first: HashSet<&'a str>,
    /// Changed in place before any write of the round.
    changed_first: HashSet<&'a str>,
    global: bool,
}

/// Whether the rounds of a loop with this body are independent of each other. `results` says whether a list that a round
/// appends to is only printed.
pub fn is_test_loop<'a>(targets: &[&'a str], body: &'a [Stmt], results: &dyn Fn(&str) -> bool) -> bool {
    let mut round = Round { written: targets.iter().copied().collect(), ..Round::default() };
    round.visit_body(body);
    let carried = round.written.iter().any(|name| round.read_first.contains(name) && !targets.contains(name));
    !carried && !round.global && round.changed_first.iter().all(|name| results(name))
}

impl<'a> Round<'a> {
    fn write(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => {
                self.written.insert(name.id.as_str());
            }
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|item| self.write(item)),
            Expr::List(list) => list.elts.iter().for_each(|item| self.write(item)),
            Expr::Starred(starred) => self.write(&starred.value),
            Expr::Subscript(subscript) => {
                self.change(&subscript.value);
                self.visit_expr(&subscript.slice);
            }
            _ => {}
        }
    }

    fn change(&mut self, receiver: &'a Expr) {
        match receiver {
            Expr::Name(name) if !self.written.contains(name.id.as_str()) => {
                self.changed_first.insert(name.id.as_str());
            }
            Expr::Subscript(subscript) => self.change(&subscript.value),
            Expr::Attribute(attribute) => self.change(&attribute.value),
            _ => {}
        }
    }
}

impl<'a> Visitor<'a> for Round<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Assign(assign) => {
                self.visit_expr(&assign.value);
                assign.targets.iter().for_each(|target| self.write(target));
            }
            Stmt::AugAssign(assign) => {
                self.visit_expr(&assign.value);
                if let Expr::Name(name) = &*assign.target
                    && !self.written.contains(name.id.as_str())
                {
                    self.read_first.insert(name.id.as_str());
                }
                self.write(&assign.target);
            }
            Stmt::For(inner) => {
                self.visit_expr(&inner.iter);
                self.write(&inner.target);
                self.visit_body(&inner.body);
                self.visit_body(&inner.orelse);
            }
            Stmt::Global(_) | Stmt::Nonlocal(_) => self.global = true,
            Stmt::FunctionDef(def) => {
                self.written.insert(def.name.as_str());
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                if !self.written.contains(name.id.as_str()) {
                    self.read_first.insert(name.id.as_str());
                }
            }
            Expr::Name(name) => {
                self.written.insert(name.id.as_str());
            }
            Expr::Call(call) => {
                if let Expr::Attribute(method) = &*call.func
                    && CHANGES.contains(&method.attr.as_str())
                {
                    self.change(&method.value);
                }
                if let (Some(first), true) = (call.arguments.args.first(), changes_argument(&call.func)) {
                    self.change(first);
                }
                walk_expr(self, expr);
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => self.comprehension(expr),
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}

impl<'a> Round<'a> {
    /// A comprehension's own names are not the round's.
    fn comprehension(&mut self, expr: &'a Expr) {
        let generators = match expr {
            Expr::ListComp(inner) => &inner.generators,
            Expr::SetComp(inner) => &inner.generators,
            Expr::DictComp(inner) => &inner.generators,
            Expr::Generator(inner) => &inner.generators,
            _ => return,
        };
        for generator in generators {
            self.visit_expr(&generator.iter);
            self.write(&generator.target);
        }
        walk_expr(self, expr);
    }
}
