//! Assignment.

use std::rc::Rc;

use ruff_python_ast::{Expr, Operator, StmtAugAssign};
use ruff_text_size::{Ranged, TextSize};

use super::Interp;
use crate::cost::Cost;
use crate::scan;
use crate::value::{Field, Kind, Num, Value};
use crate::vars::Origin;

impl<'a> Interp<'a> {
    pub(super) fn assign(&mut self, target: &'a Expr, value: Value<'a>) {
        match target {
            Expr::Name(name) => self.bind(name.id.as_str(), value),
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, &value),
            Expr::List(list) => self.unpack(&list.elts, &value),
            Expr::Starred(starred) => {
                let value = match value {
                    Value::Obj(id) => {
                        let (len, elem) = (self.obj(id).len.clone(), self.item(&Value::Obj(id)));
                        self.list(len, elem)
                    }
                    other => other,
                };
                self.assign(&starred.value, value);
            }
            Expr::Attribute(attribute) => {
                let owner = self.eval(&attribute.value);
                if let Value::Obj(id) = owner {
                    self.obj_mut(id).fields.insert(Field::Name(attribute.attr.as_str()), value);
                }
            }
            Expr::Subscript(subscript) => {
                let owner = self.eval(&subscript.value);
                let index = self.eval(&subscript.slice);
                self.store(&owner, &index, &value, matches!(&*subscript.slice, Expr::Slice(_)));
            }
            _ => {}
        }
    }

    /// A container that a loop puts together from itself twice doubles in each round.
    pub(super) fn doubled(&mut self, targets: &'a [Expr], from: &'a Expr, value: Value<'a>) -> Value<'a> {
        let ([Expr::Name(name)], Expr::BinOp(operation)) = (targets, from) else { return value };
        let name = name.id.as_str();
        if !scan::mentions(&operation.left, name) || !scan::mentions(&operation.right, name) {
            return value;
        }
        let rounds = self.rounds_since(self.top(), 0);
        let regrouped = scan::regrouped(from, name);
        match &value {
            Value::Obj(id) => match regrouped {
                Some(0) => {}
                Some(_) => {
                    let longer = self.obj(*id).len.plus(&rounds);
                    self.obj_mut(*id).len = longer;
                }
                None => self.obj_mut(*id).len = rounds.exponential(),
            },
            Value::Text(len) if regrouped.is_none() && operation.op == Operator::Add && !rounds.is_one() => {
                let longer = len.plus(&rounds.exponential());
                self.texts = self.texts.plus(&longer);
                self.charge(&longer);
                return Value::Text(longer);
            }
            _ => {}
        }
        value
    }

    fn store(&mut self, owner: &Value<'a>, index: &Value<'a>, value: &Value<'a>, slice: bool) {
        if self.special(owner, "__setitem__", vec![index.clone(), value.clone()]).is_some() {
            return;
        }
        let Value::Obj(id) = *owner else { return };
        if slice {
            let len = self.len_of(value);
            self.charge(&len);
            return;
        }
        if self.obj(id).kind == Kind::Dict {
            // There are only so many letters.
            let bounded = match index {
                Value::Num(number) => number.known().is_some(),
                Value::Text(len) => len.is_one(),
                _ => false,
            };
            let count = Cost::ONE;
            let before = self.obj(id).len.clone();
            self.grow(id, &count, value);
            if bounded {
                self.obj_mut(id).len = before;
            }
            let key = self.join(&self.obj(id).key.clone(), index);
            self.obj_mut(id).key = key;
            return;
        }
        self.mark_many(value);
        let joined = match (&self.obj(id).elem, value) {
            (Value::Num(old), Value::Num(new)) => Value::Num(Num::sized(old.size.plus(&new.size))),
            (Value::Num(_) | Value::Unknown, other) => other.clone(),
            (old, _) => old.clone(),
        };
        self.obj_mut(id).elem = joined;
    }

    /// Takes a value apart. A line that is read into so many names is that long.
    fn unpack(&mut self, targets: &'a [Expr], value: &Value<'a>) {
        let starred = targets.iter().any(Expr::is_starred_expr);
        if let Value::Tuple(items) = value {
            return self.unpack_items(targets, &Rc::clone(items), starred);
        }
        if let Value::Obj(id) = value
            && !starred
            && !self.obj(*id).outside
        {
            self.fix_length(value);
        }
        for target in targets {
            if let Expr::Starred(_) = target {
                self.assign(target, value.clone());
            } else {
                let item = self.fresh_item(value);
                self.assign(target, item);
            }
        }
    }

    fn unpack_items(&mut self, targets: &'a [Expr], items: &[Value<'a>], starred: bool) {
        if starred || items.len() != targets.len() {
            for target in targets {
                let item = items.first().cloned().unwrap_or(Value::Unknown);
                self.assign(target, item);
            }
            return;
        }
        for (target, item) in targets.iter().zip(items) {
            self.assign(target, item.clone());
        }
    }

    /// Takes the length of a value as a constant, if it was read from input.
    pub(super) fn fix_length(&mut self, value: &Value<'a>) {
        let len = match value {
            Value::Obj(id) => self.obj(*id).len.clone(),
            Value::Text(len) => len.clone(),
            _ => return,
        };
        for term in len.terms() {
            if let [(var, _)] = term.factors()
                && self.vars.origin(*var) == Origin::Input
                && self.vars.is_length(*var)
            {
                self.vars.set_constant(*var);
            }
        }
    }

    /// One element, with a variable of its own when it was read.
    pub(super) fn fresh_item(&mut self, value: &Value<'a>) -> Value<'a> {
        let item = self.item(value);
        match &item {
            Value::Num(number) if number.single_var().is_some_and(|var| self.vars.origin(var) == Origin::Input) => {
                self.input_number()
            }
            Value::Text(len) if !len.is_one() => {
                let several = !self.rounds_since(self.top(), 0).is_one();
                Value::Text(if several { Cost::var(self.vars.word()) } else { self.read_length(None) })
            }
            _ => item,
        }
    }

    /// `text = text + more` is `text += more`; in front of it, the text grows as well.
    pub(super) fn extends_text(&mut self, name: &'a str, value: &'a Expr) -> bool {
        let Expr::BinOp(sum) = value else { return false };
        let is_own = |side: &Expr| matches!(side, Expr::Name(own) if own.id.as_str() == name);
        let (own, more) = if is_own(&sum.left) { (true, &*sum.right) } else { (is_own(&sum.right), &*sum.left) };
        let (Some(Value::Text(left)), true) = (self.lookup(name), own && sum.op == Operator::Add) else { return false };
        if scan::mentions(more, name) && scan::regrouped(value, name).is_none() {
            return false;
        }
        let by = self.eval(more);
        let longer = self.longer_text(&left, &by);
        self.bind(name, longer);
        true
    }

    /// Each round copies what is there only when the interpreter cannot extend it in place, which it can.
    fn longer_text(&mut self, left: &Cost, by: &Value<'a>) -> Value<'a> {
        let len = self.raw_len(by);
        let rounds = self.rounds_since(self.top(), 0);
        self.vars.mark_text(&len);
        self.charge(&len);
        let longer = left.plus(&rounds.times(&len));
        self.texts = self.texts.plus(&longer);
        Value::Text(longer)
    }

    pub(super) fn augment(&mut self, inner: &'a StmtAugAssign) {
        let old = self.eval(&inner.target);
        let by = self.eval(&inner.value);
        let at = inner.range().start();
        let own = self.has(&old, "__init__");
        let new = match (&old, &by) {
            _ if own => self.binary(inner.op, &old, &by, at),
            (Value::Num(left), Value::Num(right)) => Value::Num(self.accumulate(inner.op, left, right)),
            (Value::Tuple(_), _) if inner.op == Operator::Add && !self.rounds_since(self.top(), 0).is_one() => {
                self.longer_tuple(&old, &by, at)
            }
            (Value::Text(left), _) if inner.op == Operator::Add => self.longer_text(left, &by),
            (Value::Obj(id), _) if inner.op == Operator::Add => {
                let (len, elem) = (self.len_of(&by), self.item(&by));
                self.charge_noted(&len, at, || "extends a list".to_owned());
                let doubles = scan::names_in(&inner.target).iter().any(|name| scan::mentions(&inner.value, name));
                let rounds = self.rounds_since(self.top(), self.obj(*id).level);
                if doubles && !rounds.is_one() {
                    self.obj_mut(*id).len = rounds.exponential();
                } else {
                    self.grow(*id, &len, &elem);
                }
                old.clone()
            }
            (Value::Obj(id), Value::Obj(_)) => {
                let len = self.len_of(&by);
                self.charge(&len);
                let elem = self.item(&by);
                if inner.op == Operator::BitOr {
                    self.grow(*id, &len, &elem);
                }
                old.clone()
            }
            _ => self.binary(inner.op, &old, &by, at),
        };
        self.assign(&inner.target, new);
    }

    /// A tuple that each round extends is copied each time. Within another loop it is a key, made anew and short.
    fn longer_tuple(&mut self, old: &Value<'a>, by: &Value<'a>, at: TextSize) -> Value<'a> {
        let rounds = self.frames[self.top()].rounds.clone();
        if rounds == self.rounds_since(self.top(), 0) {
            self.charge_noted(&rounds, at, || "copies a tuple".to_owned());
        }
        let (left, right) = (self.item(old), self.item(by));
        let item = self.join(&left, &right);
        self.list(rounds, item)
    }

    /// A number that each round changes.
    fn accumulate(&mut self, op: Operator, left: &Num, right: &Num) -> Num {
        let rounds = self.rounds_since(self.top(), 0);
        match op {
            Operator::Add | Operator::Sub if rounds.is_one() => self.arithmetic(op, left, right),
            Operator::Add => Num::sized(left.size.plus(&rounds.times(&right.size))),
            Operator::Mult | Operator::LShift | Operator::Pow if !rounds.is_one() => {
                Num::sized(left.size.plus(&right.size))
            }
            Operator::Sub | Operator::Mod | Operator::FloorDiv | Operator::Div | Operator::RShift => {
                Num::sized(left.size.clone())
            }
            _ => self.arithmetic(op, left, right),
        }
    }
}
