//! Lengths, elements, and walks over containers.

use std::rc::Rc;

use ruff_python_ast::Expr;

use super::Interp;
use crate::cost::Cost;
use crate::scan;
use crate::value::{Kind, Num, ObjId, Value};

/// Parts of a tuple, those of tuples in it included, at most: whoever looks at all of them stays quick.
pub(super) const TUPLE_PARTS_MAX: usize = 200;

/// A walk over a container.
pub(super) struct Walk<'a> {
    pub rounds: Cost,
    pub item: Value<'a>,
    /// The frame whose rounds share this walk's rounds among them, if any does.
    pub shared: Option<usize>,
}

impl<'a> Interp<'a> {
    /// How long a value is, to do something with each part.
    pub(super) fn len_of(&mut self, value: &Value<'a>) -> Cost {
        let len = self.raw_len(value);
        self.vars.mark_used(&len);
        len
    }

    /// How long a value is, only to read it.
    pub(super) fn raw_len(&mut self, value: &Value<'a>) -> Cost {
        match value {
            Value::Text(len) => len.clone(),
            Value::Obj(id) => {
                let object = self.obj(*id);
                object.len.plus(&object.shared_len)
            }
            Value::Stdin => Cost::var(self.vars.length(None)),
            // An attribute that nothing was seen to set is a method of which nothing is known.
            Value::Unknown | Value::Method(..) => self.guess(),
            Value::Num(number) => self.free_len(number).unwrap_or_default(),
            _ => Cost::ONE,
        }
    }

    /// What a value holds.
    pub(super) fn item(&mut self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Text(_) => Value::Text(Cost::ONE),
            Value::Obj(id) => self.obj(*id).elem.clone(),
            Value::Tuple(items) => {
                let items = Rc::clone(items);
                let mut all = items.first().cloned().unwrap_or(Value::Unknown);
                for item in items.iter().skip(1) {
                    all = self.join(&all, item);
                }
                all
            }
            Value::Stdin => Value::Text(self.read_length(None)),
            _ => Value::Unknown,
        }
    }

    /// A new variable for the length of something read.
    pub(super) fn read_length(&mut self, name: Option<&str>) -> Cost {
        Cost::var(self.vars.length(name))
    }

    /// A walk over what an expression gives.
    pub(super) fn walk(&mut self, expr: &'a Expr, value: &Value<'a>) -> Walk<'a> {
        let item = match value {
            Value::Obj(id) if self.obj(*id).kind == Kind::Dict => self.obj(*id).key.clone(),
            _ => self.item(value),
        };
        let item = self.distinct(item);
        let (rounds, shared) = match value {
            Value::Obj(id) => self.rounds_over(*id, expr),
            _ => (self.raw_len(value), None),
        };
        if !(expr.is_call_expr() && self.is_read(value)) {
            self.vars.mark_used(&rounds);
        }
        Walk { rounds, item, shared }
    }

    /// Numbers up to a bound are counters; each walk has one of its own.
    fn distinct(&mut self, item: Value<'a>) -> Value<'a> {
        match item {
            Value::Num(Num { size, linear: None }) if !size.is_one() => {
                let var = self.vars.counter(size.clone());
                Value::Num(Num::var(var, size))
            }
            other => other,
        }
    }

    /// Two numbers of one list are not the same number.
    pub(super) fn apart(&mut self, item: Value<'a>) -> Value<'a> {
        match item {
            Value::Num(Num { size, linear: Some(linear) }) if !size.is_one() && linear.terms.len() == 1 => {
                let var = self.vars.counter(size.clone());
                Value::Num(Num::var(var, size))
            }
            other => other,
        }
    }

    /// The rounds of a walk over one of many containers are shared among the rounds of the loop that picks it.
    fn rounds_over(&mut self, id: ObjId, expr: &'a Expr) -> (Cost, Option<usize>) {
        let object = self.obj(id);
        let (own, shared) = (object.len.clone(), object.shared_len.clone());
        if shared.is_one() {
            return (own, None);
        }
        let picker = self.picker(expr);
        match picker {
            Some(level) if own.is_one() => (shared, Some(level)),
            _ => (own.plus(&shared), None),
        }
    }

    /// Whether a value is as it was read.
    pub(super) fn is_read(&self, value: &Value<'a>) -> bool {
        match value {
            Value::Obj(id) => self.obj(*id).read.is_some(),
            Value::Text(len) => len.terms().len() == 1,
            _ => false,
        }
    }

    /// The frame around the loop whose rounds each pick another container. A parameter is followed to the caller.
    pub(super) fn picker(&self, expr: &'a Expr) -> Option<usize> {
        let mut names = scan::names_in(expr);
        let mut found = None;
        for (_, frame) in self.frames.iter().enumerate().skip(1).rev() {
            if !names.iter().any(|name| frame.binds.contains(name)) {
                continue;
            }
            found = Some(frame.parent);
            let Some(arguments) = &frame.arguments else { break };
            let handed = arguments.iter().filter(|(parameter, _)| names.contains(parameter));
            let outer: Vec<&'a str> = handed.flat_map(|(_, given)| given.iter().copied()).collect();
            names = outer;
        }
        found
    }

    /// The elements of several values together; of too many, nothing is known.
    pub(super) fn tuple(items: Vec<Value<'a>>) -> Value<'a> {
        let parts: usize = items.iter().map(Value::parts).sum();
        if parts > TUPLE_PARTS_MAX { Value::Unknown } else { Value::Tuple(Rc::new(items)) }
    }

    /// Something that is walked once.
    pub(super) fn iterator(&mut self, len: Cost, elem: Value<'a>) -> Value<'a> {
        Value::Obj(self.object(Kind::Iterator, len, elem))
    }
}
