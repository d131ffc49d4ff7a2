//! `while` loops: what moves, how far, and whether an outer loop shares the way.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtWhile};
use ruff_text_size::Ranged;

use super::Interp;
use super::conditions::smaller;
use super::jumps::End;
use super::loops::Round;
use super::steps::is_steady;
use crate::cost::Cost;
use crate::scan::{self, Change, Changes};

/// How often a condition holds.
#[derive(Debug, Clone)]
pub(super) struct Bound<'a> {
    pub rounds: Cost,
    /// Names that move steadily towards the end.
    pub steady: Vec<&'a str>,
    /// The frame that the rounds belong to, where a container says so.
    pub level: Option<usize>,
    pub soft: bool,
}

impl Bound<'_> {
    pub fn of(rounds: Cost) -> Self {
        Self { rounds, steady: Vec::new(), level: None, soft: false }
    }
}

impl<'a> Interp<'a> {
    pub(super) fn while_loop(&mut self, inner: &'a StmtWhile) -> End {
        if scan::is_endless(inner) {
            self.lose_end(inner.range().start(), "this loop");
        }
        let changes = self.changes_of(&inner.body);
        let bound = self.bound_of(&inner.test, &inner.body, &changes);
        let binds: Vec<&'a str> = changes.names().collect();
        let mut round = Round { rounds: bound.rounds, shared: bound.level, at: inner.range().start(), soft: true };
        if self.is_tests(&round.rounds, &binds, &inner.body) {
            round.rounds = Cost::ONE;
            self.note_cases(round.at);
        } else if round.shared.is_none() && !bound.steady.is_empty() {
            round.shared = self.sharing(&bound.steady);
        }
        if round.shared.is_none() {
            self.share_by_index(&mut round, &inner.body, &changes);
        }
        if round.shared.is_none() {
            self.share_with_drain(&mut round, &inner.body);
            self.share_by_start(&mut round, inner);
        }
        self.vars.mark_used(&round.rounds);
        let draining = self.draining.len();
        self.drains(&inner.test, &inner.body);
        self.rounds(&round, &binds, &inner.body, "a loop", &mut |interp| {
            interp.eval(&inner.test);
            interp.block(&inner.body)
        });
        self.draining.truncate(draining);
        self.block(&inner.orelse);
        End::Next
    }

    /// A pointer into a container that outer loops never set back passes each element once.
    fn share_by_index(&mut self, round: &mut Round, body: &'a [Stmt], changes: &Changes<'a>) {
        for (base, index) in scan::indexed(body) {
            let steps = matches!(changes.of(index), [Change::Up(None) | Change::Down(None), ..]);
            if !steps || !is_steady(changes, index) {
                continue;
            }
            if let (Some(level), Some(value)) = (self.sharing(&[index]), self.lookup(base))
                && level < self.top()
            {
                (round.rounds, round.shared) = (self.len_of(&value), Some(level));
                return;
            }
        }
    }

    /// What a loop's body changes, looked for once however many loops ask.
    pub(super) fn changes_of(&self, body: &'a [Stmt]) -> Rc<Changes<'a>> {
        let mut known = self.changes.borrow_mut();
        let found = known.entry(body.as_ptr() as usize).or_insert_with(|| Rc::new(scan::changes(body)));
        Rc::clone(found)
    }

    /// The frame around the outermost loop that never sets these names back.
    fn sharing(&self, steady: &[&'a str]) -> Option<usize> {
        let scope = self.scopes.len() - 1;
        let mut shared = None;
        for frame in self.frames.iter().skip(1).rev() {
            if frame.scope != scope || frame.arguments.is_some() || frame.body.is_empty() {
                break;
            }
            let changes = self.changes_of(frame.body);
            let back =
                |name: &&str| frame.binds.contains(name) && changes.of(name).is_empty() || !is_steady(&changes, name);
            if steady.iter().any(back) {
                break;
            }
            shared = Some(frame.parent);
        }
        shared
    }

    fn bound_of(&mut self, test: &'a Expr, body: &'a [Stmt], changes: &Changes<'a>) -> Bound<'a> {
        if let Some(bound) = self.condition(test, body, changes) {
            return bound;
        }
        let mut best: Option<Bound<'a>> = None;
        for exit in scan::exits(body) {
            if let Some(bound) = self.condition(exit, body, changes) {
                best = Some(smaller(best, bound));
            }
        }
        if let Some(best) = best {
            return best;
        }
        if is_endless_reader(test, body) {
            let rounds = if self.is_independent(&[], body) {
                self.note_cases(test.range().start());
                Cost::ONE
            } else {
                self.read_length(None)
            };
            return Bound { soft: true, ..Bound::of(rounds) };
        }
        self.by_counters(changes).unwrap_or_else(|| Bound { soft: true, ..Bound::of(self.guess()) })
    }

    /// Where the condition says nothing, whatever counts down or halves.
    fn by_counters(&mut self, changes: &Changes<'a>) -> Option<Bound<'a>> {
        let mut best: Option<Bound<'a>> = None;
        for name in changes.names() {
            let size = self.name_size(name);
            let rounds = match changes.of(name) {
                [Change::Shrink | Change::Remainder, ..] => size.log(),
                [Change::Down(_), ..] => size,
                _ => continue,
            };
            if !rounds.is_one() {
                best = Some(smaller(best, Bound { soft: true, ..Bound::of(rounds) }));
            }
        }
        best
    }
}

/// `while True` over input until there is no more, or a condition that reads.
fn is_endless_reader(test: &Expr, body: &[Stmt]) -> bool {
    let endless = matches!(test, Expr::BooleanLiteral(_) | Expr::NumberLiteral(_));
    endless && scan::reads_input(body) || test.is_named_expr() && scan::expression_reads(test)
}
