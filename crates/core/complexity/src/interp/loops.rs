//! Frames, and `for` loops.

use ruff_python_ast::{Expr, Stmt, StmtFor};
use ruff_text_size::{Ranged, TextSize};

use super::jumps::End;
use super::{Frame, Interp};
use crate::cost::Cost;
use crate::scan;
use crate::value::Value;
use crate::vars::Origin;

/// The rounds of a loop.
#[derive(Debug, Clone)]
pub(super) struct Round {
    pub rounds: Cost,
    /// The frame whose rounds share these rounds, if they do.
    pub shared: Option<usize>,
    pub at: TextSize,
    /// Whether a rule of thumb gave the number.
    pub soft: bool,
}

impl<'a> Interp<'a> {
    pub(super) fn push_frame(&mut self, round: &Round, binds: Vec<&'a str>, body: &'a [Stmt]) {
        let parent = round.shared.map_or(self.top(), |level| level.min(self.top()));
        let scope = self.scopes.len() - 1;
        let rounds = round.rounds.clone();
        self.frames.push(Frame {
            rounds,
            cost: Cost::ONE,
            parent,
            binds,
            body,
            scope,
            soft: round.soft,
            objects: self.heap.len(),
            arguments: None,
        });
    }

    /// Ends the innermost frame and charges its rounds.
    pub(super) fn pop_frame(&mut self, at: TextSize, what: &str) -> Cost {
        let Some(frame) = self.frames.pop() else { return Cost::ONE };
        let top = self.top();
        for object in &mut self.heap[frame.objects..] {
            object.level = object.level.min(top);
        }
        let cost = frame.rounds.times(&frame.cost);
        self.charge_at(frame.parent, &cost);
        if !frame.rounds.is_one() {
            let total = cost.times(&self.rounds_since(frame.parent.min(self.top()), 0));
            let rounds = frame.rounds.clone();
            let shared = frame.parent < self.top();
            let text = || {
                let share = if shared { " over all rounds of the loop around it" } else { "" };
                format!("{what} of {} rounds{share}", self.vars.text(&rounds))
            };
            let text = text();
            self.note(at, total, frame.soft, || text);
        }
        cost
    }

    pub(super) fn for_loop(&mut self, inner: &'a StmtFor) -> End {
        let value = self.eval(&inner.iter);
        let value = self.opened(value);
        let walk = self.walk(&inner.iter, &value);
        let binds = scan::names_in(&inner.target);
        let mut round = Round { rounds: walk.rounds, shared: walk.shared, at: inner.range().start(), soft: false };
        if self.is_tests(&round.rounds, &binds, &inner.body) {
            round.rounds = Cost::ONE;
            self.note_cases(round.at);
        }
        if round.shared.is_none() {
            self.share_with_drain(&mut round, &inner.body);
        }
        self.vars.mark_used(&round.rounds);
        self.cut_short(&mut round, &binds, &inner.body);
        let item = walk.item;
        self.rounds(&round, &binds, &inner.body, "a loop", &mut |interp| {
            interp.assign(&inner.target, item.clone());
            interp.block(&inner.body)
        });
        self.block(&inner.orelse);
        End::Next
    }

    /// A sum of a loop's own counters passes a bound after as many rounds as its root.
    fn cut_short(&mut self, round: &mut Round, binds: &[&'a str], body: &'a [Stmt]) {
        let changes = self.changes_of(body);
        for exit in scan::exits(body) {
            let Expr::Compare(compare) = exit else { continue };
            let [other] = &*compare.comparators else { continue };
            for (side, opposite) in [(&*compare.left, other), (other, &*compare.left)] {
                let Expr::Name(sum) = side else { continue };
                let over = |change: &scan::Change<'a>| matches!(change, scan::Change::Up(Some(step)) if binds.iter().any(|name| scan::mentions(step, name)));
                if !matches!(changes.of(sum.id.as_str()), [change] if over(change)) {
                    continue;
                }
                let far = self.eval(opposite);
                let root = self.magnitude(&far).root(2);
                if !root.is_one() && root.class() < round.rounds.class() {
                    round.rounds = root;
                    round.soft = true;
                }
            }
        }
    }

    /// Says that the rounds of a loop are test cases, and count as one.
    pub(super) fn note_cases(&mut self, at: TextSize) {
        self.note(at, Cost::ONE, false, || {
            "test cases, whose number counts as one: this is what each takes".to_owned()
        });
    }

    /// Whether a loop of so many rounds goes over test cases.
    pub(super) fn is_tests(&mut self, rounds: &Cost, binds: &[&'a str], body: &'a [Stmt]) -> bool {
        let [term] = rounds.terms() else { return false };
        let [(var, _)] = term.factors() else { return false };
        let read = self.vars.origin(*var) == Origin::Input && !self.vars.is_length(*var);
        // How many queries there are follows on what they are about; how many cases there are comes first.
        read && self.vars.is_first_number(*var) && rounds.class() == crate::Class::Linear && self.body_reads(body) && {
            self.is_independent(binds, body)
        }
    }

    /// Whether the rounds of a loop leave nothing for each other, neither themselves nor in the functions that they call.
    pub(super) fn is_independent(&self, binds: &[&'a str], body: &'a [Stmt]) -> bool {
        let effects = self.effects.get_or_init(|| scan::effects(self.body));
        let start = self.scope_start();
        scan::is_independent(binds, body, effects, &|name| self.facts.is_result(start, name))
    }

    /// Where the function starts that runs; zero for the module.
    pub(super) fn scope_start(&self) -> TextSize {
        let scope = &self.scopes[self.scopes.len() - 1];
        if self.scopes.len() == 1 { TextSize::default() } else { scope.range.start() }
    }

    /// Whether statements, or the program's functions that they call, read input.
    fn body_reads(&self, body: &'a [Stmt]) -> bool {
        scan::reads_input(body) || scan::calls_of(body).iter().any(|name| self.facts.readers.contains(name))
    }

    /// Executes a loop's body: first to find out what grows, then for its cost.
    pub(super) fn rounds(
        &mut self,
        round: &Round,
        binds: &[&'a str],
        body: &'a [Stmt],
        what: &str,
        once: &mut dyn FnMut(&mut Self) -> End,
    ) {
        let repeats = !round.rounds.is_one();
        let first = repeats && self.dry == 0 && self.warm == 0;
        if first {
            self.dry_round(round, binds, body, once);
        }
        self.warm += u32::from(first);
        self.push_frame(round, binds.to_vec(), body);
        let before = self.scopes.clone();
        let end = once(self);
        if end == End::Leave
            && let Some(frame) = self.frames.last_mut()
        {
            frame.rounds = Cost::ONE;
        }
        self.pop_frame(round.at, what);
        self.warm -= u32::from(first);
        let after = std::mem::take(&mut self.scopes);
        self.scopes = self.merge(before, &after);
    }

    fn dry_round(
        &mut self,
        round: &Round,
        binds: &[&'a str],
        body: &'a [Stmt],
        once: &mut dyn FnMut(&mut Self) -> End,
    ) {
        let frames = self.frames.clone();
        let before = self.scopes.clone();
        self.dry += 1;
        self.push_frame(round, binds.to_vec(), body);
        once(self);
        self.dry -= 1;
        self.frames = frames;
        let after = std::mem::take(&mut self.scopes);
        self.scopes = self.merge(before, &after);
    }

    /// The size of a number, or the length of anything else.
    pub(super) fn magnitude(&mut self, value: &Value<'a>) -> Cost {
        match value {
            Value::Num(number) => number.size.clone(),
            Value::Builtin(_) | Value::Module(_) => Cost::ONE,
            other => self.raw_len(other),
        }
    }
}
