//! Bodies of functions: where they begin and end, and what may stand in them.

use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::layout::{Layout, is_blank, line_before};
use crate::scan;

/// Where the bodies of functions that call themselves begin and end, in a module.
pub(super) fn bodies_of_recursions(body: &[Stmt], source: &str, layout: &Layout) -> Vec<(usize, usize)> {
    let mut bodies = Bodies { source, layout, found: Vec::new() };
    bodies.visit_body(body);
    bodies.found
}

struct Bodies<'s> {
    source: &'s str,
    layout: &'s Layout,
    found: Vec<(usize, usize)>,
}

impl<'a> Visitor<'a> for Bodies<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::FunctionDef(def) = stmt {
            self.found.extend(body_of_recursion(def, self.source, self.layout));
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

/// Where the body of a function that calls itself begins, after its docstring, and ends. One that is in the line of its
/// docstring, or where that of its `def` is continued, cannot be made deeper.
pub(super) fn body_of_recursion(def: &StmtFunctionDef, source: &str, layout: &Layout) -> Option<(usize, usize)> {
    let start = def.body.get(usize::from(has_docstring(&def.body)))?.range().start().to_usize();
    let end = def.body.last()?.range().end().to_usize();
    let in_the_line_of_def = !has_docstring(&def.body) && !is_blank(line_before(source, start));
    let is_suite = layout.begins_at(start) || in_the_line_of_def;
    (is_suite && scan::calls_of(&def.body).contains(&def.name.as_str())).then_some((start, end))
}

/// Whether a body starts with a docstring.
pub(super) fn has_docstring(body: &[Stmt]) -> bool {
    matches!(body.first(), Some(Stmt::Expr(first)) if first.value.is_string_literal_expr())
}

/// Whether a statement may follow another one in its line.
pub(super) fn is_simple(stmt: &Stmt) -> bool {
    !matches!(
        stmt,
        Stmt::FunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::For(_)
            | Stmt::While(_)
            | Stmt::If(_)
            | Stmt::With(_)
            | Stmt::Match(_)
            | Stmt::Try(_)
    )
}
