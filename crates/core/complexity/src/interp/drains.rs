//! `while` loops that run until a container is empty.

use ruff_python_ast::{Expr, Operator, Stmt, StmtWhile};

use super::Interp;
use super::loops::Round;
use super::whiles::Bound;
use crate::cost::Cost;
use crate::scan::{self, Change};
use crate::value::{Kind, Num, ObjId, Value};

/// Methods that take something out of a container.
const TAKES: [&str; 5] = ["pop", "popleft", "remove", "heappop", "popitem"];
/// Methods that put something into a container.
const PUTS: [&str; 8] = ["append", "appendleft", "add", "extend", "heappush", "push", "insert", "put"];

impl<'a> Interp<'a> {
    /// A loop that runs until a container is empty.
    pub(super) fn container_bound(&mut self, names: &[&'a str], body: &'a [Stmt]) -> Option<Bound<'a>> {
        for name in names {
            let Some(Value::Obj(id)) = self.lookup(name) else { continue };
            let (mut takes, mut puts) = (false, false);
            traffic(body, name, &mut takes, &mut puts);
            if !takes {
                if let Some(bound) = self.by_levels(name, id, body) {
                    return Some(bound);
                }
                continue;
            }
            return Some(if puts { self.flood(name, id, body) } else { self.drain(id) });
        }
        None
    }

    /// Everything that was ever put in is taken out once.
    pub(super) fn drain(&mut self, id: ObjId) -> Bound<'a> {
        let rounds = self.len_of(&Value::Obj(id));
        Bound { rounds, steady: Vec::new(), level: Some(self.obj(id).level), soft: false }
    }

    /// A search that marks what it has seen: as many rounds as there are places to mark.
    pub(super) fn flood(&mut self, name: &str, id: ObjId, body: &'a [Stmt]) -> Bound<'a> {
        let mut best: Option<(Cost, usize)> = None;
        for base in subscripted(body) {
            if base == name {
                continue;
            }
            if let Some(Value::Obj(other)) = self.lookup(base)
                && self.obj(other).kind != Kind::Instance
            {
                let size = self.table_size(other);
                if !size.is_one() && best.as_ref().is_none_or(|(best, _)| size.class() > best.class()) {
                    best = Some((size, self.obj(other).level));
                }
            }
        }
        match best {
            Some((rounds, level)) => {
                self.vars.mark_used(&rounds);
                Bound { rounds, steady: Vec::new(), level: Some(level), soft: false }
            }
            None => {
                let len = self.len_of(&Value::Obj(id));
                let rounds = if len.is_one() { self.guess() } else { len };
                Bound { rounds, steady: Vec::new(), level: None, soft: true }
            }
        }
    }

    /// Remembers which containers a loop runs until they are empty.
    pub(super) fn drains(&mut self, test: &'a Expr, body: &'a [Stmt]) {
        let frame = self.frames.len();
        for name in scan::names_in(test) {
            let is_container = matches!(self.lookup(name), Some(Value::Obj(id)) if self.obj(id).kind != Kind::Instance);
            let (mut takes, mut puts) = (false, false);
            traffic(body, name, &mut takes, &mut puts);
            if is_container && takes {
                self.draining.push((name, frame));
            }
        }
    }

    /// A loop each of whose rounds puts something into what the loop around it runs empty, or takes something out of it,
    /// has as many rounds in all as that loop: each element comes and goes once.
    pub(super) fn share_with_drain(&self, round: &mut Round, body: &'a [Stmt]) {
        let around = self.draining.iter().rev().filter(|(_, frame)| *frame == self.top());
        for (name, frame) in around {
            let (mut takes, mut puts) = (false, false);
            for stmt in body.iter().filter(|stmt| stmt.is_expr_stmt() || stmt.is_assign_stmt()) {
                traffic(std::slice::from_ref(stmt), name, &mut takes, &mut puts);
            }
            if takes || puts {
                let around = &self.frames[*frame];
                (round.rounds, round.shared) = (around.rounds.clone(), Some(around.parent));
                return;
            }
        }
    }

    /// `while next in numbers` from each number that has none before it: every number belongs to one such walk.
    pub(super) fn share_by_start(&mut self, round: &mut Round, inner: &'a StmtWhile) {
        let Some(frame) = self.frames.last().filter(|frame| !frame.body.is_empty()) else { return };
        let (body, parent) = (frame.body, frame.parent);
        let Some(name) = scan::starts_only(body, inner) else { return };
        if let Some(Value::Obj(id)) = self.lookup(name)
            && matches!(self.obj(id).kind, Kind::Set | Kind::Dict)
        {
            (round.rounds, round.shared) = (self.len_of(&Value::Obj(id)), Some(parent));
        }
    }

    /// How many cells a table has.
    pub(super) fn table_size(&mut self, id: ObjId) -> Cost {
        let own = self.obj(id).len.clone();
        match self.obj(id).elem.clone() {
            Value::Obj(inner) if inner != id && self.obj(inner).kind != Kind::Dict => {
                let row = self.obj(inner).len.clone();
                own.times(&row)
            }
            _ => own,
        }
    }

    /// A loop whose round replaces the container by the next one, as a search level by level.
    pub(super) fn by_levels(&mut self, name: &str, id: ObjId, body: &'a [Stmt]) -> Option<Bound<'a>> {
        let replaced = scan::changes(body).of(name).iter().any(|change| matches!(change, Change::Set(_)));
        let walked = body.iter().any(|stmt| matches!(stmt, Stmt::For(inner) if scan::mentions(&inner.iter, name)));
        if replaced && walked {
            let len = self.len_of(&Value::Obj(id));
            let rounds = if len.is_one() { self.guess() } else { Cost::ONE };
            return Some(Bound { soft: true, ..Bound::of(rounds) });
        }
        None
    }

    /// A loop that counts a cell down: all cells together hold so much.
    pub(super) fn cell_bound(&mut self, left: &'a Expr, body: &'a [Stmt]) -> Option<Bound<'a>> {
        let Expr::Subscript(subscript) = left else { return None };
        let counted = body.iter().any(|stmt| match stmt {
            Stmt::AugAssign(assign) => assign.op == Operator::Sub && same_cell(&assign.target, left),
            _ => false,
        });
        if !counted {
            return None;
        }
        let value = self.eval(left);
        let Value::Num(Num { size, .. }) = value else { return None };
        Some(Bound { rounds: size, steady: Vec::new(), level: self.picker(&subscript.slice), soft: false })
    }
}

fn same_cell(left: &Expr, right: &Expr) -> bool {
    scan::names_in(left) == scan::names_in(right) && left.is_subscript_expr() == right.is_subscript_expr()
}

/// Whether statements take something out of a container, and whether they put something in.
fn traffic(body: &[Stmt], name: &str, takes: &mut bool, puts: &mut bool) {
    for (receiver, method) in scan::container_calls(body) {
        if receiver == name {
            *takes |= TAKES.contains(&method);
            *puts |= PUTS.contains(&method);
        }
    }
}

/// Names whose elements or membership statements ask for.
fn subscripted(body: &[Stmt]) -> Vec<&str> {
    scan::subscripted(body)
}
