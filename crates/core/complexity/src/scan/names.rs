//! Names that a program uses, and what binds them.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_comprehension, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{Comprehension, ExceptHandler, Expr, ExprContext, Pattern, Stmt};

/// What every module sees without an import; the old `raw_input`, `unicode`, `xrange`, `reduce` and `unichr` too.
const BUILT_IN: &str = " abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod \
    compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset \
    getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max \
    memoryview min next object oct open ord pow print property quit range raw_input reduce repr reversed round set \
    setattr slice sorted staticmethod str sum super tuple type unichr unicode vars xrange zip \
    Ellipsis False None NotImplemented True ";

/// Whether Python itself binds a name.
pub fn is_built_in(name: &str) -> bool {
    let dunder = name.starts_with("__") && name.ends_with("__");
    let error = name.ends_with("Error") || name.ends_with("Exception") || name.ends_with("Warning");
    let stop = matches!(name, "StopIteration" | "StopAsyncIteration" | "KeyboardInterrupt" | "SystemExit");
    dunder || error || stop || BUILT_IN.split(' ').any(|own| own == name)
}

/// The names of a program.
#[derive(Debug, Default)]
pub struct NameFacts<'a> {
    bound: HashSet<&'a str>,
    /// An import binds names that are not written down.
    star: bool,
    /// Whether anything is done again and again: a loop or comprehension that is not over what is written there.
    pub repeats: bool,
}

impl NameFacts<'_> {
    /// Whether the program uses a name that neither it nor Python binds.
    pub fn is_unbound(&self, name: &str) -> bool {
        !self.star && !self.bound.contains(name) && !is_built_in(name)
    }

    /// Whether a statement of the program itself binds a name, somewhere.
    pub fn is_bound(&self, name: &str) -> bool {
        self.bound.contains(name)
    }
}

/// Looks at all names of a program.
pub fn names(body: &[Stmt]) -> NameFacts<'_> {
    let mut names = NameFacts::default();
    names.visit_body(body);
    names
}

/// The name that a pattern itself binds, those inside of it aside.
pub fn captured(pattern: &Pattern) -> Option<&str> {
    let name = match pattern {
        Pattern::MatchAs(inner) => inner.name.as_ref(),
        Pattern::MatchStar(inner) => inner.name.as_ref(),
        Pattern::MatchMapping(inner) => inner.rest.as_ref(),
        _ => None,
    };
    name.map(ruff_python_ast::Identifier::as_str)
}

/// Whether an expression is a container that the program writes down, or a range between such numbers.
fn is_written(iter: &Expr) -> bool {
    let literal = |expr: &Expr| match expr {
        Expr::UnaryOp(operation) => operation.operand.is_literal_expr(),
        other => other.is_literal_expr(),
    };
    match iter {
        Expr::List(list) => !list.elts.iter().any(Expr::is_starred_expr),
        Expr::Tuple(tuple) => !tuple.elts.iter().any(Expr::is_starred_expr),
        Expr::Call(call) => {
            let ranges = matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "range" | "xrange"));
            ranges && call.arguments.args.iter().all(literal)
        }
        other => other.is_string_literal_expr(),
    }
}

impl<'a> Visitor<'a> for NameFacts<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                self.bound.insert(def.name.as_str());
                self.bound.extend(def.parameters.iter().map(|parameter| parameter.as_parameter().name.as_str()));
            }
            Stmt::ClassDef(class) => {
                self.bound.insert(class.name.as_str());
            }
            Stmt::Import(inner) => inner.names.iter().for_each(|alias| {
                let name = alias.asname.as_ref().map_or(alias.name.as_str(), ruff_python_ast::Identifier::as_str);
                self.bound.extend(name.split('.').next());
            }),
            Stmt::ImportFrom(inner) => inner.names.iter().for_each(|alias| {
                let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                self.star |= name == "*";
                self.bound.insert(name);
            }),
            Stmt::Global(inner) => self.bound.extend(inner.names.iter().map(ruff_python_ast::Identifier::as_str)),
            Stmt::For(inner) => self.repeats |= !is_written(&inner.iter),
            Stmt::While(_) => self.repeats = true,
            Stmt::Try(inner) => {
                for ExceptHandler::ExceptHandler(handler) in &inner.handlers {
                    self.bound.extend(handler.name.iter().map(ruff_python_ast::Identifier::as_str));
                }
            }
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx != ExprContext::Load => {
                self.bound.insert(name.id.as_str());
            }
            Expr::Lambda(lambda) => {
                let parameters = lambda.parameters.iter().flat_map(|parameters| parameters.iter());
                self.bound.extend(parameters.map(|parameter| parameter.as_parameter().name.as_str()));
            }
            _ => {}
        }
        walk_expr(self, expr);
    }

    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        self.repeats |= !is_written(&comprehension.iter);
        walk_comprehension(self, comprehension);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.bound.extend(captured(pattern));
        walk_pattern(self, pattern);
    }
}
