//! How often the condition of a `while` loop holds.

use ruff_python_ast::{BoolOp, Expr, Stmt, UnaryOp};

use super::Interp;
use super::steps::is_steady;
use super::whiles::Bound;
use crate::cost::Cost;
use crate::scan::{self, Change, Changes};
use crate::value::Value;
use crate::vars::Origin;

impl<'a> Interp<'a> {
    pub(super) fn condition(&mut self, test: &'a Expr, body: &'a [Stmt], changes: &Changes<'a>) -> Option<Bound<'a>> {
        match test {
            Expr::BoolOp(operation) => {
                let bounds = operation.values.iter().filter_map(|value| self.condition(value, body, changes));
                let bounds: Vec<Bound<'a>> = bounds.collect();
                let all = bounds.len() == operation.values.len();
                match operation.op {
                    BoolOp::And => bounds.into_iter().reduce(|best, bound| smaller(Some(best), bound)),
                    BoolOp::Or if all => bounds.into_iter().reduce(|sum, bound| Bound {
                        rounds: sum.rounds.plus(&bound.rounds),
                        steady: [sum.steady, bound.steady].concat(),
                        level: sum.level.zip(bound.level).map(|(left, right)| left.max(right)),
                        soft: sum.soft || bound.soft,
                    }),
                    BoolOp::Or => bounds.into_iter().next().map(|bound| Bound { soft: true, ..bound }),
                }
            }
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.condition(&operation.operand, body, changes)
            }
            Expr::Compare(compare) => {
                let mut left = &*compare.left;
                let mut best = None;
                for right in &compare.comparators {
                    if let Some(bound) = self.comparison_bound(left, right, body, changes) {
                        best = Some(smaller(best, bound));
                    }
                    left = right;
                }
                best
            }
            Expr::Named(inner) => self.condition(&inner.value, body, changes),
            Expr::Name(_) | Expr::Attribute(_) | Expr::Call(_) | Expr::Subscript(_) | Expr::BinOp(_) => {
                self.comparison_bound(test, test, body, changes)
            }
            _ => None,
        }
    }

    /// How often two sides may compare as they do.
    pub(super) fn comparison_bound(
        &mut self,
        left: &'a Expr,
        right: &'a Expr,
        body: &'a [Stmt],
        changes: &Changes<'a>,
    ) -> Option<Bound<'a>> {
        let mut names = scan::names_in(left);
        if !std::ptr::eq(left, right) {
            names.extend(scan::names_in(right));
        }
        let any =
            |wanted: fn(&Change<'a>) -> bool| names.iter().copied().find(|name| changes.of(name).iter().any(wanted));
        if any(|change| *change == Change::Middle).is_some() {
            return Some(Bound::of(self.halvings(&names)));
        }
        if let Some(name) = any(|change| matches!(change, Change::Shrink | Change::Remainder)) {
            // A divisor that does not always fit steps up until its own end: the rounds in between are no halvings.
            let moves = |change: &Change<'a>| matches!(change, Change::Up(_) | Change::Down(_));
            let steps = names.iter().any(|other| *other != name && changes.of(other).iter().any(moves));
            if !steps || scan::changes_always(body, name) {
                let steady = if is_steady(changes, name) { vec![name] } else { Vec::new() };
                return Some(Bound { steady, ..Bound::of(self.halvings(&[name])) });
            }
            return self.stepping(&names, (left, right), body, changes);
        }
        if let Some(rounds) = self.chase(left, changes) {
            return Some(Bound::of(rounds));
        }
        if let Some(bound) = self.fall_back(&names, changes) {
            return Some(bound);
        }
        if let Some(bound) = self.container_bound(&names, body) {
            return Some(bound);
        }
        if let Some(bound) = self.cell_bound(left, body) {
            return Some(bound);
        }
        if any(|change| *change == Change::Grow).is_some() {
            let (left, right) = (self.eval(left), self.eval(right));
            let sizes = self.magnitude(&left).plus(&self.magnitude(&right));
            return Some(Bound::of(sizes.log()));
        }
        self.stepping(&names, (left, right), body, changes)
    }

    /// `x = parent[x]` until it stays: the height of a forest that is kept low.
    pub(super) fn chase(&mut self, left: &'a Expr, changes: &Changes<'a>) -> Option<Cost> {
        let Expr::Subscript(subscript) = left else { return None };
        let (Expr::Name(base), Expr::Name(index)) = (&*subscript.value, &*subscript.slice) else { return None };
        let climbs = |change: &Change<'a>| matches!(change, Change::Set(Expr::Subscript(from)) if scan::mentions(&from.value, base.id.as_str()));
        if !changes.of(index.id.as_str()).iter().any(climbs) {
            return None;
        }
        Some(self.name_size(base.id.as_str()).log())
    }

    /// `j = border[j - 1]` until something fits: what falls back has been stepped up before, so that the rounds of the
    /// loop around share the way.
    pub(super) fn fall_back(&mut self, names: &[&'a str], changes: &Changes<'a>) -> Option<Bound<'a>> {
        let level = self.frames.last().filter(|frame| !frame.body.is_empty())?.parent;
        for name in names {
            let [Change::Set(Expr::Subscript(subscript))] = changes.of(name) else { continue };
            let Expr::Name(base) = &*subscript.value else { continue };
            if scan::mentions(&subscript.slice, name) {
                let value = self.lookup(base.id.as_str())?;
                let rounds = self.len_of(&value);
                return Some(Bound { rounds, steady: Vec::new(), level: Some(level), soft: true });
            }
        }
        None
    }

    /// The logarithm of a range; of its own size, where both of its ends are written in the program.
    pub(super) fn halvings(&mut self, names: &[&'a str]) -> Cost {
        let sizes = names.iter().fold(Cost::ONE, |sum, name| sum.plus(&self.name_size(name)));
        if sizes.is_one() {
            let large = names.iter().any(|name| match self.lookup(name) {
                Some(Value::Num(number)) => number.known().is_none_or(|known| known > 64),
                _ => true,
            });
            let range = self.vars.fresh(Origin::Input, Some("range"));
            return if large { Cost::var(range).log() } else { Cost::ONE };
        }
        sizes.log()
    }

    pub(super) fn name_size(&mut self, name: &str) -> Cost {
        match self.lookup(name) {
            Some(value) => self.magnitude(&value),
            None => Cost::ONE,
        }
    }
}

/// The smaller of two bounds; both together where neither is, because either may move in a round.
pub(super) fn smaller<'a>(best: Option<Bound<'a>>, bound: Bound<'a>) -> Bound<'a> {
    let Some(best) = best else { return bound };
    let key = |bound: &Bound<'_>| (bound.soft, bound.level.is_none(), bound.rounds.class());
    if best.level.is_some() != bound.level.is_some() || best.soft != bound.soft {
        return if key(&best) <= key(&bound) { best } else { bound };
    }
    match best.rounds.class().cmp(&bound.rounds.class()) {
        std::cmp::Ordering::Less => best,
        std::cmp::Ordering::Greater => bound,
        std::cmp::Ordering::Equal => Bound {
            rounds: best.rounds.plus(&bound.rounds),
            steady: [best.steady, bound.steady].concat(),
            level: best.level.zip(bound.level).map(|(left, right)| left.max(right)),
            soft: best.soft,
        },
    }
}
