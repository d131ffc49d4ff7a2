//! Names that may hold something, by scope.

use std::collections::{BTreeSet, HashMap};

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprContext, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextSize};

/// Names looked at in functions, and as many of the module, at most.
const NAMES_MAX: usize = 40;

/// The variables of a module and of its functions.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    module: BTreeSet<&'a str>,
    functions: HashMap<TextSize, BTreeSet<&'a str>>,
    inside: Vec<TextSize>,
}

/// Looks at a module once.
pub(super) fn names(body: &[Stmt]) -> Names<'_> {
    let mut names = Names::default();
    names.visit_body(body);
    names
}

impl Names<'_> {
    /// What a function that counts takes to look at the variables of these functions, the outermost first.
    pub(super) fn of(&self, functions: &[TextSize]) -> String {
        let own = functions.iter().rev().filter_map(|start| self.functions.get(start)).flatten();
        own.take(NAMES_MAX).map(|name| format!("lambda: {name}")).collect::<Vec<_>>().join(", ")
    }

    /// The same of the module's variables, as the elements of a tuple.
    pub(super) fn of_module(&self) -> String {
        self.module.iter().take(NAMES_MAX).map(|name| format!("lambda: {name}, ")).collect::<Vec<_>>().concat()
    }
}

impl<'a> Names<'a> {
    fn function(&mut self, def: &'a StmtFunctionDef) {
        let start = def.range().start();
        let own = self.functions.entry(start).or_default();
        own.extend(def.parameters.iter().map(|parameter| parameter.as_parameter().name.as_str()));
        self.inside.push(start);
        self.visit_body(&def.body);
        self.inside.pop();
    }
}

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => self.function(def),
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx == ExprContext::Store => {
                let own = self.inside.last().and_then(|start| self.functions.get_mut(start));
                own.unwrap_or(&mut self.module).insert(name.id.as_str());
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) | Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}
