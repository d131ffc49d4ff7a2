//! What a program calls by a name of its own, and what it uses to look at itself.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Alias, ExceptHandler, Expr, ExprContext, Parameter, Pattern, Stmt};
use ruff_text_size::{Ranged, TextSize};

use crate::scan::captured;

/// Functions that show a program its own names, or run text that is not counted.
const LOOKING_NAMES: [&str; 7] = ["__builtins__", "__file__", "breakpoint", "compile", "exec", "globals", "__loader__"];
/// Functions that do so when they are called without an argument.
const LOOKING_AROUND: [&str; 3] = ["dir", "locals", "vars"];
/// Attributes that show it its own names, frames, lines or code.
const LOOKING_ATTRIBUTES: [&str; 22] = [
    "__closure__",
    "__code__",
    "__globals__",
    "__traceback__",
    "_current_frames",
    "_getframe",
    "ag_frame",
    "co_consts",
    "co_firstlineno",
    "co_names",
    "cr_frame",
    "f_back",
    "f_globals",
    "f_lineno",
    "f_locals",
    "gi_frame",
    "setprofile",
    "settrace",
    "tb_frame",
    "tb_lineno",
    "tb_next",
    "tracebacklimit",
];
/// Modules that do.
const LOOKING_MODULES: [&str; 12] = [
    "__main__",
    "bdb",
    "builtins",
    "dis",
    "gc",
    "importlib",
    "inspect",
    "linecache",
    "pdb",
    "runpy",
    "traceback",
    "tracemalloc",
];
/// Modules of which everything may be imported without hiding a function that is there anyway.
const HARMLESS: [&str; 9] =
    ["bisect", "collections", "dataclasses", "functools", "heapq", "itertools", "math", "string", "typing"];

/// What the names of a program tell.
#[derive(Debug, Default)]
pub(super) struct Identifiers<'a> {
    /// Names that mean what the program says, imported ones aside.
    own: HashSet<&'a str>,
    /// Names that begin as a number: adding to them makes nothing long.
    numbers: HashSet<&'a str>,
    /// Any name may mean anything.
    any: bool,
    /// The first way in which it looks at itself, and where.
    pub looks: Option<(&'a str, TextSize)>,
    /// Whether objects tell when they are gone.
    pub finalizers: bool,
    word: &'a str,
    /// Whether a name has the word in it that only the counting may know.
    pub knows_word: bool,
}

impl<'a> Identifiers<'a> {
    pub(super) fn of(body: &'a [Stmt], word: &'a str) -> Self {
        let mut found = Self { word, ..Self::default() };
        found.visit_body(body);
        found
    }

    /// Whether a name means what Python means by it.
    pub(super) fn is_pythons(&self, name: &str) -> bool {
        !self.any && !self.own.contains(name)
    }

    /// Whether a name holds a number somewhere, and so nothing else as a rule.
    pub(super) fn is_number(&self, name: &str) -> bool {
        self.numbers.contains(name)
    }

    fn binds(&mut self, name: &'a str) {
        self.own.insert(name);
        self.uses(name);
    }

    fn uses(&mut self, name: &'a str) {
        self.knows_word |= name.contains(self.word);
        self.finalizers |= matches!(name, "__del__" | "weakref" | "finalize" | "getrefcount");
    }

    fn looks(&mut self, name: &'a str, at: TextSize, ways: &[&str]) {
        self.uses(name);
        if ways.contains(&name) {
            self.looks.get_or_insert((name, at));
        }
    }

    fn imports(&mut self, module: &'a str, at: TextSize) {
        self.uses(module);
        let top = module.split('.').next().unwrap_or_default();
        if LOOKING_MODULES.contains(&top) {
            self.looks.get_or_insert((top, at));
        }
    }
}

impl<'a> Visitor<'a> for Identifiers<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => self.binds(def.name.as_str()),
            Stmt::ClassDef(def) => self.binds(def.name.as_str()),
            Stmt::Assign(inner) if inner.value.is_number_literal_expr() => {
                let names = inner.targets.iter().filter_map(Expr::as_name_expr);
                self.numbers.extend(names.map(|name| name.id.as_str()));
            }
            Stmt::Global(inner) => inner.names.iter().for_each(|name| self.uses(name.as_str())),
            Stmt::Nonlocal(inner) => inner.names.iter().for_each(|name| self.uses(name.as_str())),
            Stmt::Import(inner) => {
                for name in &inner.names {
                    self.imports(name.name.as_str(), name.range().start());
                }
            }
            Stmt::ImportFrom(inner) => {
                let module = inner.module.as_ref().map_or("", |module| module.as_str());
                self.imports(module, inner.range().start());
                let everything = inner.names.iter().any(|name| name.name.as_str() == "*");
                self.any |= everything && !HARMLESS.contains(&module);
            }
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    fn visit_alias(&mut self, alias: &'a Alias) {
        self.looks(alias.name.as_str(), alias.range().start(), &LOOKING_ATTRIBUTES);
        if let Some(name) = &alias.asname {
            self.binds(name.as_str());
        }
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.binds(parameter.name.as_str());
        if let Some(annotation) = &parameter.annotation {
            self.visit_annotation(annotation);
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(inner) = handler;
        if let Some(name) = &inner.name {
            self.binds(name.as_str());
        }
        ruff_python_ast::visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        if let Some(name) = captured(pattern) {
            self.binds(name);
        }
        ruff_python_ast::visitor::walk_pattern(self, pattern);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let at = expr.range().start();
        match expr {
            Expr::Name(name) if name.ctx == ExprContext::Load => self.looks(name.id.as_str(), at, &LOOKING_NAMES),
            Expr::Name(name) => self.binds(name.id.as_str()),
            Expr::Attribute(attribute) => self.looks(attribute.attr.as_str(), at, &LOOKING_ATTRIBUTES),
            // For `getattr`.
            Expr::StringLiteral(text) => {
                let text = text.value.as_slice().first().filter(|_| !text.value.is_implicit_concatenated());
                if let Some(text) = text {
                    self.looks(&text.value, at, &LOOKING_ATTRIBUTES);
                }
            }
            Expr::Call(call) => {
                if let Expr::Name(name) = &*call.func
                    && call.arguments.is_empty()
                    && LOOKING_AROUND.contains(&name.id.as_str())
                {
                    self.looks.get_or_insert((name.id.as_str(), at));
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}
