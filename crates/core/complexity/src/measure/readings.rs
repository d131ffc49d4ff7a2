//! What one expression reads by itself: a line, a number, or the words of a line.

use std::collections::HashMap;

use ruff_python_ast::{Comprehension, Expr, ExprCall};

/// What a reading expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    Line,
    Number,
    Words,
    Numbers,
}

/// The names that read in one way, of functions and others.
#[derive(Default)]
pub(super) struct Readings<'a> {
    names: HashMap<&'a str, Read>,
}

impl<'a> Readings<'a> {
    /// Takes a function that only reads.
    pub(super) fn name(&mut self, name: &'a str, read: Read) {
        self.names.insert(name, read);
    }

    /// `input = sys.stdin.readline`, `read = lambda: int(input())`
    pub(super) fn alias(&mut self, name: &'a str, value: &'a Expr) {
        match value {
            Expr::Lambda(lambda) if lambda.parameters.is_none() => {
                if let Some(read) = self.read(&lambda.body) {
                    self.names.insert(name, read);
                }
            }
            Expr::Attribute(attribute) if attribute.attr.as_str() == "readline" => {
                self.names.insert(name, Read::Line);
            }
            Expr::Name(other) if matches!(other.id.as_str(), "input" | "raw_input") => {
                self.names.insert(name, Read::Line);
            }
            _ => {}
        }
    }

    /// What an expression reads by itself.
    pub(super) fn read(&self, expr: &Expr) -> Option<Read> {
        match expr {
            Expr::Call(call) => self.read_call(call),
            Expr::ListComp(inner) => self.read_each(&inner.generators, &inner.elt),
            Expr::Generator(inner) => self.read_each(&inner.generators, &inner.elt),
            Expr::Subscript(inner) => self.read(&inner.value).filter(|_| inner.slice.is_slice_expr()),
            _ => None,
        }
    }

    fn read_each(&self, generators: &[Comprehension], elt: &Expr) -> Option<Read> {
        let [generator] = generators else { return None };
        let read = self.read(&generator.iter)?;
        let numbers = elt.is_call_expr() || elt.is_bin_op_expr();
        Some(if numbers && read != Read::Line { Read::Numbers } else { read })
    }

    fn read_call(&self, call: &ExprCall) -> Option<Read> {
        let first = call.arguments.args.first();
        match &*call.func {
            Expr::Name(name) => match name.id.as_str() {
                "input" | "raw_input" => Some(self.names.get("input").copied().unwrap_or(Read::Line)),
                "int" | "float" => match self.read(first?)? {
                    Read::Line => Some(Read::Number),
                    _ => None,
                },
                "list" | "tuple" | "sorted" | "set" | "deque" | "reversed" | "sum" | "max" | "min" | "str" => {
                    self.read(first?)
                }
                "map" => match self.read(call.arguments.args.get(1)?)? {
                    Read::Words | Read::Numbers => {
                        let text = matches!(first, Some(Expr::Name(name)) if name.id.as_str() == "str");
                        Some(if text { Read::Words } else { Read::Numbers })
                    }
                    other => Some(other),
                },
                other => self.names.get(other).copied(),
            },
            Expr::Attribute(method) => match method.attr.as_str() {
                "readline" => Some(Read::Line),
                "split" => self.read(&method.value).map(|_| Read::Words),
                "strip" | "rstrip" | "lstrip" | "lower" | "upper" | "decode" => self.read(&method.value),
                _ => None,
            },
            _ => None,
        }
    }
}
