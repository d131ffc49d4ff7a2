//! Numbers that are written down, and roots.

use ruff_python_ast::{Expr, ExprNumberLiteral, Number, Operator};

use crate::value::{Num, Value};

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
