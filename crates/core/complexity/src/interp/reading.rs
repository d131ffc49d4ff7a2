//! What is read, and what is made of it.

use ruff_python_ast::ExprCall;

use super::Interp;
use crate::cost::Cost;
use crate::value::{Kind, Num, Value};

impl<'a> Interp<'a> {
    /// A line of input.
    pub(super) fn read_line(&mut self) -> Value<'a> {
        if self.rounds_since(self.top(), 0).is_one() {
            let len = self.read_length(None);
            self.texts = self.texts.plus(&len);
            return Value::Text(len);
        }
        Value::Text(Cost::var(self.vars.word()))
    }

    /// Calls until one gives a mark: as many as there are lines, where each reads one.
    pub(super) fn called_until(&mut self, function: &Value<'a>, call: &'a ExprCall) -> Value<'a> {
        let reads = match function {
            Value::Builtin(name) => matches!(*name, "input" | "raw_input" | "readline"),
            Value::Method(owner, _) => **owner == Value::Stdin,
            Value::Stdin => true,
            _ => false,
        };
        let len = if reads { self.read_length(None) } else { self.guess() };
        let item = self.each(&len, |interp| interp.invoke_value(function, call));
        self.iterator(len, item)
    }

    /// An element; the key of a dictionary.
    pub(super) fn element_of(&mut self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Obj(id) if self.obj(*id).kind == Kind::Dict => self.obj(*id).key.clone(),
            other => self.item(other),
        }
    }

    pub(super) fn number_from(&mut self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Num(number) => Value::Num(number.clone()),
            Value::Text(len) if len.is_one() => Value::Num(Num::small()),
            Value::Text(_) => self.input_number(),
            Value::Unknown | Value::Method(..) => Value::Num(Num::sized(self.guess())),
            _ => Value::Num(Num::small()),
        }
    }

    /// A number has as many digits as its logarithm.
    pub(super) fn text_from(&mut self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Num(number) => Value::Text(number.size.log()),
            Value::Text(len) => Value::Text(len.clone()),
            Value::Obj(_) => {
                let len = self.len_of(value);
                self.charge(&len);
                Value::Text(len)
            }
            _ => Value::Text(Cost::ONE),
        }
    }

    /// What was read stays as it was read.
    pub(super) fn keep_read(&mut self, from: &Value<'a>, to: &Value<'a>) {
        if let (Value::Obj(from), Value::Obj(to)) = (from, to) {
            let read = self.obj(*from).read;
            self.obj_mut(*to).read = read;
        }
    }
}
