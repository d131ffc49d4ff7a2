//! Expressions.

use ruff_python_ast::{Expr, Operator};

use super::Interp;
use super::literals::is_half;
use super::literals::number;
use super::literals::root_of;
use crate::cost::Cost;
use crate::value::{Callable, Kind, Num, Value};

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
                let (name, at) = (name.id.as_str(), name.range.start());
                self.lookup(name).unwrap_or_else(|| self.unheld(name, at))
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
                    let value = self.eval(&item.value);
                    elem = self.join(&elem, &value);
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
}
