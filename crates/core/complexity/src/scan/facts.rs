//! Facts of a whole tree.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, Expr, ExprCall, ExprContext, Operator, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextSize};

/// Names that read standard input, by themselves or as the last part of a path.
const READERS: [&str; 6] = ["input", "raw_input", "stdin", "readline", "readlines", "fileinput"];

/// Functions whose cost depends on how large a number is.
const POWERS: [&str; 10] = ["pow", "sqrt", "isqrt", "log", "log2", "log10", "bit_length", "factorial", "comb", "gcd"];

/// How deep functions that read may call each other.
const READERS_DEPTH: usize = 3;

/// What a first look at a program tells.
#[derive(Debug, Default)]
pub struct Facts<'a> {
    /// How often each name is assigned.
    pub assigned: HashMap<&'a str, u32>,
    /// Whether it reads input.
    pub reads: bool,
    /// Names that are read other than to print them or to append to them, by function.
    used: HashSet<(TextSize, &'a str)>,
    own: HashSet<&'a str>,
    scope: TextSize,
    /// Whether there are ways out of a loop before its end.
    pub exits: bool,
    /// Whether it takes powers, roots or logarithms: on large numbers they are more than a step.
    pub powers: bool,
    /// Functions that read input, or call one that does.
    pub readers: HashSet<&'a str>,
    printing: u32,
}

impl Facts<'_> {
    /// Whether a name of the function that starts there is only appended to and printed.
    pub fn is_result(&self, scope: TextSize, name: &str) -> bool {
        !self.used.contains(&(scope, name))
    }
}

/// Looks at a program once.
pub fn facts(body: &[Stmt]) -> Facts<'_> {
    let mut facts = look(body);
    let mut functions = Functions::default();
    functions.visit_body(body);
    for _ in 0..READERS_DEPTH {
        for (name, body) in &functions.found {
            let reads = look(body).reads || calls_of(body).iter().any(|called| facts.readers.contains(called));
            if reads {
                facts.readers.insert(name);
            }
        }
    }
    facts
}

/// Whether an expression reads input itself.
pub fn expression_reads(expr: &Expr) -> bool {
    let mut facts = Facts::default();
    facts.visit_expr(expr);
    facts.reads
}

fn look(body: &[Stmt]) -> Facts<'_> {
    let mut facts = Facts::default();
    facts.visit_body(body);
    facts
}

/// The functions of a tree.
#[derive(Default)]
struct Functions<'a> {
    found: Vec<(&'a str, &'a [Stmt])>,
}

impl<'a> Visitor<'a> for Functions<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => self.found.push((def.name.as_str(), &def.body)),
            Stmt::Assign(assign) => {
                if let ([Expr::Name(name)], Expr::Lambda(lambda)) = (assign.targets.as_slice(), &*assign.value)
                    && expression_reads(&lambda.body)
                {
                    self.found.push((name.id.as_str(), std::slice::from_ref(stmt)));
                }
            }
            _ => {}
        }
        walk_stmt(self, stmt);
    }
}

impl<'a> Visitor<'a> for Facts<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Global(global) => {
                for name in &global.names {
                    *self.assigned.entry(name.as_str()).or_default() += 1;
                    self.used.insert((TextSize::default(), name.as_str()));
                }
            }
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::Break(_) => self.exits = true,
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx != ExprContext::Load => {
                *self.assigned.entry(name.id.as_str()).or_default() += 1;
            }
            Expr::Name(name) => {
                self.reads |= READERS.contains(&name.id.as_str()) || name.id.as_str() == "open";
                if self.printing == 0 {
                    self.use_name(name.id.as_str());
                }
            }
            Expr::BinOp(operation) => {
                self.powers |= matches!(operation.op, Operator::Pow | Operator::LShift);
            }
            Expr::Attribute(attribute) => self.reads |= READERS.contains(&attribute.attr.as_str()),
            Expr::Call(call) => return self.call(call),
            _ => {}
        }
        walk_expr(self, expr);
    }
}

impl<'a> Facts<'a> {
    /// A function's own names are not those outside.
    fn function(&mut self, def: &'a StmtFunctionDef) {
        let mut own = HashSet::new();
        assigned_names(&def.body, &mut own);
        own.extend(def.parameters.iter().map(|parameter| parameter.as_parameter().name.as_str()));
        let outer = std::mem::replace(&mut self.own, own);
        let scope = std::mem::replace(&mut self.scope, def.range().start());
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        self.visit_parameters(&def.parameters);
        self.visit_body(&def.body);
        self.own = outer;
        self.scope = scope;
    }

    fn use_name(&mut self, name: &'a str) {
        let scope = if self.own.contains(name) { self.scope } else { TextSize::default() };
        self.used.insert((scope, name));
    }

    fn call(&mut self, call: &'a ExprCall) {
        let called = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(method) => method.attr.as_str(),
            _ => "",
        };
        self.powers |= POWERS.contains(&called);
        self.exits |= matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "exit" | "quit"));
        let prints = match &*call.func {
            Expr::Name(name) => name.id.as_str() == "print",
            Expr::Attribute(method) => matches!(method.attr.as_str(), "join" | "write" | "writelines"),
            _ => false,
        };
        self.printing += u32::from(prints);
        let appends = matches!(&*call.func, Expr::Attribute(method)
            if method.attr.as_str() == "append" && method.value.is_name_expr());
        if !appends {
            self.visit_expr(&call.func);
        }
        self.visit_arguments(&call.arguments);
        self.printing -= u32::from(prints);
    }
}

/// Finds names in expressions.
#[derive(Default)]
struct Names<'a> {
    found: Vec<&'a str>,
}

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr {
            self.found.push(name.id.as_str());
        }
        walk_expr(self, expr);
    }
}

/// The names of an expression, in order.
pub fn names_in(expr: &Expr) -> Vec<&str> {
    let mut names = Names::default();
    names.visit_expr(expr);
    names.found
}

/// Whether an expression names this.
pub fn mentions(expr: &Expr, name: &str) -> bool {
    names_in(expr).contains(&name)
}

/// Names called in statements, the last part of a path each.
#[derive(Default)]
struct Calls<'a> {
    found: Vec<&'a str>,
}

impl<'a> Visitor<'a> for Calls<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            match &*call.func {
                Expr::Name(name) => self.found.push(name.id.as_str()),
                Expr::Attribute(attribute) => self.found.push(attribute.attr.as_str()),
                _ => {}
            }
        }
        walk_expr(self, expr);
    }
}

/// What statements call by name.
pub fn calls_of(body: &[Stmt]) -> Vec<&str> {
    let mut calls = Calls::default();
    calls.visit_body(body);
    calls.found
}

/// Whether statements read input themselves.
pub fn reads_input(body: &[Stmt]) -> bool {
    look(body).reads
}

/// What statements do with containers.
#[derive(Default)]
struct Containers<'a> {
    calls: Vec<(&'a str, &'a str)>,
    subscripted: Vec<&'a str>,
    indexed: Vec<(&'a str, &'a str)>,
}

impl<'a> Visitor<'a> for Containers<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => {
                let first = call.arguments.args.first();
                match (&*call.func, first) {
                    (Expr::Attribute(method), Some(Expr::Name(name))) if method.attr.as_str().starts_with("heap") => {
                        self.calls.push((name.id.as_str(), method.attr.as_str()));
                    }
                    (Expr::Attribute(method), _) => {
                        if let Some(name) = last_name(&method.value) {
                            self.calls.push((name, method.attr.as_str()));
                        }
                    }
                    (Expr::Name(function), Some(Expr::Name(name))) => {
                        self.calls.push((name.id.as_str(), function.id.as_str()));
                    }
                    _ => {}
                }
            }
            Expr::Subscript(subscript) => {
                if let Some(name) = last_name(&subscript.value) {
                    self.subscripted.push(name);
                    if let Expr::Name(index) = &*subscript.slice {
                        self.indexed.push((name, index.id.as_str()));
                    }
                }
            }
            Expr::Compare(compare) => {
                for (op, right) in compare.ops.iter().zip(&compare.comparators) {
                    if let (CmpOp::In | CmpOp::NotIn, Expr::Name(name)) = (op, right) {
                        self.subscripted.push(name.id.as_str());
                    }
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}

/// The name of a variable, or of the last attribute of a path.
fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// Methods called on names, and functions called with a name, in statements.
pub fn container_calls(body: &[Stmt]) -> Vec<(&str, &str)> {
    let mut containers = Containers::default();
    containers.visit_body(body);
    containers.calls
}

/// Containers with the names that statements index them by.
pub fn indexed(body: &[Stmt]) -> Vec<(&str, &str)> {
    let mut containers = Containers::default();
    containers.visit_body(body);
    containers.indexed
}

/// Names whose elements or members statements ask for.
pub fn subscripted(body: &[Stmt]) -> Vec<&str> {
    let mut containers = Containers::default();
    containers.visit_body(body);
    containers.subscripted
}

/// Whether statements yield, those of inner functions aside.
pub fn yields(body: &[Stmt]) -> bool {
    struct Yields(bool);
    impl<'a> Visitor<'a> for Yields {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if !stmt.is_function_def_stmt() && !stmt.is_class_def_stmt() {
                walk_stmt(self, stmt);
            }
        }
        fn visit_expr(&mut self, expr: &'a Expr) {
            self.0 |= expr.is_yield_expr() || expr.is_yield_from_expr();
            walk_expr(self, expr);
        }
    }
    let mut found = Yields(false);
    found.visit_body(body);
    found.0
}

/// Names that statements assign, those of inner functions aside.
fn assigned_names<'a>(body: &'a [Stmt], into: &mut HashSet<&'a str>) {
    struct Assigned<'a, 'v>(&'v mut HashSet<&'a str>);
    impl<'a> Visitor<'a> for Assigned<'a, '_> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if !stmt.is_function_def_stmt() {
                walk_stmt(self, stmt);
            }
        }
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Name(name) = expr
                && name.ctx != ExprContext::Load
            {
                self.0.insert(name.id.as_str());
            }
            walk_expr(self, expr);
        }
    }
    Assigned(into).visit_body(body);
}
