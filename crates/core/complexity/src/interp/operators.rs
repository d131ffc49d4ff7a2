//! Comparisons and operators.

use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprCompare, Operator, UnaryOp};
use ruff_text_size::TextSize;

use super::Interp;
use crate::cost::Cost;
use crate::value::{Kind, Num, Value};
use crate::vars::Origin;

/// What is compared with a list of so many items that the program writes down is as long.
const DISPLAY_MIN: usize = 3;

impl<'a> Interp<'a> {
    pub(super) fn unary(&mut self, op: UnaryOp, operand: &'a Expr) -> Value<'a> {
        match (op, self.eval(operand)) {
            (UnaryOp::USub, Value::Num(number)) => Value::Num(self.arithmetic(Operator::Sub, &Num::exact(0), &number)),
            (UnaryOp::Not, _) => Value::Num(Num::small()),
            (_, value) => value,
        }
    }

    pub(super) fn either(&mut self, _op: BoolOp, values: &'a [Expr]) -> Value<'a> {
        let mut result = Value::Num(Num::small());
        for (index, value) in values.iter().enumerate() {
            let value = self.eval(value);
            result = if index == 0 { value } else { self.join(&result, &value) };
        }
        result
    }

    pub(super) fn compare(&mut self, compare: &'a ExprCompare) -> Value<'a> {
        let mut left = self.eval(&compare.left);
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let value = self.eval(right);
            if !self.compares_itself(*op, &left, &value) {
                let value = self.opened(value.clone());
                self.comparison(*op, &left, &value, right, compare.range.start());
            }
            left = value;
        }
        Value::Num(Num::small())
    }

    /// Whether a class says how its objects compare, which is then called.
    fn compares_itself(&mut self, op: CmpOp, left: &Value<'a>, right: &Value<'a>) -> bool {
        let (asked, name, other) = match op {
            CmpOp::In | CmpOp::NotIn => (right, "__contains__", left),
            CmpOp::NotEq if self.has(left, "__ne__") => (left, "__ne__", right),
            CmpOp::Eq | CmpOp::NotEq => (left, "__eq__", right),
            CmpOp::Lt => (left, "__lt__", right),
            CmpOp::LtE => (left, "__le__", right),
            CmpOp::Gt => (left, "__gt__", right),
            CmpOp::GtE => (left, "__ge__", right),
            CmpOp::Is | CmpOp::IsNot => return false,
        };
        self.special(asked, name, vec![other.clone()]).is_some()
    }

    pub(super) fn comparison(&mut self, op: CmpOp, left: &Value<'a>, right: &Value<'a>, expr: &'a Expr, at: TextSize) {
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
        if let Some(value) = self.overloaded(op, left, right) {
            return value;
        }
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

    pub(super) fn repeat(&mut self, sequence: &Value<'a>, times: &Cost, at: TextSize) -> Value<'a> {
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
}

fn is_instance(interp: &Interp<'_>, value: &Value<'_>) -> bool {
    matches!(value, Value::Obj(id) if interp.obj(*id).kind == Kind::Instance)
}
