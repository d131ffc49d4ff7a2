//! What the program's functions change that outlives a call of them.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Identifier, Parameters, Stmt, StmtFunctionDef};

use super::tests_loop::Round;

/// How deep functions that change something may call each other.
const DEPTH: usize = 3;

/// Methods that read, write or make an object, by the names that Python has for them.
const READS: [&str; 9] = ["input", "raw_input", "read", "readline", "readlines", "write", "flush", "print", "__init__"];

/// What calls of one function change.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Effect<'a> {
    /// Names of no scope of its own, changed from what they were before.
    pub outer: HashSet<&'a str>,
    /// Names of no scope of its own that it only appends results to.
    pub results: HashSet<&'a str>,
    /// Names of no scope of its own that it sets anew.
    pub renewed: HashSet<&'a str>,
    /// Parameters that it changes in place, by number.
    pub parameters: HashSet<usize>,
    /// Parameters that it appends to a list of no scope of its own, with the list.
    pub gathered: Vec<(usize, &'a str)>,
}

/// The effects of all functions and methods, by name.
#[derive(Debug, Default)]
pub struct Effects<'a> {
    functions: HashMap<&'a str, Effect<'a>>,
    methods: HashMap<&'a str, Effect<'a>>,
}

impl<'a> Effects<'a> {
    pub(super) fn of_function(&self, name: &str) -> Option<&Effect<'a>> {
        self.functions.get(name)
    }

    pub(super) fn of_method(&self, name: &str) -> Option<&Effect<'a>> {
        self.methods.get(name)
    }
}

/// Looks at every function of a program.
pub fn effects(body: &[Stmt]) -> Effects<'_> {
    let mut functions = Functions::default();
    functions.visit_body(body);
    // Where a reader is moves on with each call, and is no state that a case leaves to the next.
    functions.found.retain(|(def, method)| !*method || !READS.contains(&def.name.as_str()));
    let mut effects = Effects::default();
    for _ in 0..DEPTH {
        let found: Vec<_> = functions.found.iter().map(|(def, _)| effect(def, &effects)).collect();
        for ((def, method), effect) in functions.found.iter().zip(found) {
            let into = if *method { &mut effects.methods } else { &mut effects.functions };
            into.insert(def.name.as_str(), effect);
        }
    }
    effects
}

fn effect<'a>(def: &'a StmtFunctionDef, known: &Effects<'a>) -> Effect<'a> {
    let mut own = Own::default();
    own.visit_body(&def.body);
    let parameters = names_of(&def.parameters);
    let mut round = Round::new(known);
    round.parameters.extend(parameters.iter().copied());
    round.visit_body(&def.body);
    let local =
        |name: &&str| !own.declared.contains(*name) && (parameters.contains(name) || own.assigned.contains(*name));
    let carried = round.carried().filter(|name| own.declared.contains(*name));
    let kept = round.changed_first.iter().chain(&round.kept_first).copied();
    let outer: HashSet<&str> = kept.chain(carried).filter(|name| !local(name)).collect();
    let number = |name: &&str| parameters.iter().position(|parameter| parameter == name);
    let results = round.appended_first.iter().copied().filter(|name| !local(name) && !outer.contains(name));
    let renewed = round.written.iter().copied().filter(|name| own.declared.contains(name) && !outer.contains(name));
    Effect {
        results: results.collect(),
        renewed: renewed.collect(),
        parameters: round.changed_first.iter().chain(&round.appended_first).filter_map(number).collect(),
        gathered: round.gathered.iter().copied().filter(|(_, name)| !local(name)).collect(),
        outer,
    }
}

fn names_of(parameters: &Parameters) -> Vec<&str> {
    parameters.iter().map(|parameter| parameter.as_parameter().name.as_str()).collect()
}

/// The functions of a tree, and whether each is a method.
#[derive(Default)]
struct Functions<'a> {
    found: Vec<(&'a StmtFunctionDef, bool)>,
    class: bool,
}

impl<'a> Visitor<'a> for Functions<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let outer = self.class;
        match stmt {
            Stmt::FunctionDef(def) => {
                self.found.push((def, self.class));
                self.class = false;
            }
            Stmt::ClassDef(_) => self.class = true,
            _ => {}
        }
        walk_stmt(self, stmt);
        self.class = outer;
    }
}

/// Names that a function binds itself, and names that it says are bound elsewhere.
#[derive(Default)]
struct Own<'a> {
    assigned: HashSet<&'a str>,
    declared: HashSet<&'a str>,
}

impl<'a> Visitor<'a> for Own<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Global(inner) => self.declared.extend(inner.names.iter().map(Identifier::as_str)),
            Stmt::Nonlocal(inner) => self.declared.extend(inner.names.iter().map(Identifier::as_str)),
            Stmt::FunctionDef(def) => {
                self.assigned.insert(def.name.as_str());
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && !name.ctx.is_load()
        {
            self.assigned.insert(name.id.as_str());
        }
        walk_expr(self, expr);
    }
}
