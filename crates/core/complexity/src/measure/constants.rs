//! Constants that say how large a program's work is, where it reads no input: they are read instead.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, Number, Stmt};
use ruff_text_size::Ranged;

use super::inputs::{Inputs, derive_inputs};
use super::layout::line_of;
use crate::parse::parse;

/// A smaller number is no size.
const SIZE_MIN: u64 = 3;
/// A shorter list or text is none either.
const LENGTH_MIN: usize = 2;
/// Constants that grow, at most.
const GROWN_MAX: usize = 8;

/// A program and what to give it.
#[derive(Debug, Clone)]
pub struct Growing {
    /// The program, which reads what grows.
    pub source: String,
    /// What it reads.
    pub inputs: Inputs,
    /// Lines of constants that it did not read before.
    pub constants: Vec<usize>,
}

/// What of a program grows: what it reads, or else the constants that it calls its own functions with, or counts up to.
pub fn growing(source: &str) -> Option<Growing> {
    if let Some(inputs) = derive_inputs(source) {
        return Some(Growing { source: source.to_owned(), inputs, constants: Vec::new() });
    }
    let (source, constants) = constants_read(source)?;
    let inputs = derive_inputs(&source)?;
    Some(Growing { source, inputs, constants })
}

/// The program with its constants read, and their lines.
fn constants_read(source: &str) -> Option<(String, Vec<usize>)> {
    let module = parse(source).ok()?;
    let mut uses = Uses::default();
    // Functions may be called in lines before their own.
    uses.visit_body(&module.body);
    uses.bound.clear();
    uses.visit_body(&module.body);
    let mut found = Vec::new();
    uses.constants(&module.body, &mut found);
    found.truncate(GROWN_MAX);
    let mut lines: Vec<usize> = found.iter().map(|constant| line_of(source, constant.start)).collect();
    lines.dedup();
    let (mut out, mut from) = (String::new(), 0);
    for constant in &found {
        out.push_str(source.get(from..constant.start)?);
        out.push_str(constant.reading);
        from = constant.end;
    }
    out.push_str(source.get(from..)?);
    (!found.is_empty()).then_some((out, lines))
}

/// A literal and what reads its like.
struct Constant {
    start: usize,
    end: usize,
    reading: &'static str,
}

/// How a program uses its functions and names.
#[derive(Default)]
struct Uses<'a> {
    /// Functions and methods of the program.
    functions: HashSet<&'a str>,
    /// Names that something is counted up to, or that a function is called with.
    sizes: HashSet<&'a str>,
    /// Names as often as they are bound: a constant is bound once.
    bound: Vec<&'a str>,
}

impl<'a> Uses<'a> {
    /// What grows among statements that run once, in their order.
    fn constants(&self, body: &'a [Stmt], found: &mut Vec<Constant>) {
        for stmt in body {
            match stmt {
                Stmt::Assign(assign) => match assign.targets.as_slice() {
                    [Expr::Name(name)] if self.is_size(name.id.as_str()) && literal(&assign.value).is_some() => {
                        found.extend(literal(&assign.value));
                    }
                    _ => self.arguments(&assign.value, found),
                },
                Stmt::Expr(inner) => self.arguments(&inner.value, found),
                Stmt::If(inner) => self.constants(&inner.body, found),
                _ => {}
            }
        }
    }

    fn is_size(&self, name: &str) -> bool {
        self.sizes.contains(name) && self.bound.iter().filter(|bound| **bound == name).count() == 1
    }

    /// The arguments of calls of the program's own functions.
    fn arguments(&self, expr: &Expr, found: &mut Vec<Constant>) {
        let Expr::Call(call) = expr else { return };
        let own = self.calls_own(call);
        for argument in &*call.arguments.args {
            match literal(argument).filter(|_| own) {
                Some(constant) => found.push(constant),
                None => self.arguments(argument, found),
            }
        }
    }

    fn calls_own(&self, call: &ExprCall) -> bool {
        match &*call.func {
            Expr::Name(name) => self.functions.contains(name.id.as_str()),
            Expr::Attribute(method) => self.functions.contains(method.attr.as_str()),
            _ => false,
        }
    }
}

impl<'a> Visitor<'a> for Uses<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::FunctionDef(def) = stmt {
            self.functions.insert(def.name.as_str());
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if !name.ctx.is_load() => self.bound.push(name.id.as_str()),
            Expr::Call(call) => {
                let counts = matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "range");
                if counts || self.calls_own(call) {
                    let names = call.arguments.args.iter().filter_map(Expr::as_name_expr);
                    self.sizes.extend(names.map(|name| name.id.as_str()));
                }
            }
            Expr::Compare(compare) => {
                let names = std::iter::once(&*compare.left).chain(&compare.comparators).filter_map(Expr::as_name_expr);
                self.sizes.extend(names.map(|name| name.id.as_str()));
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}

/// A number, list of numbers or text that may stand for larger ones.
fn literal(expr: &Expr) -> Option<Constant> {
    let number = |expr: &Expr| match expr {
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(value) => value.as_u64(),
            _ => None,
        },
        _ => None,
    };
    let reading = match expr {
        Expr::NumberLiteral(_) => number(expr).filter(|value| *value >= SIZE_MIN).map(|_| "int(input())"),
        Expr::List(list) if list.elts.len() >= LENGTH_MIN => {
            list.elts.iter().all(|part| number(part).is_some()).then_some("list(map(int, input().split()))")
        }
        Expr::StringLiteral(text) => (text.value.chars().count() >= LENGTH_MIN).then_some("input()"),
        _ => None,
    };
    let (start, end) = (expr.range().start().to_usize(), expr.range().end().to_usize());
    reading.map(|reading| Constant { start, end, reading })
}
