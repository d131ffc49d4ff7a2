//! What an assignment does to a name, by the form of the expression.

use ruff_python_ast::{Expr, ExprNumberLiteral, Number, Operator};

use super::facts::{mentions, names_in};
use super::updates::{Change, Changes};

/// Whether an expression halves a sum or difference of names.
pub(super) fn is_middle(expr: &Expr) -> bool {
    match expr {
        Expr::BinOp(operation) => {
            let halves = match operation.op {
                Operator::FloorDiv | Operator::Div => number(&operation.right).is_some_and(|by| by > 1.0),
                Operator::RShift => true,
                Operator::Mult => [&operation.left, &operation.right]
                    .iter()
                    .any(|side| number(side).is_some_and(|by| by > 0.0 && by < 1.0)),
                _ => false,
            };
            let mut names = names_in(expr);
            names.sort_unstable();
            names.dedup();
            (halves && names.len() >= 2) || is_middle(&operation.left) || is_middle(&operation.right)
        }
        Expr::Call(call) => call.arguments.args.iter().any(is_middle),
        _ => false,
    }
}

/// What assigning an expression to a name does to it.
pub(super) fn assigned<'a>(name: &str, value: &'a Expr, changes: &Changes<'a>) -> Change<'a> {
    if is_middle(value) || names_in(value).iter().any(|part| changes.is_middle(part)) {
        return Change::Middle;
    }
    match value {
        Expr::BinOp(operation) => {
            if operation.op == Operator::Mod {
                return Change::Remainder;
            }
            let own = |side: &Expr| matches!(side, Expr::Name(inner) if inner.id.as_str() == name);
            if own(&operation.left)
                && let Some(change) = stepped(operation.op, &operation.right)
            {
                return change;
            }
            if let Some(change) = scaled(name, value) {
                return change;
            }
            if let Some(change) = chained(name, value) {
                return change;
            }
            if own(&operation.right)
                && matches!(operation.op, Operator::Add | Operator::Mult)
                && let Some(change) = stepped(operation.op, &operation.left)
            {
                return change;
            }
            Change::Set(value)
        }
        Expr::Call(call) => {
            let wraps =
                matches!(&*call.func, Expr::Name(inner) if matches!(inner.id.as_str(), "int" | "round" | "abs"));
            match call.arguments.args.first() {
                Some(inner) if wraps && mentions(inner, name) => assigned(name, inner, changes),
                _ => Change::Set(value),
            }
        }
        _ => Change::Set(value),
    }
}

/// `x = 2 * x + 1`, `x = (x - 1) // 2`: nothing but numbers beside the name, and one of them multiplies or divides.
pub(super) fn scaled<'a>(name: &str, value: &'a Expr) -> Option<Change<'a>> {
    let mut change = None;
    let mut side = value;
    while let Expr::BinOp(operation) = side {
        let (left, right) = (&*operation.left, &*operation.right);
        let (inner, by) = if mentions(left, name) { (left, right) } else { (right, left) };
        let by = number(by)?;
        let divisor = mentions(right, name);
        match operation.op {
            Operator::Add | Operator::Sub => {}
            Operator::Mult if by > 1.0 => change = Some(Change::Grow),
            Operator::LShift if !divisor => change = Some(Change::Grow),
            Operator::FloorDiv | Operator::Div if by > 1.0 && !divisor => change = Some(Change::Shrink),
            Operator::RShift if !divisor => change = Some(Change::Shrink),
            _ => return None,
        }
        side = inner;
    }
    let own = matches!(side, Expr::Name(inner) if inner.id.as_str() == name);
    change.filter(|_| own)
}

/// `x = x + i + 1`, `x = x - i - 1`
fn chained<'a>(name: &str, value: &'a Expr) -> Option<Change<'a>> {
    let Expr::BinOp(outer) = value else { return None };
    let mut side = value;
    let mut numbers = true;
    while let Expr::BinOp(operation) = side {
        if operation.op != outer.op || mentions(&operation.right, name) {
            return None;
        }
        numbers &= number(&operation.right).is_some_and(|by| by >= 0.0);
        side = &operation.left;
    }
    if !matches!(side, Expr::Name(inner) if inner.id.as_str() == name) {
        return None;
    }
    let over = (!numbers).then_some(value);
    match outer.op {
        Operator::Add => Some(Change::Up(over)),
        Operator::Sub => Some(Change::Down(over)),
        _ => None,
    }
}

/// `x += x & -x` doubles the step each time, `x -= x & -x` takes one bit away.
pub(super) fn by_lowest_bit<'a>(name: &str, op: Operator, by: &'a Expr) -> Option<Change<'a>> {
    let Expr::BinOp(operation) = by else { return None };
    if operation.op != Operator::BitAnd || !mentions(&operation.left, name) || !mentions(&operation.right, name) {
        return None;
    }
    match op {
        Operator::Add | Operator::BitOr => Some(Change::Grow),
        Operator::Sub | Operator::BitXor => Some(Change::Shrink),
        _ => None,
    }
}

/// What an operator with the right operand does to its left one.
pub(super) fn stepped(op: Operator, by: &Expr) -> Option<Change<'_>> {
    let amount = number(by);
    let over = amount.is_none().then_some(by);
    match op {
        Operator::Add if amount.is_some_and(|by| by < 0.0) => Some(Change::Down(None)),
        Operator::Sub if amount.is_some_and(|by| by < 0.0) => Some(Change::Up(None)),
        Operator::Add => Some(Change::Up(over)),
        Operator::Sub => Some(Change::Down(over)),
        Operator::FloorDiv | Operator::Div | Operator::RShift | Operator::BitAnd => Some(Change::Shrink),
        Operator::Mult | Operator::LShift | Operator::Pow => Some(Change::Grow),
        Operator::Mod => Some(Change::Remainder),
        _ => None,
    }
}

/// How many parts a sum has beside two slices of a name that make it up again, as `a[1:] + a[:1]` does.
pub fn regrouped(expr: &Expr, name: &str) -> Option<u32> {
    let (mut from, mut to, mut others) = (0, 0, 0);
    let mut parts = vec![expr];
    while let Some(part) = parts.pop() {
        match part {
            Expr::BinOp(sum) if sum.op == Operator::Add => parts.extend([&*sum.left, &*sum.right]),
            Expr::Subscript(subscript) if mentions(&subscript.value, name) => match &*subscript.slice {
                Expr::Slice(slice) => match (&slice.lower, &slice.upper) {
                    (Some(_), None) => from += 1,
                    (None, Some(_)) => to += 1,
                    _ => return None,
                },
                _ => others += 1,
            },
            // A single element in a list of its own.
            Expr::List(list) if !list.elts.iter().any(Expr::is_starred_expr) => others += 1,
            part if mentions(part, name) => return None,
            _ => others += 1,
        }
    }
    (from <= 1 && to <= 1).then_some(others)
}

/// The number that an expression is.
pub(super) fn number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(value), .. }) => {
            value.as_i64().map(|value| i32::try_from(value).map_or(1e9, f64::from))
        }
        Expr::NumberLiteral(ExprNumberLiteral { value: Number::Float(value), .. }) => Some(*value),
        Expr::UnaryOp(operation) if operation.op == ruff_python_ast::UnaryOp::USub => {
            number(&operation.operand).map(|value| -value)
        }
        _ => None,
    }
}
