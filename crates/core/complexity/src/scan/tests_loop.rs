//! Loops over test cases: each round reads a case of its own and leaves nothing for the next.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, ExprContext, Stmt};

use super::effects::Effects;
use super::facts::{expression_reads, names_in};

/// Methods that change what they are called on.
const CHANGES: [&str; 12] = [
    "append",
    "add",
    "pop",
    "extend",
    "insert",
    "remove",
    "update",
    "popleft",
    "appendleft",
    "discard",
    "setdefault",
    "sort",
];

/// Whether a function changes its first argument in place.
fn changes_argument(function: &Expr) -> bool {
    let name = match function {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    ["heap", "insort"].iter().any(|start| name.starts_with(start))
}

/// Order in which a round writes and reads names.
pub(super) struct Round<'a, 'e> {
    effects: &'e Effects<'a>,
    /// Names of what the round has read.
    read: HashSet<&'a str>,
    /// Parameters, in the body of a function.
    pub(super) parameters: Vec<&'a str>,
    pub(super) written: HashSet<&'a str>,
    /// Attributes of names, likewise.
    written_parts: HashSet<(&'a str, &'a str)>,
    /// Read before any write of the round.
    read_first: HashSet<&'a str>,
    read_parts_first: HashSet<(&'a str, &'a str)>,
    /// Changed in place before any write of the round.
    pub(super) changed_first: HashSet<&'a str>,
    /// Appended to before any write of the round.
    pub(super) appended_first: HashSet<&'a str>,
    /// Changed so by a function of the program, or given what was read: no list of results.
    pub(super) kept_first: HashSet<&'a str>,
    /// Parameters that are appended as they are, by number, with the list.
    pub(super) gathered: Vec<(usize, &'a str)>,
    global: bool,
}

/// Whether the rounds of a loop with this body are independent of each other, with what functions change that they call.
/// `results` says whether a list that a round appends to is only printed.
pub fn is_independent<'a>(
    targets: &[&'a str],
    body: &'a [Stmt],
    effects: &Effects<'a>,
    results: &dyn Fn(&str) -> bool,
) -> bool {
    let mut round = Round::new(effects);
    round.written.extend(targets);
    round.visit_body(body);
    let carried = round.carried().any(|name| !targets.contains(&name));
    let mut changed = round.changed_first.union(&round.appended_first);
    !carried && !round.global && round.kept_first.is_empty() && changed.all(|name| results(name))
}

impl<'a, 'e> Round<'a, 'e> {
    pub(super) fn new(effects: &'e Effects<'a>) -> Self {
        Self {
            effects,
            read: HashSet::new(),
            parameters: Vec::new(),
            written: HashSet::new(),
            written_parts: HashSet::new(),
            read_first: HashSet::new(),
            read_parts_first: HashSet::new(),
            changed_first: HashSet::new(),
            appended_first: HashSet::new(),
            kept_first: HashSet::new(),
            gathered: Vec::new(),
            global: false,
        }
    }

    /// Names that the round takes from the one before.
    pub(super) fn carried(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.written.intersection(&self.read_first).copied()
    }

    fn write(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => {
                self.written.insert(name.id.as_str());
            }
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|item| self.write(item)),
            Expr::List(list) => list.elts.iter().for_each(|item| self.write(item)),
            Expr::Starred(starred) => self.write(&starred.value),
            Expr::Subscript(subscript) => {
                self.change(&subscript.value);
                self.visit_expr(&subscript.slice);
            }
            Expr::Attribute(_) => match part_of(target) {
                Some(part) if !self.read_parts_first.contains(&part) => {
                    self.written_parts.insert(part);
                }
                _ => self.change(target),
            },
            _ => {}
        }
    }

    /// The root of what is changed in place, unless the round made it.
    fn root(&self, receiver: &'a Expr) -> Option<&'a str> {
        match receiver {
            Expr::Name(name) => Some(name.id.as_str()).filter(|name| !self.written.contains(name)),
            Expr::Subscript(subscript) => self.root(&subscript.value),
            Expr::Attribute(_) if part_of(receiver).is_some_and(|part| self.written_parts.contains(&part)) => None,
            Expr::Attribute(attribute) => self.root(&attribute.value),
            _ => None,
        }
    }

    fn change(&mut self, receiver: &'a Expr) {
        self.changed_first.extend(self.root(receiver));
    }

    /// `receiver.append(item)`: a result, unless it is what was read.
    fn append(&mut self, receiver: &'a Expr, item: &'a Expr) {
        let Some(root) = self.root(receiver) else { return };
        if !receiver.is_name_expr() {
            self.changed_first.insert(root);
            return;
        }
        self.gather(item, root);
        self.appended_first.insert(root);
    }

    /// A list that takes what was read as it is keeps it for later.
    fn gather(&mut self, item: &'a Expr, list: &'a str) {
        if self.is_read(item) {
            self.kept_first.insert(list);
        }
        let parameter = plain_names(item)
            .into_iter()
            .find_map(|name| self.parameters.iter().position(|parameter| *parameter == name));
        self.gathered.extend(parameter.map(|index| (index, list)));
    }

    /// Whether an expression is what was read in this round, with nothing worked out from it.
    fn is_read(&self, expr: &Expr) -> bool {
        let own = |name: &&str| self.effects.of_function(name).is_some();
        let directly = expression_reads(expr) && !names_in(expr).iter().any(own);
        directly || plain_names(expr).iter().any(|name| self.read.contains(name))
    }

    fn call(&mut self, call: &'a ExprCall) {
        let effects = self.effects;
        let arguments = &call.arguments.args;
        let (effect, owner) = match &*call.func {
            Expr::Name(name) => (effects.of_function(name.id.as_str()), None),
            Expr::Attribute(method) => {
                let name = method.attr.as_str();
                match arguments.first() {
                    Some(item) if name == "append" => self.append(&method.value, item),
                    _ if CHANGES.contains(&name) => self.change(&method.value),
                    _ => {}
                }
                (effects.of_method(name), Some(&*method.value))
            }
            _ => (None, None),
        };
        if let (Some(first), true) = (arguments.first(), changes_argument(&call.func)) {
            self.change(first);
        }
        let Some(effect) = effect else { return };
        let given: Vec<&'a Expr> = owner.into_iter().chain(arguments).collect();
        for argument in effect.parameters.iter().filter_map(|index| given.get(*index)) {
            self.change(argument);
        }
        for (index, list) in &effect.gathered {
            if let (Some(argument), false) = (given.get(*index), self.written.contains(list)) {
                self.gather(argument, list);
            }
        }
        self.kept_first.extend(effect.outer.iter().filter(|name| !self.written.contains(*name)));
        self.appended_first.extend(effect.results.iter().filter(|name| !self.written.contains(*name)));
        self.written.extend(&effect.renewed);
    }
}

/// The names that an expression is, or that a tuple is made of.
fn plain_names(expr: &Expr) -> Vec<&str> {
    match expr {
        Expr::Name(name) => vec![name.id.as_str()],
        Expr::Tuple(tuple) => tuple.elts.iter().flat_map(plain_names).collect(),
        _ => Vec::new(),
    }
}

/// An attribute of a name.
fn part_of(expr: &Expr) -> Option<(&str, &str)> {
    let Expr::Attribute(attribute) = expr else { return None };
    let Expr::Name(name) = &*attribute.value else { return None };
    Some((name.id.as_str(), attribute.attr.as_str()))
}

impl<'a> Visitor<'a> for Round<'a, '_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Assign(assign) => {
                self.visit_expr(&assign.value);
                assign.targets.iter().for_each(|target| self.write(target));
                if self.is_read(&assign.value) {
                    self.read.extend(assign.targets.iter().flat_map(names_in));
                }
            }
            Stmt::AugAssign(assign) => {
                self.visit_expr(&assign.value);
                if let Expr::Name(name) = &*assign.target
                    && !self.written.contains(name.id.as_str())
                {
                    self.read_first.insert(name.id.as_str());
                }
                match part_of(&assign.target) {
                    Some(part) if self.written_parts.contains(&part) => {}
                    Some(_) => self.change(&assign.target),
                    None => self.write(&assign.target),
                }
            }
            Stmt::For(inner) => {
                self.visit_expr(&inner.iter);
                self.write(&inner.target);
                self.visit_body(&inner.body);
                self.visit_body(&inner.orelse);
            }
            Stmt::Global(_) | Stmt::Nonlocal(_) => self.global = true,
            Stmt::FunctionDef(def) => {
                self.written.insert(def.name.as_str());
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                if !self.written.contains(name.id.as_str()) {
                    self.read_first.insert(name.id.as_str());
                }
            }
            Expr::Name(name) => {
                self.written.insert(name.id.as_str());
            }
            Expr::Call(call) => {
                walk_expr(self, expr);
                self.call(call);
            }
            Expr::Attribute(attribute) if attribute.ctx == ExprContext::Load => {
                self.read_parts_first.extend(part_of(expr).filter(|part| !self.written_parts.contains(part)));
                walk_expr(self, expr);
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => self.comprehension(expr),
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}

impl<'a> Round<'a, '_> {
    /// A comprehension's own names are not the round's.
    fn comprehension(&mut self, expr: &'a Expr) {
        let generators = match expr {
            Expr::ListComp(inner) => &inner.generators,
            Expr::SetComp(inner) => &inner.generators,
            Expr::DictComp(inner) => &inner.generators,
            Expr::Generator(inner) => &inner.generators,
            _ => return,
        };
        for generator in generators {
            self.visit_expr(&generator.iter);
            self.write(&generator.target);
        }
        walk_expr(self, expr);
    }
}
