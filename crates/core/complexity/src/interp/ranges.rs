//! `range`.

use ruff_python_ast::{Expr, ExprCall, Operator};

use super::Interp;
use super::calls::Given;
use crate::cost::Cost;
use crate::scan;
use crate::value::{Kind, Num, Value};
use crate::vars::Origin;

impl<'a> Interp<'a> {
    pub(super) fn range(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let numbers: Vec<Num> = given
            .values
            .iter()
            .map(|value| match value {
                Value::Num(number) => number.clone(),
                other => Num::sized(self.magnitude(other)),
            })
            .collect();
        let (from, to, step) = match numbers.as_slice() {
            [to] => (Num::exact(0), to.clone(), None),
            [from, to] => (from.clone(), to.clone(), None),
            [from, to, step, ..] => (from.clone(), to.clone(), Some(step.clone())),
            [] => (Num::exact(0), Num::small(), None),
        };
        let rounds_apart = match &*call.arguments.args {
            [from, to, ..] => self.apart_by(from, to),
            _ => None,
        };
        let down = step.as_ref().and_then(Num::known).is_some_and(|step| step < 0);
        let rounds = match rounds_apart {
            Some(rounds) => rounds,
            None if down => self.distance(&to, &from),
            None => self.distance(&from, &to),
        };
        let bound = from.size.plus(&to.size);
        let range = self.object(Kind::Iterator, rounds.clone(), Value::Num(Num::sized(bound)));
        if let (Some(step), Some(expr)) = (step, call.arguments.args.get(2))
            && !step.size.is_one()
        {
            let counted = step.single_var().is_none_or(|var| self.vars.origin(var) == Origin::Counter);
            if counted && self.picker(expr).is_some() {
                // n/1 + n/2 + … over the rounds of the loop that steps.
                let object = self.obj_mut(range);
                object.len = Cost::ONE;
                object.shared_len = rounds.times(&rounds.log());
            }
        }
        Value::Obj(range)
    }

    /// From a name to the same name and something more.
    pub(super) fn apart_by(&mut self, from: &'a Expr, to: &'a Expr) -> Option<Cost> {
        let (Expr::Name(from), Expr::BinOp(sum)) = (from, to) else { return None };
        let is_from = matches!(&*sum.left, Expr::Name(left) if left.id == from.id);
        if !is_from || sum.op != Operator::Add || scan::mentions(&sum.right, from.id.as_str()) {
            return None;
        }
        let more = self.eval(&sum.right);
        Some(self.magnitude(&more))
    }
}
