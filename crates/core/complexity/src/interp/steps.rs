//! Names that step towards the end of a `while` loop.

use ruff_python_ast::{Expr, Operator, Stmt};

use super::Interp;
use super::whiles::Bound;
use crate::cost::Cost;
use crate::scan::{self, Change, Changes};

impl<'a> Interp<'a> {
    /// Names that step up or down between the two sides.
    pub(super) fn stepping(
        &mut self,
        names: &[&'a str],
        (left, right): (&'a Expr, &'a Expr),
        body: &'a [Stmt],
        changes: &Changes<'a>,
    ) -> Option<Bound<'a>> {
        let mut rounds: Option<Cost> = None;
        let mut steady = Vec::new();
        let mut all_up = true;
        let mut always = true;
        for name in names {
            let Some(change) = changes.of(name).iter().find(|change| matches!(change, Change::Up(_) | Change::Down(_)))
            else {
                continue;
            };
            let far = match change {
                Change::Down(_) => self.name_size(name),
                _ => self.opposite(name, left, right),
            };
            let (Change::Up(step) | Change::Down(step)) = change else { continue };
            let way = Self::way(name, left, &far, *step, changes);
            if is_steady(changes, name) {
                steady.push(*name);
            }
            let up = matches!(change, Change::Up(_));
            always &= scan::steps_always(body, name);
            rounds = Some(match rounds {
                // What only grows passes the end as soon as one part does; so does what moves in every round.
                Some(other) if up && all_up || always => {
                    if way.class() < other.class() {
                        way
                    } else {
                        other
                    }
                }
                Some(other) => other.plus(&way),
                None => way,
            });
            all_up &= up;
        }
        rounds.map(|rounds| Bound { steady, ..Bound::of(rounds) })
    }

    /// The size of the side that does not hold the name.
    pub(super) fn opposite(&mut self, name: &str, left: &'a Expr, right: &'a Expr) -> Cost {
        let other = if scan::mentions(left, name) { right } else { left };
        let value = self.eval(other);
        self.magnitude(&value)
    }

    /// How many steps it takes.
    pub(super) fn way(name: &str, left: &'a Expr, far: &Cost, step: Option<&'a Expr>, changes: &Changes<'a>) -> Cost {
        if let Some(degree) = degree_of(left, name) {
            return if degree == 0 { far.log() } else { far.root(degree) };
        }
        let Some(step) = step else { return far.clone() };
        let names = scan::names_in(step);
        if has_power(step) || names.iter().any(|name| changes.of(name).contains(&Change::Grow)) {
            return far.log();
        }
        if names.iter().any(|name| is_steady(changes, name) && matches!(changes.of(name), [Change::Up(None), ..])) {
            return far.root(2);
        }
        far.clone()
    }
}

/// Whether a name only ever moves in one direction.
pub(super) fn is_steady(changes: &Changes<'_>, name: &str) -> bool {
    let all = changes.of(name);
    all.iter().all(|change| matches!(change, Change::Up(_)))
        || all.iter().all(|change| matches!(change, Change::Down(_)))
        || all.iter().all(|change| *change == Change::Shrink)
}

/// The power in which a side holds a name: two for `i * i`, none at all for an exponent.
fn degree_of(side: &Expr, name: &str) -> Option<i32> {
    let Expr::BinOp(operation) = side else { return None };
    match operation.op {
        Operator::Mult => {
            let count = scan::names_in(side).iter().filter(|part| **part == name).count();
            (count >= 2).then(|| i32::try_from(count).unwrap_or(2).min(3))
        }
        Operator::Pow | Operator::LShift if scan::mentions(&operation.right, name) => Some(0),
        Operator::Pow => match &*operation.right {
            Expr::NumberLiteral(_) if scan::mentions(&operation.left, name) => Some(2),
            _ => None,
        },
        _ => None,
    }
}

fn has_power(expr: &Expr) -> bool {
    match expr {
        Expr::BinOp(operation) => {
            matches!(operation.op, Operator::Pow | Operator::LShift)
                || has_power(&operation.left)
                || has_power(&operation.right)
        }
        Expr::Call(call) => call.arguments.args.iter().any(has_power),
        _ => false,
    }
}
