//! How the arguments of a self call compare with the parameters.

use ruff_python_ast::{Expr, Operator};

use super::facts::mentions;
use super::partitions::is_filtered;
use super::self_calls::Step;

pub(super) fn step_of(argument: &Expr, param: &str, middles: &[&str]) -> Step {
    match argument {
        Expr::Name(name) if name.id.as_str() == param => Step::Same,
        Expr::Name(name) if middles.contains(&name.id.as_str()) => Step::Halves,
        Expr::Subscript(subscript) => match &*subscript.slice {
            Expr::Slice(slice) => {
                let parts = [&slice.lower, &slice.upper].into_iter().flatten();
                let halves = parts.into_iter().any(|part| halves(part, middles));
                if halves { Step::HalfSlice } else { Step::TailSlice }
            }
            _ => Step::Other,
        },
        Expr::BinOp(operation) => {
            if halves(argument, middles) || operation.op == Operator::Mod {
                return Step::Halves;
            }
            let own = mentions(&operation.left, param);
            match operation.op {
                Operator::Sub if own => Step::Down,
                Operator::Add if own || mentions(&operation.right, param) => Step::Up,
                _ => Step::Other,
            }
        }
        Expr::ListComp(_) if is_filtered(argument, param) => Step::HalfSlice,
        Expr::Call(call) => call.arguments.args.first().map_or(Step::Other, |inner| {
            if mentions(inner, param) { step_of(inner, param, middles) } else { Step::Other }
        }),
        _ => Step::Other,
    }
}

fn halves(expr: &Expr, middles: &[&str]) -> bool {
    match expr {
        Expr::Name(name) => middles.contains(&name.id.as_str()),
        Expr::BinOp(operation) => {
            matches!(operation.op, Operator::FloorDiv | Operator::Div | Operator::RShift)
                || halves(&operation.left, middles)
                || halves(&operation.right, middles)
        }
        Expr::Call(call) => call.arguments.args.iter().any(|argument| halves(argument, middles)),
        _ => false,
    }
}
