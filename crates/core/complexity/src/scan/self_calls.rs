//! How a function calls itself.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};

use super::call_sites::{Sites, branches};
use super::call_steps::step_of;
use super::caps::{Cap, caps};
use super::facts::{mentions, names_in};
use super::marks::marks;
use super::memory::{is_decorated, remembers};
use super::partitions::partitions;

/// How an argument compares with the parameter that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Same,
    Down,
    Up,
    /// All but one element.
    TailSlice,
    Halves,
    /// Half of the elements.
    HalfSlice,
    /// A child in a tree kept in a list.
    Doubles,
    Other,
}

/// The calls of a function by itself.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each found on its own")]
pub struct Calls<'a> {
    /// Calls on one way through the function, at most.
    pub branches: u32,
    /// A loop is around one of them.
    pub looped: bool,
    /// By number of the parameter.
    pub steps: Vec<(usize, Step)>,
    /// Parameters that do not stay the same.
    pub changing: HashSet<usize>,
    /// Results are remembered.
    pub memoised: bool,
    /// A decorator remembers them, from call to call.
    pub cached: bool,
    /// Places are marked as seen.
    pub marks: bool,
    /// Marks are taken back, as in backtracking.
    pub unmarks: bool,
    /// Two elements change places around the call.
    pub swaps: bool,
    /// The loop goes on from where the caller's was.
    pub ordered: bool,
    /// It follows attributes, as over a tree.
    pub attributes: bool,
    /// It works on parts that it has made of what it was given.
    pub partitions: bool,
    /// It stops where the part does not meet, or lies within, a range that stays the same: two ways lead down at most.
    pub prunes: bool,
    /// A comprehension around the calls goes over what belongs to one node of a tree.
    pub children: bool,
    /// Names in the conditions under which it stops.
    pub limits: Vec<&'a str>,
    /// Constants that bound the depth.
    pub caps: Vec<Cap>,
}

/// Looks at how a function calls itself.
pub fn self_calls(def: &StmtFunctionDef) -> Calls<'_> {
    let mut sites =
        Sites { name: def.name.as_str(), found: Vec::new(), loops: 0, starts: Vec::new(), over: Vec::new() };
    sites.visit_body(&def.body);
    let method = def.parameters.iter().next().is_some_and(|first| first.as_parameter().name.as_str() == "self");
    let params: Vec<&str> = def.parameters.iter().map(|parameter| parameter.as_parameter().name.as_str()).collect();
    let skip = usize::from(method);
    let mut calls = Calls { branches: branches(&def.body, def.name.as_str()).0, ..Calls::default() };
    let mut middles = super::updates::middles(&def.body);
    let parts = partitions(def, &sites.found);
    calls.partitions = !parts.is_empty();
    middles.extend(parts);
    let changes = super::updates::changes(&def.body);
    for (call, looped) in &sites.found {
        calls.looped |= *looped;
        for (index, argument) in call.arguments.args.iter().enumerate() {
            let index = index + skip;
            let Some(param) = params.get(index) else { continue };
            let step = match step_of(argument, param, &middles) {
                Step::Other | Step::Up if super::updates::doubles(&changes, argument, param) => Step::Doubles,
                step => step,
            };
            if step != Step::Same {
                calls.changing.insert(index);
            }
            calls.attributes |= matches!(argument, Expr::Attribute(attribute) if mentions(&attribute.value, param));
            calls.steps.push((index, step));
        }
    }
    calls.children = calls.looped && sites.over.iter().any(|over| is_part_of(over, &params));
    calls.attributes |= calls.children;
    calls.ordered = sites.starts.iter().any(|start| params.contains(start));
    marks(def, &params, &mut calls);
    calls.cached = is_decorated(def);
    calls.memoised = calls.cached || remembers(&def.body);
    calls.limits = limits(&def.body);
    let found: Vec<_> = sites.found.iter().map(|(call, _)| *call).collect();
    calls.caps = caps(def, &params, skip, &found);
    calls.caps.retain(|cap| changes.of(params[cap.param]).is_empty());
    calls.prunes = prunes(&def.body, &params, &calls.changing);
    calls
}

/// `node.children`, of a parameter.
fn is_part_of(expr: &Expr, params: &[&str]) -> bool {
    let Expr::Attribute(attribute) = expr else { return false };
    matches!(&*attribute.value, Expr::Name(name) if params.contains(&name.id.as_str()) && name.id.as_str() != "self")
}

/// Whether conditions to stop compare two parameters that stay with some that change.
fn prunes(body: &[Stmt], params: &[&str], changing: &HashSet<usize>) -> bool {
    let mut ends = Comparisons::default();
    for stmt in body {
        if let Stmt::If(inner) = stmt
            && inner.body.iter().any(Stmt::is_return_stmt)
        {
            ends.visit_expr(&inner.test);
        }
    }
    let stays = |name: &str| params.iter().position(|param| *param == name).map(|index| !changing.contains(&index));
    let mut staying = HashSet::new();
    for (left, right) in ends.found {
        match (stays(left), stays(right)) {
            (Some(true), Some(false)) => staying.insert(left),
            (Some(false), Some(true)) => staying.insert(right),
            _ => false,
        };
    }
    staying.len() >= 2
}

/// Pairs of names that are compared.
#[derive(Default)]
struct Comparisons<'a> {
    found: Vec<(&'a str, &'a str)>,
}

impl<'a> Visitor<'a> for Comparisons<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Compare(compare) = expr {
            let sides: Vec<&Expr> = std::iter::once(&*compare.left).chain(&compare.comparators).collect();
            for pair in sides.windows(2) {
                if let [Expr::Name(left), Expr::Name(right)] = pair {
                    self.found.push((left.id.as_str(), right.id.as_str()));
                }
            }
        }
        walk_expr(self, expr);
    }
}

/// Names in conditions whose branch returns at once.
fn limits(body: &[Stmt]) -> Vec<&str> {
    let mut names = Vec::new();
    for stmt in body {
        if let Stmt::If(inner) = stmt {
            let leaves = inner.body.iter().any(|stmt| matches!(stmt, Stmt::Return(_)));
            if leaves || !inner.elif_else_clauses.is_empty() {
                names.extend(names_in(&inner.test));
            }
        }
        if let Stmt::For(inner) = stmt {
            names.extend(names_in(&inner.iter));
        }
    }
    names
}
