//! Arithmetic over sizes.

use ruff_python_ast::Operator;

use super::Interp;
use crate::cost::Cost;
use crate::value::{Linear, Num};
use crate::vars::Origin;

/// Exponents above this are as good as any.
const EXPONENT_MAX: i64 = 8;

impl Interp<'_> {
    pub(super) fn arithmetic(&mut self, op: Operator, left: &Num, right: &Num) -> Num {
        match op {
            Operator::Add => self.sum(left, right, 1),
            Operator::Sub => self.sum(left, right, -1),
            Operator::Mult => self.product(left, right),
            Operator::Mod => match right.known() {
                Some(_) => Num::small(),
                None if right.size.is_one() => Num::small(),
                None => Num::sized(right.size.clone()),
            },
            Operator::FloorDiv | Operator::Div => match (left.known(), right.known()) {
                (Some(left), Some(right)) => left.checked_div(right).map_or_else(Num::small, Num::exact),
                _ => match right.single_var() {
                    Some(var) if self.vars.origin(var) == Origin::Input => Num::sized(left.size.over(var)),
                    _ => Num::sized(left.size.clone()),
                },
            },
            Operator::Pow => power(left, right),
            Operator::LShift => Num::sized(left.size.times(&right.size.exponential())),
            Operator::BitAnd if left.known().is_some() || right.known().is_some() => Num::small(),
            Operator::BitAnd | Operator::RShift => Num::sized(left.size.clone()),
            Operator::BitOr | Operator::BitXor | Operator::MatMult => Num::sized(left.size.plus(&right.size)),
        }
    }

    fn sum(&mut self, left: &Num, right: &Num, factor: i64) -> Num {
        let linear = left.linear.as_ref().zip(right.linear.as_ref());
        match linear.and_then(|(left, right)| left.plus(right, factor)) {
            Some(linear) => Num { size: self.size_of(&linear), linear: Some(linear) },
            None => Num::sized(left.size.plus(&right.size)),
        }
    }

    fn product(&mut self, left: &Num, right: &Num) -> Num {
        let scaled = match (left.known(), right.known()) {
            (Some(by), _) => right.linear.as_ref().and_then(|linear| Linear::default().plus(linear, by)),
            (_, Some(by)) => left.linear.as_ref().and_then(|linear| Linear::default().plus(linear, by)),
            _ => None,
        };
        match scaled {
            Some(linear) => Num { size: self.size_of(&linear), linear: Some(linear) },
            None => Num::sized(left.size.times(&right.size)),
        }
    }

    /// How large a sum becomes: what is subtracted does not count, unless there is nothing else.
    fn size_of(&self, linear: &Linear) -> Cost {
        let sum = |terms: &mut dyn Iterator<Item = &(crate::cost::Var, i64)>| {
            terms.fold(Cost::ONE, |sum, (var, _)| sum.plus(&self.vars.bound(*var)))
        };
        if linear.terms.iter().any(|(_, times)| *times > 0) {
            sum(&mut linear.terms.iter().filter(|(_, times)| *times > 0))
        } else {
            sum(&mut linear.terms.iter())
        }
    }

    /// How far it is from one number up to another.
    pub(super) fn distance(&mut self, from: &Num, to: &Num) -> Cost {
        let linear = to.linear.as_ref().zip(from.linear.as_ref());
        match linear.and_then(|(to, from)| to.plus(from, -1)) {
            Some(linear) if linear.terms.iter().any(|(_, times)| *times > 0) => self.size_of(&linear),
            // Only subtractions: nothing, or the larger end is not where it seems.
            Some(linear) if linear.terms.iter().all(|(var, _)| self.vars.origin(*var) == Origin::Counter) => Cost::ONE,
            Some(linear) => self.size_of(&linear),
            None if to.size.is_one() && to.known().is_some() => Cost::ONE,
            None if to.size.is_one() => from.size.clone(),
            None => to.size.clone(),
        }
    }
}

fn power(base: &Num, exponent: &Num) -> Num {
    if let (Some(base), Some(exponent)) = (base.known(), exponent.known())
        && let Some(value) = u32::try_from(exponent).ok().and_then(|exponent| base.checked_pow(exponent))
    {
        return Num::exact(value);
    }
    match exponent.known() {
        Some(times) => {
            let times = times.clamp(1, EXPONENT_MAX);
            Num::sized((1..times).fold(base.size.clone(), |product, _| product.times(&base.size)))
        }
        None => Num::sized(exponent.size.exponential().times(&base.size)),
    }
}
