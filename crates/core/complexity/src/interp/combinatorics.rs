//! Orders, choices and powers.

use ruff_python_ast::{ExprCall, Operator};
use ruff_text_size::Ranged;

use super::Interp;
use super::calls::Given;
use crate::cost::Cost;
use crate::value::{Num, Value};
use crate::vars::Origin;

impl<'a> Interp<'a> {
    pub(super) fn combinatorics(&mut self, name: &str, given: &Given<'a>) -> Value<'a> {
        let first = given.values.first().cloned().unwrap_or(Value::Unknown);
        let len = self.len_of(&first);
        let item = self.element_of(&first);
        let second = match given.values.get(1) {
            Some(Value::Num(number)) => Some(number.clone()),
            _ => None,
        };
        let repeat = given.named.iter().find(|(key, _)| *key == "repeat").and_then(|(_, value)| match value {
            Value::Num(number) => Some(number.clone()),
            _ => None,
        });
        let (count, size) = match name {
            "permutations" => match second.as_ref().and_then(Num::known) {
                Some(chosen) => (power(&len, chosen), Cost::ONE),
                None => (len.factorial(), len.clone()),
            },
            "product" => match (repeat, given.values.len()) {
                (Some(repeat), _) => match repeat.known() {
                    Some(times) => (power(&len, times), Cost::ONE),
                    None => (repeat.size.exponential(), repeat.size.clone()),
                },
                (None, _) => {
                    let count =
                        given.values.iter().fold(Cost::ONE, |product, value| product.times(&self.len_of(value)));
                    (count, Cost::ONE)
                }
            },
            "groupby" => {
                let group = self.iterator(Cost::ONE, item.clone());
                let pair = Self::tuple(vec![item, group]);
                return self.passing(&first, pair);
            }
            "pairwise" => (len.clone(), Cost::ONE),
            _ => match second {
                Some(chosen) => match chosen.known() {
                    Some(chosen) => (power(&len, chosen), Cost::ONE),
                    None if chosen.size.is_one() => (power(&len, 2), Cost::ONE),
                    None => (len.exponential(), len.clone()),
                },
                None => (len.exponential(), len.clone()),
            },
        };
        let group = self.list(size, item);
        self.iterator(count, group)
    }

    pub(super) fn pow(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let (Some(Value::Num(base)), Some(Value::Num(exponent))) = (given.values.first(), given.values.get(1)) else {
            return Value::Num(Num::small());
        };
        if call.arguments.args.get(1).is_some_and(super::literals::is_half) {
            return Value::Num(Num::sized(base.size.root(2)));
        }
        let read = exponent.single_var().is_none_or(|var| self.vars.origin(var) != Origin::Counter);
        if read {
            self.charge_noted(&exponent.size.log(), call.range().start(), || "a power".to_owned());
        }
        if given.values.len() > 2 {
            return Value::Num(Num::small());
        }
        Value::Num(self.arithmetic(Operator::Pow, base, exponent))
    }
}

/// The product of a size with itself.
fn power(size: &Cost, times: i64) -> Cost {
    (0..times.clamp(0, 6)).fold(Cost::ONE, |product, _| product.times(size))
}
