//! The format of a program's input, told by how it reads.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::{Comprehension, Expr, ExprCall, Number, Stmt};

use super::parts::{children, is_whole, is_whole_call, places_needed, walks};
use super::readings::{Read, Readings};
use crate::scan;

/// Statements looked at, at most.
const STEPS_MAX: u32 = 4_000;
/// Functions within each other.
const DEPTH_MAX: u32 = 8;
/// Words of a line whose length nothing in the program tells, at least.
const WORDS_MIN: usize = 3;

/// One thing that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A line of whole numbers, by name.
    Numbers(Vec<String>),
    /// A line of whole numbers, as many as the size.
    List,
    /// A line of text.
    Text,
    /// A line of words, so many.
    Words(usize),
    /// A line of text that is short whatever the size.
    ShortText,
    /// Items so often.
    Repeat(Count, Vec<Item>),
}

/// How often something is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Count {
    Fixed(u64),
    /// A number read before, and what is added to it.
    Name(String, i64),
    /// Test cases: once is enough.
    Cases(String),
    /// As often as the size.
    Size,
}

/// The format of a module's input.
pub(super) fn format_of(body: &[Stmt]) -> Vec<Item> {
    let mut reader = Reader {
        effects: scan::effects(body),
        functions: HashMap::new(),
        readings: Readings::default(),
        steps: 0,
        depth: 0,
        loops: 0,
        growing: 0,
        scopes: vec![body],
        parts: false,
        active: HashSet::new(),
    };
    reader.collect(body);
    let mut items = Vec::new();
    reader.block(body, &mut items);
    items
}

struct Reader<'a> {
    effects: scan::Effects<'a>,
    functions: HashMap<&'a str, &'a [Stmt]>,
    readings: Readings<'a>,
    steps: u32,
    depth: u32,
    /// Loops around what is looked at.
    loops: u32,
    /// Those among them whose rounds grow with the size.
    growing: u32,
    /// Bodies of loops and functions around it: what is read is used in the innermost.
    scopes: Vec<&'a [Stmt]>,
    /// Whether what is looked at goes somewhere that may go through its parts.
    parts: bool,
    active: HashSet<&'a str>,
}

impl<'a> Reader<'a> {
    /// Functions, and those among them that only read.
    fn collect(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            match stmt {
                Stmt::FunctionDef(def) => {
                    if let Some(Stmt::Return(last)) = def.body.last()
                        && def.body.len() == 1
                        && let Some(read) = last.value.as_deref().and_then(|value| self.readings.read(value))
                    {
                        self.readings.name(def.name.as_str(), read);
                        continue;
                    }
                    self.functions.insert(def.name.as_str(), &def.body);
                    self.collect(&def.body);
                }
                Stmt::Assign(assign) => {
                    if let [Expr::Name(name)] = assign.targets.as_slice() {
                        self.readings.alias(name.id.as_str(), &assign.value);
                    }
                }
                Stmt::If(inner) => self.collect(&inner.body),
                Stmt::ClassDef(class) => self.methods(class.name.as_str(), &class.body),
                _ => {}
            }
        }
    }

    /// Methods, by their names; what makes an object, by that of the class.
    fn methods(&mut self, class: &'a str, body: &'a [Stmt]) {
        for def in body.iter().filter_map(Stmt::as_function_def_stmt) {
            let name = if def.name.as_str() == "__init__" { class } else { def.name.as_str() };
            self.functions.entry(name).or_insert(&def.body);
        }
    }

    fn block(&mut self, body: &'a [Stmt], items: &mut Vec<Item>) {
        for stmt in body {
            self.steps += 1;
            if self.steps > STEPS_MAX || self.depth > DEPTH_MAX {
                return;
            }
            self.depth += 1;
            self.stmt(stmt, items);
            self.depth -= 1;
        }
    }

    fn stmt(&mut self, stmt: &'a Stmt, items: &mut Vec<Item>) {
        match stmt {
            Stmt::Assign(assign) => {
                let target = assign.targets.first();
                self.value(&assign.value, target, items);
            }
            Stmt::Expr(inner) => self.value(&inner.value, None, items),
            Stmt::Return(inner) => {
                if let Some(value) = &inner.value {
                    self.in_parts(value, items);
                }
            }
            Stmt::AugAssign(inner) if is_whole(&inner.value) => self.value(&inner.value, None, items),
            Stmt::AugAssign(inner) => self.in_parts(&inner.value, items),
            Stmt::For(inner) => {
                self.value_of_loop(&inner.iter, items);
                let count = self.count(&inner.iter, &inner.body, items);
                self.repeat(count, &inner.body, items);
            }
            Stmt::While(inner) => {
                let count = match scan::names_in(&inner.test).first() {
                    Some(name) => Count::Cases((*name).to_owned()),
                    None => Count::Fixed(1),
                };
                self.repeat(count, &inner.body, items);
            }
            Stmt::If(inner) => {
                self.value(&inner.test, None, items);
                self.block(&inner.body, items);
                let before = items.len();
                for clause in &inner.elif_else_clauses {
                    if before == items.len() {
                        self.block(&clause.body, items);
                    }
                }
            }
            Stmt::Try(inner) => self.block(&inner.body, items),
            Stmt::With(inner) => self.block(&inner.body, items),
            _ => {}
        }
    }

    fn repeat(&mut self, count: Count, body: &'a [Stmt], items: &mut Vec<Item>) {
        let mut inner = Vec::new();
        let growing = u32::from(matches!(count, Count::Name(..) | Count::Size));
        self.loops += 1;
        self.growing += growing;
        self.scopes.push(body);
        self.block(body, &mut inner);
        self.scopes.pop();
        self.growing -= growing;
        self.loops -= 1;
        if !inner.is_empty() {
            items.push(Item::Repeat(count, inner));
        }
    }

    /// A loop over what is read.
    fn value_of_loop(&mut self, iter: &'a Expr, items: &mut Vec<Item>) {
        if let Expr::Call(call) = iter
            && matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "range")
        {
            return;
        }
        self.in_parts(iter, items);
    }

    /// What evaluating an expression reads whose value is kept or gone through.
    fn in_parts(&mut self, expr: &'a Expr, items: &mut Vec<Item>) {
        let before = std::mem::replace(&mut self.parts, true);
        self.value(expr, None, items);
        self.parts = before;
    }

    /// How many words a line has that is read at each of many rounds, where that has nothing to do with the size: the
    /// program takes it as a whole, or fixed places of it, and reads no number before that may say how long it is.
    fn short(&self, expr: &Expr, target: Option<&Expr>, items: &[Item]) -> Option<usize> {
        let tied = items.iter().any(|item| matches!(item, Item::Numbers(_)));
        if self.growing == 0 || self.parts || tied {
            return None;
        }
        match target {
            _ if is_whole(expr) => Some(WORDS_MIN),
            None if !walks(expr) => Some(WORDS_MIN),
            Some(Expr::Name(name)) if !walks(expr) => {
                let places = places_needed(self.scopes.last()?, name.id.as_str())?;
                Some(places.max(WORDS_MIN))
            }
            _ => None,
        }
    }

    /// How often a loop runs.
    fn count(&mut self, iter: &'a Expr, body: &'a [Stmt], items: &mut Vec<Item>) -> Count {
        let Expr::Call(call) = iter else { return Count::Fixed(1) };
        let Some(last) = call.arguments.args.iter().take(2).next_back() else { return Count::Fixed(1) };
        let independent = self.loops == 0 && scan::is_independent(&[], body, &self.effects, &|_| false);
        // How many cases there are comes first; what is counted later are queries, or parts of one case.
        let is_first = |name: &str, items: &[Item]| matches!(items.first(), Some(Item::Numbers(names)) if names.first().is_some_and(|first| first == name));
        let cases = |name: String, items: &[Item]| {
            if independent && is_first(&name, items) { Count::Cases(name) } else { Count::Name(name, 0) }
        };
        match last {
            Expr::NumberLiteral(literal) => match &literal.value {
                Number::Int(value) => Count::Fixed(value.as_u64().unwrap_or(1).min(50)),
                _ => Count::Fixed(1),
            },
            Expr::Name(name) => cases(name.id.to_string(), items),
            Expr::BinOp(operation) => match (&*operation.left, &*operation.right) {
                (Expr::Name(name), Expr::NumberLiteral(_)) => {
                    let step = if operation.op == ruff_python_ast::Operator::Sub { -1 } else { 1 };
                    let from_one = call.arguments.args.len() > 1;
                    Count::Name(name.id.to_string(), if from_one { 0 } else { step })
                }
                _ => Count::Size,
            },
            _ if self.readings.read(last) == Some(Read::Number) => {
                let name = format!("count {}", items.len());
                items.push(Item::Numbers(vec![name.clone()]));
                cases(name, items)
            }
            _ => Count::Size,
        }
    }

    /// What evaluating an expression reads.
    fn value(&mut self, expr: &'a Expr, target: Option<&'a Expr>, items: &mut Vec<Item>) {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return;
        }
        if let Some(read) = self.readings.read(expr) {
            let item = item(read, target);
            let short = self.short(expr, target, items);
            items.push(match (item, short) {
                (Item::List, Some(words)) => Item::Words(words),
                (Item::Text, Some(_)) => Item::ShortText,
                (item, _) => item,
            });
            return;
        }
        match expr {
            Expr::ListComp(inner) => self.comprehension(&inner.generators, &inner.elt, items),
            Expr::Generator(inner) => self.comprehension(&inner.generators, &inner.elt, items),
            Expr::SetComp(inner) => self.comprehension(&inner.generators, &inner.elt, items),
            Expr::Tuple(tuple) => {
                let targets = target.and_then(Expr::as_tuple_expr);
                for (index, part) in tuple.elts.iter().enumerate() {
                    self.value(part, targets.and_then(|targets| targets.elts.get(index)), items);
                }
            }
            Expr::Call(call) => self.call(call, items),
            Expr::BinOp(operation) => {
                self.value(&operation.left, target, items);
                self.value(&operation.right, None, items);
            }
            Expr::List(list) => list.elts.iter().for_each(|part| self.in_parts(part, items)),
            Expr::Starred(inner) => self.value(&inner.value, target, items),
            Expr::Lambda(_) => {}
            _ => children(expr).into_iter().for_each(|part| self.value(part, None, items)),
        }
    }

    fn call(&mut self, call: &'a ExprCall, items: &mut Vec<Item>) {
        for argument in &call.arguments.args {
            if is_whole_call(call) {
                self.value(argument, None, items);
            } else {
                self.in_parts(argument, items);
            }
        }
        call.arguments.keywords.iter().for_each(|keyword| self.in_parts(&keyword.value, items));
        match &*call.func {
            Expr::Name(name) => self.called(name.id.as_str(), items),
            Expr::Attribute(method) => {
                self.value(&method.value, None, items);
                self.called(method.attr.as_str(), items);
            }
            _ => {}
        }
    }

    /// What a function or method of the program reads, unless this is inside of it.
    fn called(&mut self, name: &'a str, items: &mut Vec<Item>) {
        if let Some(body) = self.functions.get(name).copied()
            && self.active.insert(name)
        {
            self.scopes.push(body);
            self.block(body, items);
            self.scopes.pop();
            self.active.remove(name);
        }
    }

    fn comprehension(&mut self, generators: &'a [Comprehension], elt: &'a Expr, items: &mut Vec<Item>) {
        let Some(generator) = generators.first() else { return };
        self.value_of_loop(&generator.iter, items);
        let count = self.count(&generator.iter, &[], items);
        let count = if let Count::Cases(name) = count { Count::Name(name, 0) } else { count };
        let mut inner = Vec::new();
        self.in_parts(elt, &mut inner);
        if !inner.is_empty() {
            items.push(Item::Repeat(count, inner));
        }
    }
}

fn item(read: Read, target: Option<&Expr>) -> Item {
    let parts = match target {
        Some(Expr::Tuple(tuple)) if !tuple.elts.iter().any(Expr::is_starred_expr) => Some(&tuple.elts),
        Some(Expr::List(list)) => Some(&list.elts),
        _ => None,
    };
    let names = || parts.map(|parts| parts.iter().map(|part| scan::names_in(part).join("")).collect::<Vec<_>>());
    match read {
        Read::Line => Item::Text,
        Read::Number => Item::Numbers(vec![target.map(|target| scan::names_in(target).join("")).unwrap_or_default()]),
        Read::Words => names().map_or(Item::List, |names| Item::Words(names.len())),
        Read::Numbers => names().map_or(Item::List, Item::Numbers),
    }
}
