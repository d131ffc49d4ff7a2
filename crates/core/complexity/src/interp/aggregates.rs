//! Functions that walk over what they are given.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::{Ranged, TextSize};

use super::Interp;
use super::calls::Given;
use super::sequences::Walk;
use crate::cost::Cost;
use crate::value::{Kind, Num, Value};

impl<'a> Interp<'a> {
    /// Charges something once for each of so many elements.
    pub(super) fn each(&mut self, count: &Cost, once: impl FnOnce(&mut Self) -> Value<'a>) -> Value<'a> {
        let round = super::loops::Round { rounds: count.clone(), shared: None, at: 0.into(), soft: false };
        self.push_frame(&round, Vec::new(), &[]);
        let value = once(self);
        let inner = self.frames.last().is_none_or(|frame| frame.cost.is_one());
        if inner && let Some(frame) = self.frames.last_mut() {
            frame.rounds = Cost::ONE;
        }
        self.pop_frame(0.into(), "a call for each");
        value
    }

    pub(super) fn print(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        for (value, argument) in given.values.iter().zip(&call.arguments.args) {
            let sized = match value {
                Value::Obj(id) => self.obj(*id).kind != Kind::Instance,
                _ => false,
            };
            if sized {
                let len = self.walk(argument, value).rounds;
                self.vars.mark_used(&len);
                self.charge_noted(&len, call.range().start(), || "prints a sequence".to_owned());
            }
        }
        Value::Num(Num::small())
    }

    pub(super) fn aggregate(&mut self, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let index = usize::from(name == "reduce");
        let starred = call.arguments.args.iter().any(Expr::is_starred_expr);
        if given.values.len() > 1 + index && matches!(name, "max" | "min") && !starred {
            let mut result = given.values[0].clone();
            for value in &given.values[1..] {
                result = smaller_of(name, &result, value).unwrap_or_else(|| self.join(&result, value));
            }
            return result;
        }
        let Some(value) = given.values.get(index).cloned() else { return Value::Unknown };
        let Some(argument) = call.arguments.args.get(index) else { return Value::Unknown };
        let lazy = matches!(&value, Value::Obj(id) if self.obj(*id).kind == Kind::Iterator);
        let walk = self.walk(argument, &value);
        // What is read and only summed up takes as long as it is; one of many lines is short.
        self.vars.mark_text(&walk.rounds);
        if !lazy || !argument.is_generator_expr() {
            self.charge_walk(argument, &value, call.range().start(), || format!("`{name}` of all elements"));
        }
        if let Some((_, key)) = given.named.iter().find(|(name, _)| *name == "key") {
            let (key, item) = (key.clone(), walk.item.clone());
            self.each(&walk.rounds, |interp| interp.apply(&key, item, call));
        }
        if let ("sum", Some(start @ (Value::Obj(_) | Value::Tuple(_)))) = (name, given.values.get(1)) {
            let start = start.clone();
            return self.sum_of_lists(&walk, &start, call.range().start());
        }
        if name == "reduce" {
            let (function, item) = (given.values[0].clone(), walk.item.clone());
            self.each(&walk.rounds, |interp| interp.apply_two(&function, &item, call));
        }
        match (name, walk.item) {
            ("sum" | "fsum", Value::Num(number)) => Value::Num(Num::sized(number.size.times(&walk.rounds))),
            ("any" | "all" | "sum" | "mean" | "prod" | "reduce", _) => Value::Num(Num::small()),
            (_, item) => self.apart(item),
        }
    }

    /// Each list of a sum is joined to a copy of all before it.
    fn sum_of_lists(&mut self, walk: &Walk<'a>, start: &Value<'a>, at: TextSize) -> Value<'a> {
        let each = self.raw_len(&walk.item);
        let total = walk.rounds.times(&each).plus(&self.raw_len(start));
        self.charge_noted(&walk.rounds.times(&total), at, || "`sum` copies the lists before each".to_owned());
        let item = self.item(&walk.item);
        self.list(total, item)
    }

    /// Charges one step for each element, where the elements belong.
    pub(super) fn charge_walk(
        &mut self,
        argument: &'a Expr,
        value: &Value<'a>,
        at: TextSize,
        text: impl FnOnce() -> String,
    ) {
        let walk = self.walk(argument, value);
        let level = walk.shared.unwrap_or(self.top()).min(self.top());
        self.charge_at(level, &walk.rounds);
        if !walk.rounds.is_one() {
            let total = walk.rounds.times(&self.rounds_since(level, 0));
            self.note(at, total, false, text);
        }
    }

    pub(super) fn map(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let (Some(function), Some(value)) = (given.values.first(), given.values.get(1)) else { return Value::Unknown };
        let (function, value) = (function.clone(), value.clone());
        let len = self.raw_len(&value);
        let item = self.element_of(&value);
        let result = self.each(&len, |interp| interp.apply(&function, item, call));
        let mapped = self.iterator(len, result);
        self.keep_read(&value, &mapped);
        mapped
    }

    /// A walk over the same number of other elements.
    pub(super) fn passing(&mut self, from: &Value<'a>, item: Value<'a>) -> Value<'a> {
        let (len, shared) = match from {
            Value::Obj(id) => (self.obj(*id).len.clone(), self.obj(*id).shared_len.clone()),
            other => (self.raw_len(other), Cost::ONE),
        };
        let id = self.object(Kind::Iterator, len, item);
        self.obj_mut(id).shared_len = shared;
        Value::Obj(id)
    }

    pub(super) fn passes_on(&mut self, name: &str, given: &Given<'a>) -> Value<'a> {
        let first = given.values.first().cloned().unwrap_or(Value::Unknown);
        match name {
            "chain" | "from_iterable" if name == "from_iterable" || given.starred.is_some() => {
                let inner = self.element_of(&first);
                let len = self.raw_len(&first).times(&self.raw_len(&inner));
                let item = self.element_of(&inner);
                self.iterator(len, item)
            }
            "repeat" => {
                let len = match given.values.get(1).cloned() {
                    Some(times) => self.magnitude(&times),
                    None => self.guess(),
                };
                self.iterator(len, first)
            }
            "chain" => {
                let len = given.values.iter().fold(Cost::ONE, |sum, value| sum.plus(&self.raw_len(value)));
                let item = self.element_of(&first);
                self.iterator(len, item)
            }
            _ => {
                let item = self.element_of(&first);
                let made = self.passing(&first, item);
                self.keep_read(&first, &made);
                made
            }
        }
    }
}

/// The smaller of two numbers is a constant if either is.
fn smaller_of<'a>(name: &str, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
    match (name, left, right) {
        ("min", Value::Num(left), Value::Num(right)) => {
            let smaller = if left.size.class() <= right.size.class() { left } else { right };
            Some(Value::Num(Num::sized(smaller.size.clone())))
        }
        _ => None,
    }
}
