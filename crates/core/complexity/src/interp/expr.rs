//! Expressions.

use std::rc::Rc;

use ruff_python_ast::{
    BoolOp, CmpOp, Comprehension, Expr, ExprCompare, ExprNumberLiteral, ExprSubscript, Number, Operator, UnaryOp,
};
use ruff_text_size::{Ranged, TextSize};

use super::loops::Round;
use super::{Interp, Scope};
use crate::cost::Cost;
use crate::value::{Callable, Field, Kind, Num, Value};
use crate::vars::Origin;

/// What is compared with a list of so many items that the program writes down is as long.
const DISPLAY_MIN: usize = 3;

impl<'a> Interp<'a> {
    /// Evaluates an expression and charges what that costs.
    pub(super) fn eval(&mut self, expr: &'a Expr) -> Value<'a> {
        if !self.enter() {
            return Value::Unknown;
        }
        let value = self.expr(expr);
        self.leave();
        value
    }

    fn expr(&mut self, expr: &'a Expr) -> Value<'a> {
        match expr {
            Expr::Name(name) => {
                let name = name.id.as_str();
                self.lookup(name).unwrap_or(Value::Builtin(name))
            }
            Expr::NumberLiteral(literal) => number(literal),
            Expr::BooleanLiteral(literal) => Value::Num(Num::exact(i64::from(literal.value))),
            Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => Value::Num(Num::small()),
            Expr::StringLiteral(_) | Expr::BytesLiteral(_) => Value::Text(Cost::ONE),
            Expr::FString(_) | Expr::TString(_) => self.formatted(expr),
            Expr::BinOp(operation) => {
                let (left, right) = (self.eval(&operation.left), self.eval(&operation.right));
                if operation.op == Operator::Pow && is_half(&operation.right) {
                    return root_of(&left);
                }
                self.binary(operation.op, &left, &right, operation.range.start())
            }
            Expr::UnaryOp(operation) => self.unary(operation.op, &operation.operand),
            Expr::BoolOp(operation) => self.either(operation.op, &operation.values),
            Expr::Compare(compare) => self.compare(compare),
            Expr::If(inner) => {
                self.eval(&inner.test);
                let (left, right) = (self.eval(&inner.body), self.eval(&inner.orelse));
                self.join(&left, &right)
            }
            Expr::Named(inner) => {
                let value = self.eval(&inner.value);
                self.assign(&inner.target, value.clone());
                value
            }
            Expr::Call(call) => self.call(call),
            Expr::Attribute(attribute) => {
                let owner = self.eval(&attribute.value);
                self.attribute(owner, attribute.attr.as_str())
            }
            Expr::Subscript(subscript) => self.subscript(subscript),
            Expr::List(list) => self.display(Kind::List, &list.elts),
            Expr::Set(set) => self.display(Kind::Set, &set.elts),
            Expr::Tuple(tuple) => self.tuple_display(&tuple.elts),
            Expr::Dict(dict) => {
                let mut elem = Value::Unknown;
                for item in &dict.items {
                    if let Some(key) = &item.key {
                        self.eval(key);
                    }
                    elem = self.eval(&item.value);
                }
                Value::Obj(self.object(Kind::Dict, Cost::ONE, elem))
            }
            Expr::ListComp(inner) => self.comprehension(Kind::List, &inner.generators, None, &inner.elt),
            Expr::SetComp(inner) => self.comprehension(Kind::Set, &inner.generators, None, &inner.elt),
            Expr::Generator(inner) => self.comprehension(Kind::Iterator, &inner.generators, None, &inner.elt),
            Expr::DictComp(inner) => {
                self.comprehension(Kind::Dict, &inner.generators, inner.key.as_deref(), &inner.value)
            }
            Expr::Lambda(lambda) => Value::Function(Callable::Lambda(lambda)),
            Expr::Starred(inner) => self.eval(&inner.value),
            Expr::Await(inner) => self.eval(&inner.value),
            Expr::Yield(inner) => {
                let value = inner.value.as_ref().map_or(Value::Unknown, |value| self.eval(value));
                self.yielded(&value);
                Value::Unknown
            }
            Expr::YieldFrom(inner) => {
                let value = self.eval(&inner.value);
                let item = self.item(&value);
                self.yielded(&item);
                Value::Unknown
            }
            Expr::Slice(slice) => {
                for part in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
                    self.eval(part);
                }
                Value::Unknown
            }
            Expr::IpyEscapeCommand(_) => Value::Unknown,
        }
    }

    fn formatted(&mut self, expr: &'a Expr) -> Value<'a> {
        let Expr::FString(text) = expr else { return Value::Text(Cost::ONE) };
        let mut len = Cost::ONE;
        for element in text.value.elements() {
            if let Some(inner) = element.as_interpolation() {
                let value = self.eval(&inner.expression);
                if matches!(value, Value::Text(_) | Value::Obj(_)) {
                    len = len.plus(&self.len_of(&value));
                }
            }
        }
        self.charge(&len);
        Value::Text(len)
    }

    fn unary(&mut self, op: UnaryOp, operand: &'a Expr) -> Value<'a> {
        match (op, self.eval(operand)) {
            (UnaryOp::USub, Value::Num(number)) => Value::Num(self.arithmetic(Operator::Sub, &Num::exact(0), &number)),
            (UnaryOp::Not, _) => Value::Num(Num::small()),
            (_, value) => value,
        }
    }

    fn either(&mut self, _op: BoolOp, values: &'a [Expr]) -> Value<'a> {
        let mut result = Value::Num(Num::small());
        for (index, value) in values.iter().enumerate() {
            let value = self.eval(value);
            result = if index == 0 { value } else { self.join(&result, &value) };
        }
        result
    }

    fn compare(&mut self, compare: &'a ExprCompare) -> Value<'a> {
        let mut left = self.eval(&compare.left);
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let value = self.eval(right);
            self.comparison(*op, &left, &value, right, compare.range.start());
            left = value;
        }
        Value::Num(Num::small())
    }

    fn comparison(&mut self, op: CmpOp, left: &Value<'a>, right: &Value<'a>, expr: &'a Expr, at: TextSize) {
        match op {
            CmpOp::In | CmpOp::NotIn => match right {
                Value::Obj(id) if matches!(self.obj(*id).kind, Kind::Set | Kind::Dict) => {
                    if let Value::Text(len) = left {
                        let len = len.clone();
                        self.charge(&len);
                    }
                }
                Value::Obj(id) if matches!(self.obj(*id).kind, Kind::List | Kind::Deque | Kind::Iterator) => {
                    let rounds = self.walk(expr, right).rounds;
                    self.charge_noted(&rounds, at, || "`in` searches a list".to_owned());
                }
                Value::Text(len) => {
                    let len = len.clone();
                    self.vars.mark_text(&len);
                    self.charge_noted(&len, at, || "`in` searches a text".to_owned());
                }
                _ => {}
            },
            CmpOp::Eq | CmpOp::NotEq => {
                if matches!(expr, Expr::List(list) if list.elts.len() >= DISPLAY_MIN) {
                    self.fix_length(left);
                }
                let sized = |value: &Value<'a>| matches!(value, Value::Text(_) | Value::Obj(_));
                if sized(left) && sized(right) && !is_instance(self, left) {
                    let (left, right) = (self.raw_len(left), self.raw_len(right));
                    let shorter = if left.class() <= right.class() { left } else { right };
                    self.charge_noted(&shorter, at, || "compares sequences".to_owned());
                }
            }
            _ => {}
        }
    }

    pub(super) fn binary(&mut self, op: Operator, left: &Value<'a>, right: &Value<'a>, at: TextSize) -> Value<'a> {
        match (op, left, right) {
            (Operator::Pow, Value::Num(base), Value::Num(exponent)) => {
                let read = exponent.single_var().is_some_and(|var| self.vars.origin(var) != Origin::Counter);
                if read {
                    self.charge_noted(&exponent.size.log(), at, || "a power".to_owned());
                }
                Value::Num(self.arithmetic(op, base, exponent))
            }
            (_, Value::Num(left), Value::Num(right)) => Value::Num(self.arithmetic(op, left, right)),
            (Operator::Mult, Value::Num(times), sequence) | (Operator::Mult, sequence, Value::Num(times))
                if *sequence != Value::Unknown =>
            {
                self.repeat(sequence, &times.size, at)
            }
            (Operator::Mod, Value::Text(len), _) => Value::Text(len.clone()),
            (Operator::Add, Value::Text(left), Value::Text(right)) => {
                let len = left.plus(right);
                // The digits of a number are as good as a constant here.
                if len.class() >= crate::Class::Root {
                    self.vars.mark_text(&len);
                    self.charge_noted(&len, at, || "joins texts".to_owned());
                }
                Value::Text(len)
            }
            (Operator::Add, Value::Tuple(left), Value::Tuple(right)) => {
                Self::tuple(left.iter().chain(right.iter()).cloned().collect())
            }
            (Operator::Add, Value::Obj(_) | Value::Tuple(_), Value::Obj(_) | Value::Tuple(_)) => {
                let read = self.is_read(left) || self.is_read(right);
                let len = self.raw_len(left).plus(&self.raw_len(right));
                if !read {
                    self.vars.mark_used(&len);
                }
                self.charge_noted(&len, at, || "joins lists".to_owned());
                let (left, right) = (self.item(left), self.item(right));
                let item = self.join(&left, &right);
                self.list(len, item)
            }
            (Operator::Sub | Operator::BitOr | Operator::BitAnd | Operator::BitXor, Value::Obj(_), Value::Obj(_)) => {
                let len = self.len_of(left).plus(&self.len_of(right));
                self.charge_noted(&len, at, || "combines sets".to_owned());
                let item = self.item(left);
                Value::Obj(self.object(Kind::Set, len, item))
            }
            (_, Value::Num(number), _) | (_, _, Value::Num(number)) => Value::Num(Num::sized(number.size.clone())),
            (_, Value::Text(len), _) | (_, _, Value::Text(len)) => Value::Text(len.clone()),
            _ => Value::Unknown,
        }
    }

    fn repeat(&mut self, sequence: &Value<'a>, times: &Cost, at: TextSize) -> Value<'a> {
        let len = self.len_of(sequence).times(times);
        self.charge_noted(&len, at, || "fills a sequence".to_owned());
        match sequence {
            Value::Text(_) => {
                self.texts = self.texts.plus(&len);
                Value::Text(len)
            }
            Value::Obj(_) | Value::Tuple(_) => {
                let item = self.item(sequence);
                self.list(len, item)
            }
            _ => Value::Unknown,
        }
    }

    // === Displays ===

    fn display(&mut self, kind: Kind, items: &'a [Expr]) -> Value<'a> {
        let mut elem = Value::Unknown;
        let mut len = Cost::ONE;
        let mut fields = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let value = self.eval(item);
            let value = if item.is_starred_expr() {
                len = len.plus(&self.len_of(&value));
                self.item(&value)
            } else {
                if items.len() > 1 && !matches!(value, Value::Num(_)) {
                    fields.push((Field::Index(i64::try_from(index).unwrap_or(0)), value.clone()));
                }
                value
            };
            elem = if index == 0 { value } else { self.join(&elem, &value) };
        }
        self.charge(&len);
        let id = self.object(kind, len, elem);
        self.obj_mut(id).fields.extend(fields);
        Value::Obj(id)
    }

    fn tuple_display(&mut self, items: &'a [Expr]) -> Value<'a> {
        if items.iter().any(Expr::is_starred_expr) {
            return self.display(Kind::List, items);
        }
        let items = items.iter().map(|item| self.eval(item)).collect();
        Self::tuple(items)
    }

    fn comprehension(
        &mut self,
        kind: Kind,
        generators: &'a [Comprehension],
        key: Option<&'a Expr>,
        elt: &'a Expr,
    ) -> Value<'a> {
        let range = elt.range();
        let scope = Scope {
            names: Rc::clone(&self.scopes[self.scopes.len() - 1].names),
            globals: self.scopes[self.scopes.len() - 1].globals.clone(),
            range: self.scopes[self.scopes.len() - 1].range,
        };
        self.scopes.push(scope);
        let base = self.top();
        let mut len = Cost::ONE;
        for generator in generators {
            let value = self.eval(&generator.iter);
            let walk = self.walk(&generator.iter, &value);
            len = len.times(&walk.rounds);
            let round = Round { rounds: walk.rounds, shared: walk.shared, at: generator.range.start(), soft: false };
            self.push_frame(&round, crate::scan::names_in(&generator.target), &[]);
            self.assign(&generator.target, walk.item);
            for condition in &generator.ifs {
                self.eval(condition);
            }
        }
        let key = key.map(|key| self.eval(key));
        let elem = self.eval(elt);
        while self.top() > base {
            self.pop_frame(range.start(), "a comprehension");
        }
        self.scopes.pop();
        let id = self.object(kind, len, elem);
        if let Some(key) = key {
            self.obj_mut(id).key = key;
        }
        Value::Obj(id)
    }

    // === Parts ===

    fn subscript(&mut self, subscript: &'a ExprSubscript) -> Value<'a> {
        let owner = self.eval(&subscript.value);
        if let Expr::Slice(slice) = &*subscript.slice {
            return self.slice(&owner, slice, subscript);
        }
        let index = self.eval(&subscript.slice);
        self.element(&owner, &index)
    }

    fn element(&mut self, owner: &Value<'a>, index: &Value<'a>) -> Value<'a> {
        let known = match index {
            Value::Num(number) => number.known(),
            _ => None,
        };
        match owner {
            Value::Tuple(items) => {
                let place =
                    known.map(|known| if known < 0 { known + i64::try_from(items.len()).unwrap_or(0) } else { known });
                let item =
                    place.and_then(|place| usize::try_from(place).ok()).and_then(|place| items.get(place).cloned());
                item.unwrap_or_else(|| self.item(owner))
            }
            Value::Obj(id) => {
                let Some(index) = known else {
                    let item = self.item(owner);
                    return self.apart(item);
                };
                if let Some(value) = self.obj(*id).fields.get(&Field::Index(index)) {
                    return value.clone();
                }
                let item = self.fresh_item(owner);
                if matches!(item, Value::Num(_)) && self.obj(*id).read.is_some() {
                    self.obj_mut(*id).fields.insert(Field::Index(index), item.clone());
                }
                item
            }
            _ => self.item(owner),
        }
    }

    fn slice(
        &mut self,
        owner: &Value<'a>,
        slice: &'a ruff_python_ast::ExprSlice,
        whole: &'a ExprSubscript,
    ) -> Value<'a> {
        let number = |interp: &mut Self, part: &'a Option<Box<Expr>>| match part {
            None => None,
            Some(part) => match interp.eval(part) {
                Value::Num(number) => Some(number),
                _ => Some(Num::sized(interp.guess())),
            },
        };
        let (lower, upper) = (number(self, &slice.lower), number(self, &slice.upper));
        let text = matches!(owner, Value::Text(_));
        let fixed = |number: &Option<Num>| number.as_ref().is_none_or(|number| number.known().is_some());
        let all = self.raw_len(owner);
        if text && fixed(&lower) && fixed(&upper) && lower.is_some() | upper.is_some() {
            self.charge(&all);
            let from_start =
                |number: &Option<Num>| number.as_ref().and_then(Num::known).is_some_and(|known| known >= 0);
            let short = from_start(&upper) && (lower.is_none() || from_start(&lower));
            return if short { Value::Text(Cost::ONE) } else { owner.clone() };
        }
        let copies = lower.is_none() && upper.is_none() && self.is_read(owner);
        if text {
            self.vars.mark_text(&all);
        } else if !copies {
            self.vars.mark_used(&all);
        }
        let len = match (lower, upper) {
            (Some(lower), Some(upper)) => self.distance(&lower, &upper),
            (None, Some(upper)) if upper.known().is_none_or(|known| known >= 0) => upper.size,
            (Some(lower), None) if lower.known().is_some_and(|known| known < 0) => Cost::ONE,
            _ => all.clone(),
        };
        let len = if all.is_one() { all } else { len };
        if text {
            self.vars.mark_text(&len);
        }
        self.charge_noted(&len, whole.range.start(), || "copies a slice".to_owned());
        match owner {
            Value::Text(_) => Value::Text(len),
            Value::Obj(_) | Value::Tuple(_) => {
                let item = self.item(owner);
                let list = self.list(len, item);
                if let (Value::Obj(new), Value::Obj(old)) = (&list, owner) {
                    let read = self.obj(*old).read;
                    self.obj_mut(*new).read = read;
                }
                list
            }
            other => other.clone(),
        }
    }
}

fn is_instance(interp: &Interp<'_>, value: &Value<'_>) -> bool {
    matches!(value, Value::Obj(id) if interp.obj(*id).kind == Kind::Instance)
}

/// The number that is written there.
pub(super) fn number<'a>(literal: &ExprNumberLiteral) -> Value<'a> {
    match &literal.value {
        Number::Int(value) => {
            value.as_i64().map_or_else(|| Value::Num(Num::small()), |value| Value::Num(Num::exact(value)))
        }
        _ => Value::Num(Num::small()),
    }
}

/// Whether an expression is a half, as in a power that is a root.
pub(super) fn is_half(expr: &Expr) -> bool {
    match expr {
        Expr::NumberLiteral(ExprNumberLiteral { value: Number::Float(value), .. }) => (*value - 0.5).abs() < 1e-9,
        Expr::BinOp(operation) => {
            let is = |expr: &Expr, wanted: i64| {
                matches!(expr, Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(value), .. })
                    if value.as_i64() == Some(wanted))
            };
            operation.op == Operator::Div && is(&operation.left, 1) && is(&operation.right, 2)
        }
        _ => false,
    }
}

/// The square root of a number.
pub(super) fn root_of<'a>(value: &Value<'a>) -> Value<'a> {
    match value {
        Value::Num(number) => Value::Num(Num::sized(number.size.root(2))),
        _ => Value::Unknown,
    }
}
