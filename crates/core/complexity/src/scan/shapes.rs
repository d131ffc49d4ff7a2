//! What a parameter is, told by how it is used.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Stmt};

use super::facts::{mentions, names_in};

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Number,
    Text,
    Sequence,
    Table,
}

/// Methods that only texts have.
const TEXT_METHODS: [&str; 12] = [
    "split",
    "lower",
    "upper",
    "strip",
    "isalpha",
    "isdigit",
    "isalnum",
    "startswith",
    "endswith",
    "replace",
    "encode",
    "find",
];

struct Uses<'n, 'a> {
    name: &'n str,
    elements: Vec<&'a str>,
    sequence: bool,
    table: bool,
    text: bool,
}

/// What the statements of a function use a parameter as.
pub fn shape_of(body: &[Stmt], name: &str, annotation: Option<&Expr>) -> Shape {
    if let Some(annotation) = annotation {
        let names = names_in(annotation);
        let lists = names.iter().filter(|name| matches!(**name, "List" | "list" | "Sequence" | "Iterable")).count();
        match (lists, names.first().copied()) {
            (2.., _) => return Shape::Table,
            (1, _) => return Shape::Sequence,
            (_, Some("int" | "float")) => return Shape::Number,
            (_, Some("str")) => return Shape::Text,
            _ => {}
        }
    }
    let mut uses = Uses { name, elements: Vec::new(), sequence: false, table: false, text: false };
    uses.visit_body(body);
    uses.visit_body(body);
    match uses {
        Uses { text: true, .. } => Shape::Text,
        Uses { table: true, .. } => Shape::Table,
        Uses { sequence: true, .. } => Shape::Sequence,
        _ => Shape::Number,
    }
}

impl<'a> Uses<'_, 'a> {
    fn is_own(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Name(name) if name.id.as_str() == self.name)
    }

    fn is_element(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Name(name) => self.elements.contains(&name.id.as_str()),
            Expr::Subscript(subscript) => self.is_own(&subscript.value) && !subscript.slice.is_slice_expr(),
            _ => false,
        }
    }

    /// Something that only containers are used for.
    fn walked(&mut self, expr: &Expr) {
        self.sequence |= self.is_own(expr);
        self.table |= self.is_element(expr);
    }

    fn iterated(&mut self, iter: &'a Expr, target: &'a Expr) {
        if self.is_own(iter) {
            self.elements.extend(names_in(target));
        }
        if let Expr::Call(call) = iter {
            for argument in &call.arguments.args {
                if mentions(&call.func, "enumerate") || mentions(&call.func, "zip") || mentions(&call.func, "reversed")
                {
                    self.walked(argument);
                }
            }
        }
        self.walked(iter);
    }
}

impl<'a> Visitor<'a> for Uses<'_, 'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::For(inner) = stmt {
            self.iterated(&inner.iter, &inner.target);
        }
        walk_stmt(self, stmt);
    }

    fn visit_comprehension(&mut self, comprehension: &'a ruff_python_ast::Comprehension) {
        self.iterated(&comprehension.iter, &comprehension.target);
        ruff_python_ast::visitor::walk_comprehension(self, comprehension);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Subscript(subscript) => {
                self.sequence |= self.is_own(&subscript.value);
                self.table |= self.is_element(&subscript.value);
            }
            Expr::Call(call) => {
                let walks = matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(),
                    "len" | "sorted" | "sum" | "max" | "min" | "list" | "set" | "tuple" | "Counter" | "deque" | "map" | "heapify" | "any" | "all"));
                if walks && call.arguments.args.len() <= 2 {
                    let arguments = call.arguments.args.iter();
                    let single = call.arguments.args.len() == 1 || mentions(&call.func, "map");
                    arguments.filter(|_| single).for_each(|argument| self.walked(argument));
                }
                let ordered = matches!(&*call.func, Expr::Name(name)
                    if name.id.as_str().starts_with("bisect") || name.id.as_str().starts_with("heap"));
                if let (true, Some(first)) = (ordered, call.arguments.args.first()) {
                    self.walked(first);
                }
                if let Expr::Attribute(method) = &*call.func
                    && self.is_own(&method.value)
                {
                    self.text |= TEXT_METHODS.contains(&method.attr.as_str());
                    self.sequence |=
                        matches!(method.attr.as_str(), "append" | "sort" | "pop" | "copy" | "items" | "index");
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}
