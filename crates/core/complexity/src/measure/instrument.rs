//! A program that counts its own steps.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, Comprehension, Expr, ExprContext, Mod, Operator, Stmt, StmtFunctionDef};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextSize};

use super::STEPS_MAX;
use super::edits::Edits;
use super::names::{Names, names};
use super::prelude::{prelude, report};
use crate::fit::Point;
use crate::scan;

/// Methods of lists that look at, or move, every element.
const WHOLE: [&str; 8] = ["sort", "index", "count", "remove", "insert", "reverse", "copy", "find"];

/// A program that prints how many steps it took, as its last line.
#[derive(Debug, Clone)]
pub struct Instrumented {
    /// The program.
    pub source: String,
    mark: String,
}

impl Instrumented {
    /// The point that a run at a size gave: none if it did not get to its end.
    pub fn point(&self, size: u64, stdout: &str) -> Option<Point> {
        let steps = self.counts(stdout)?.next()?.filter(|steps| *steps < STEPS_MAX)?;
        Some(Point { size, steps })
    }

    /// The point of what the run held at once: as many elements of containers, and calls within each other.
    pub fn space_point(&self, size: u64, stdout: &str) -> Option<Point> {
        let steps = self.counts(stdout)?.nth(1)??;
        Some(Point { size, steps })
    }

    /// The numbers of the last line that has the mark.
    fn counts(&self, stdout: &str) -> Option<impl Iterator<Item = Option<u64>>> {
        let line = stdout.lines().rev().find_map(|line| line.strip_prefix(&self.mark))?;
        Some(line.split_whitespace().map(|count| count.parse().ok()))
    }
}

/// Writes the counting of steps into a program. `mark` is a word that the program does not contain.
pub fn instrument(source: &str, mark: &str) -> Option<Instrumented> {
    crate::parse::parse(source).ok()?;
    if source.contains(mark) || !mark.chars().all(|letter| letter.is_ascii_lowercase()) {
        return None;
    }
    let parsed = parse_unchecked(source, ParseOptions::from(Mode::Module));
    let Mod::Module(module) = parsed.syntax() else { return None };
    let names = names(&module.body);
    let mut counter = Counter { source, mark, edits: Edits::default(), names, functions: Vec::new() };
    let starts = logical_lines(source, parsed.tokens().iter().map(|token| (token.kind(), token.range().start())));
    for start in starts {
        counter.edits.insert(start, " ");
    }
    if module.body.is_empty() {
        return None;
    }
    counter.visit_body(&module.body);
    let report = report(mark, &counter.names.of(&[]));
    let body = counter.edits.apply(source)?;
    let source = format!("{}try:\n{body}\nfinally:\n{report}", prelude(mark));
    Some(Instrumented { source, mark: mark.to_owned() })
}

/// Where lines of code start, continued lines aside.
fn logical_lines(source: &str, tokens: impl Iterator<Item = (TokenKind, TextSize)>) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut fresh = true;
    for (kind, at) in tokens {
        match kind {
            TokenKind::Newline => fresh = true,
            TokenKind::Indent | TokenKind::Dedent | TokenKind::Comment | TokenKind::NonLogicalNewline => {}
            TokenKind::EndOfFile => break,
            _ if fresh => {
                fresh = false;
                starts.push(line_start(source, at.to_usize()));
            }
            _ => {}
        }
    }
    starts
}

fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |end| end + 1)
}

struct Counter<'s> {
    source: &'s str,
    mark: &'s str,
    edits: Edits,
    names: Names<'s>,
    /// The functions around, the outermost first.
    functions: Vec<TextSize>,
}

impl Counter<'_> {
    /// Counts how deep the calls of a function that calls itself are.
    fn depth(&mut self, def: &StmtFunctionDef) {
        let calls = scan::calls_of(&def.body);
        let at = def.range().start().to_usize();
        let start = line_start(self.source, at);
        let def_line = match def.decorator_list.last() {
            Some(last) => {
                self.source[last.range().end().to_usize()..].find("def").map(|far| last.range().end().to_usize() + far)
            }
            None => Some(at),
        };
        let indent = &self.source[start..at];
        if let (true, Some(def_line)) = (calls.contains(&def.name.as_str()) && indent.trim().is_empty(), def_line) {
            let line = line_start(self.source, def_line);
            self.edits.insert(line, format!("{indent}@{}d\n ", self.mark));
        }
    }

    /// Counts each time a body starts.
    fn body(&mut self, body: &[Stmt]) {
        let Some(first) = body.first() else { return };
        let at = first.range().start().to_usize();
        let start = line_start(self.source, at);
        let indent = &self.source[start..at];
        let m = self.mark;
        let look = format!("{m}b() and {m}h({})", self.names.of(&self.functions));
        if indent.chars().all(char::is_whitespace) {
            self.edits.insert(start, format!("{indent}{look}\n "));
        } else {
            self.edits.insert(at, format!("{look};"));
        }
    }

    /// Puts a call around an expression.
    fn around(&mut self, expr: &Expr, function: char, rest: &str, visit: impl FnOnce(&mut Self)) {
        self.edits.insert(expr.range().start().to_usize(), format!("{}{function}(", self.mark));
        visit(self);
        self.edits.insert(expr.range().end().to_usize(), format!("{rest})"));
    }

    fn generators(&mut self, generators: &[Comprehension], element: &[&Expr]) {
        for generator in generators {
            self.visit_expr(&generator.iter);
            for (index, condition) in generator.ifs.iter().enumerate() {
                if index == 0 {
                    self.around(condition, 't', "", |counter| counter.visit_expr(condition));
                } else {
                    self.visit_expr(condition);
                }
            }
        }
        for (index, part) in element.iter().enumerate() {
            if index == 0 && !part.is_starred_expr() {
                self.around(part, 't', "", |counter| counter.visit_expr(part));
            } else {
                self.visit_expr(part);
            }
        }
    }
}

impl<'a> Visitor<'a> for Counter<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::For(inner) => self.body(&inner.body),
            Stmt::While(inner) => self.body(&inner.body),
            Stmt::FunctionDef(inner) => {
                self.depth(inner);
                self.functions.push(inner.range().start());
                self.body(&inner.body);
                walk_stmt(self, stmt);
                self.functions.pop();
                return;
            }
            _ => {}
        }
        if matches!(stmt, Stmt::Delete(_)) {
            return;
        }
        walk_stmt(self, stmt);
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_expr(&mut self, expr: &'a Expr) {
        let m = self.mark.to_owned();
        match expr {
            Expr::ListComp(inner) => self.generators(&inner.generators, &[&inner.elt]),
            Expr::SetComp(inner) => self.generators(&inner.generators, &[&inner.elt]),
            Expr::Generator(inner) => self.generators(&inner.generators, &[&inner.elt]),
            Expr::DictComp(inner) => self.generators(&inner.generators, &[&inner.value]),
            Expr::Subscript(inner) if inner.ctx == ExprContext::Load && inner.slice.is_slice_expr() => {
                self.around(expr, 'k', "", |counter| walk_expr(counter, expr));
            }
            Expr::BinOp(operation) if operation.op == Operator::Mult && is_sequence(expr) => {
                self.around(expr, 'k', "", |counter| walk_expr(counter, expr));
            }
            Expr::Compare(inner) if matches!(&*inner.ops, [CmpOp::In | CmpOp::NotIn]) => {
                match inner.comparators.first() {
                    Some(Expr::Name(name)) => {
                        let rest = format!(", {}", name.id);
                        self.around(expr, 'l', &rest, |counter| walk_expr(counter, expr));
                    }
                    _ => walk_expr(self, expr),
                }
            }
            Expr::Call(inner) => match (&*inner.func, inner.arguments.args.first()) {
                (Expr::Attribute(method), _) if matches!(method.attr.as_str(), "join" | "replace") => {
                    self.around(expr, 'k', "", |counter| walk_expr(counter, expr));
                }
                (Expr::Attribute(method), first) => match &*method.value {
                    Expr::Name(name) if WHOLE.contains(&method.attr.as_str()) || is_front_pop(&method.attr, first) => {
                        let function = if method.attr.as_str() == "sort" { 's' } else { 'l' };
                        let rest = format!(", {}", name.id);
                        self.around(expr, function, &rest, |counter| walk_expr(counter, expr));
                    }
                    _ => walk_expr(self, expr),
                },
                (Expr::Name(name), Some(Expr::Name(argument)))
                    if matches!(name.id.as_str(), "sum" | "max" | "min" | "list" | "set" | "Counter" | "tuple")
                        && inner.arguments.len() == 1 =>
                {
                    let rest = format!(", {}", argument.id);
                    self.around(expr, 'l', &rest, |counter| walk_expr(counter, expr));
                }
                (Expr::Name(name), _) if name.id.as_str() == "sorted" => {
                    self.edits.insert(expr.range().start().to_usize(), format!("(lambda {m}v: {m}s({m}v, {m}v))("));
                    walk_expr(self, expr);
                    self.edits.insert(expr.range().end().to_usize(), ")");
                }
                _ => walk_expr(self, expr),
            },
            _ => walk_expr(self, expr),
        }
    }
}

/// Whether an expression is plainly a text or a list.
fn is_sequence(expr: &Expr) -> bool {
    match expr {
        Expr::List(_) | Expr::ListComp(_) | Expr::StringLiteral(_) | Expr::FString(_) => true,
        Expr::BinOp(operation) => is_sequence(&operation.left) || is_sequence(&operation.right),
        Expr::Call(call) => matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "str" | "list")),
        _ => false,
    }
}

/// `pop(0)`
fn is_front_pop(method: &str, first: Option<&Expr>) -> bool {
    method == "pop" && first.is_some()
}
