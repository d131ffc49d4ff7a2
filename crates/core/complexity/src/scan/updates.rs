//! How names change in a loop's body.

use std::collections::{BTreeMap, HashSet};

use ruff_python_ast::{Expr, Operator, Stmt};

use super::facts::names_in;
use super::forms::{assigned, by_lowest_bit, is_middle, number, scaled, stepped};

/// Names through which a value is handed on in a round, at most.
const RELAYS_MAX: u32 = 2;
/// Changes that are looked at for this in one body, at most: programs have few, and one that has thousands is written to keep
/// the analysis busy. What is not found then is a bound that stays unknown.
const LOOKS_MAX: u32 = 20_000;

/// One way in which a round changes a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change<'a> {
    /// Steps up, by a constant or by what is given.
    Up(Option<&'a Expr>),
    /// Steps down, likewise.
    Down(Option<&'a Expr>),
    /// Divided by a constant.
    Shrink,
    /// Multiplied by a constant.
    Grow,
    /// Becomes a remainder, as in Euclid's algorithm.
    Remainder,
    /// Becomes the middle of a range, or next to it.
    Middle,
    /// Anything else.
    Set(&'a Expr),
}

/// The changes of each name.
#[derive(Debug, Default)]
pub struct Changes<'a> {
    found: BTreeMap<&'a str, Vec<Change<'a>>>,
    /// Names that hold the middle of two others.
    middles: Vec<&'a str>,
}

impl<'a> Changes<'a> {
    /// The changes of a name.
    pub fn of(&self, name: &str) -> &[Change<'a>] {
        self.found.get(name).map_or(&[], Vec::as_slice)
    }

    /// All names that change.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.found.keys().copied()
    }

    /// Whether a name holds the middle of two others.
    pub(super) fn is_middle(&self, name: &str) -> bool {
        self.middles.contains(&name)
    }

    /// `child = 2 * place + 1` and `place = child`: both move as the place does, by way of the other.
    fn relay(&mut self) {
        let (mut moved, mut looks) = (Vec::new(), LOOKS_MAX);
        for (place, all) in &self.found {
            for change in all {
                let Change::Set(Expr::Name(child)) = change else { continue };
                if let Some((source, change)) = self.scaled_from(child.id.as_str(), place, &mut looks) {
                    moved.extend([(*place, change), (source, change)]);
                }
            }
        }
        for (name, change) in moved {
            self.found.entry(name).or_default().insert(0, change);
        }
        for (begin, end) in self.runs() {
            for name in [begin, end] {
                self.found.insert(name, vec![Change::Up(None)]);
            }
        }
    }

    /// `end = begin`, then `end += 1`, then `begin = end`: neither ever goes back.
    fn runs(&self) -> Vec<(&'a str, &'a str)> {
        let from = |change: &Change<'a>| match change {
            Change::Set(value) => next_to(value),
            _ => None,
        };
        let follows = |name: &str, other: &str| {
            let all = self.of(name);
            let moves = |change: &Change<'a>| matches!(change, Change::Up(_)) || from(change) == Some(other);
            all.iter().all(moves) && all.iter().any(|change| from(change) == Some(other))
        };
        let steps = |name: &str| self.of(name).iter().any(|change| matches!(change, Change::Up(_)));
        let begins = self.found.iter().filter_map(|(begin, all)| Some((*begin, all.iter().find_map(from)?)));
        begins.filter(|(begin, end)| follows(begin, end) && follows(end, begin) && steps(end)).collect()
    }

    /// The name that a place multiplied or divided is kept under, and how, if `child` takes its value from there, itself or
    /// by way of [`RELAYS_MAX`] others.
    fn scaled_from(&self, child: &'a str, place: &str, looks: &mut u32) -> Option<(&'a str, Change<'a>)> {
        let (mut level, mut seen) = (vec![child], HashSet::from([child]));
        for _ in 0..=RELAYS_MAX {
            let mut sources = Vec::new();
            for (name, change) in level.iter().flat_map(|name| self.of(name).iter().map(move |change| (*name, change)))
            {
                *looks = looks.checked_sub(1)?;
                match change {
                    Change::Set(Expr::Name(from)) => sources.push(from.id.as_str()),
                    Change::Set(value) => {
                        if let Some(change) = scaled(place, value) {
                            return Some((name, change));
                        }
                    }
                    _ => {}
                }
            }
            sources.retain(|source| *source != place && seen.insert(source));
            level = sources;
        }
        None
    }

    fn push(&mut self, name: &'a str, change: Change<'a>) {
        self.found.entry(name).or_default().push(change);
    }
}

/// The name that an expression is, or a step above it.
fn next_to(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::BinOp(sum) if sum.op == Operator::Add && number(&sum.right).is_some_and(|by| by >= 0.0) => {
            next_to(&sum.left)
        }
        _ => None,
    }
}

/// The changes that statements make, those of inner loops included; not those in functions.
pub fn changes(body: &[Stmt]) -> Changes<'_> {
    let mut changes = Changes::default();
    find_middles(body, &mut changes.middles);
    statements(body, &mut changes);
    changes.relay();
    changes
}

/// Whether an argument is a parameter multiplied, or a name that may hold that.
pub(super) fn doubles(changes: &Changes<'_>, argument: &Expr, param: &str) -> bool {
    match argument {
        Expr::Name(name) => {
            let mut looks = LOOKS_MAX;
            let found = changes.scaled_from(name.id.as_str(), param, &mut looks);
            found.is_some_and(|(_, change)| change == Change::Grow)
        }
        other => scaled(param, other) == Some(Change::Grow),
    }
}

/// Whether every round assigns a name, whatever else it does.
pub fn changes_always(body: &[Stmt], name: &str) -> bool {
    let own = |target: &Expr| names_in(target).contains(&name) && !target.is_subscript_expr();
    body.iter().any(|stmt| match stmt {
        Stmt::AugAssign(assign) => own(&assign.target),
        Stmt::Assign(assign) => assign.targets.iter().any(own),
        _ => false,
    })
}

/// Whether every round steps a name.
pub fn steps_always(body: &[Stmt], name: &str) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::AugAssign(assign) => matches!(&*assign.target, Expr::Name(own) if own.id.as_str() == name),
        _ => false,
    })
}

/// Names that hold the middle of two others, or half of one.
pub fn middles(body: &[Stmt]) -> Vec<&str> {
    let mut middles = Vec::new();
    find_middles(body, &mut middles);
    find_halves(body, &mut middles);
    middles
}

fn find_halves<'a>(body: &'a [Stmt], halves: &mut Vec<&'a str>) {
    for stmt in body {
        if let Stmt::Assign(assign) = stmt
            && let ([Expr::Name(name)], Expr::BinOp(operation)) = (assign.targets.as_slice(), &*assign.value)
            && matches!(operation.op, Operator::FloorDiv | Operator::Div | Operator::RShift)
        {
            halves.push(name.id.as_str());
        }
        each_body(stmt, &mut |inner| find_halves(inner, halves));
    }
}

fn each_body<'a>(stmt: &'a Stmt, see: &mut dyn FnMut(&'a [Stmt])) {
    match stmt {
        Stmt::For(inner) => {
            see(&inner.body);
            see(&inner.orelse);
        }
        Stmt::While(inner) => {
            see(&inner.body);
            see(&inner.orelse);
        }
        Stmt::If(inner) => {
            see(&inner.body);
            inner.elif_else_clauses.iter().for_each(|clause| see(&clause.body));
        }
        Stmt::With(inner) => see(&inner.body),
        Stmt::Try(inner) => {
            see(&inner.body);
            see(&inner.orelse);
            see(&inner.finalbody);
            for handler in &inner.handlers {
                let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                see(&handler.body);
            }
        }
        _ => {}
    }
}

fn find_middles<'a>(body: &'a [Stmt], middles: &mut Vec<&'a str>) {
    for stmt in body {
        if let Stmt::Assign(assign) = stmt
            && let [Expr::Name(name)] = assign.targets.as_slice()
            && is_middle(&assign.value)
        {
            middles.push(name.id.as_str());
        }
        each_body(stmt, &mut |inner| find_middles(inner, middles));
    }
}

fn statements<'a>(body: &'a [Stmt], changes: &mut Changes<'a>) {
    for stmt in body {
        match stmt {
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    assignment(target, &assign.value, changes);
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    assignment(&assign.target, value, changes);
                }
            }
            Stmt::AugAssign(assign) => {
                if let Expr::Name(name) = &*assign.target {
                    let own = name.id.as_str();
                    let change = by_lowest_bit(own, assign.op, &assign.value);
                    let change = change.or_else(|| stepped(assign.op, &assign.value));
                    let change = change.unwrap_or(Change::Set(&assign.value));
                    changes.push(name.id.as_str(), change);
                }
            }
            Stmt::For(inner) => targets(&inner.target, &inner.iter, changes),
            _ => {}
        }
        each_body(stmt, &mut |inner| statements(inner, changes));
    }
}

fn targets<'a>(target: &'a Expr, from: &'a Expr, changes: &mut Changes<'a>) {
    for name in names_in(target) {
        changes.push(name, Change::Set(from));
    }
}

fn assignment<'a>(target: &'a Expr, value: &'a Expr, changes: &mut Changes<'a>) {
    match (target, value) {
        (Expr::Name(name), value) => {
            let change = assigned(name.id.as_str(), value, changes);
            changes.push(name.id.as_str(), change);
        }
        (Expr::Tuple(left), Expr::Tuple(right)) if left.elts.len() == right.elts.len() => {
            for (target, value) in left.elts.iter().zip(&right.elts) {
                assignment(target, value, changes);
            }
        }
        (Expr::Tuple(left), value) => left.elts.iter().for_each(|target| targets(target, value, changes)),
        _ => {}
    }
}
