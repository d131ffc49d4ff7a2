//! Parts into which a function takes what it was given: halves on average, as quicksort does.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};

use super::facts::{mentions, names_in};
use super::updates::{Change, Changes, changes};

/// Names in the arguments of self calls that stand for a part, or for the place between two parts.
pub fn partitions<'a>(def: &'a StmtFunctionDef, calls: &[(&'a ExprCall, bool)]) -> Vec<&'a str> {
    let params: Vec<&str> = def.parameters.iter().map(|parameter| parameter.as_parameter().name.as_str()).collect();
    let mut parts = Vec::new();
    for (name, value) in assigned(&def.body) {
        let filtered = params.iter().any(|param| is_filtered(value, param));
        if filtered || value.is_call_expr() && is_between(name, calls) {
            parts.push(name);
        }
    }
    parts.extend(meeting(def, &params, calls));
    parts.extend(cut(def, calls));
    parts
}

/// `build(items[:i])` and `build(items[i + 1:])`: the place at which the function has found that its list falls apart.
fn cut<'a>(def: &'a StmtFunctionDef, calls: &[(&'a ExprCall, bool)]) -> Option<&'a str> {
    let slices = |call: &'a ExprCall| {
        call.arguments.args.iter().filter_map(|argument| match argument {
            Expr::Subscript(subscript) => subscript.slice.as_slice_expr(),
            _ => None,
        })
    };
    let [(one, false), (two, false)] = calls else { return None };
    let until = slices(one).find_map(|slice| slice.upper.as_deref().filter(|_| slice.lower.is_none()))?;
    let from = slices(two).find_map(|slice| slice.lower.as_deref().filter(|_| slice.upper.is_none()))?;
    let name = names_in(until).into_iter().find(|name| mentions(from, name))?;
    is_sought(&changes(&def.body), name).then_some(name)
}

/// `sort(low, j)` and `sort(i, high)`: the inner ends of two parts of one range, which the function itself has looked for.
fn meeting<'a>(def: &'a StmtFunctionDef, params: &[&str], calls: &[(&'a ExprCall, bool)]) -> Vec<&'a str> {
    let plain: Vec<&ExprCall> = calls.iter().filter(|(_, looped)| !looped).map(|(call, _)| *call).collect();
    let [one, two] = plain.as_slice() else { return Vec::new() };
    let pairs: Vec<_> = one.arguments.args.iter().zip(&two.arguments.args).collect();
    let is_param = |expr: &Expr| matches!(expr, Expr::Name(name) if params.contains(&name.id.as_str()));
    let inner = |expr: &'a Expr| match names_in(expr).as_slice() {
        [name] if !params.contains(name) => Some(*name),
        _ => None,
    };
    // One call keeps the lower end of the range, the other one the upper end.
    let upper_of_first = pairs.iter().find(|(left, right)| is_param(right) && !is_param(left));
    let lower_of_second = pairs.iter().find(|(left, right)| is_param(left) && !is_param(right));
    let ends = (upper_of_first.and_then(|(left, _)| inner(left)), lower_of_second.and_then(|(_, right)| inner(right)));
    let (Some(left), Some(right)) = ends else { return Vec::new() };
    let changes = changes(&def.body);
    if [left, right].iter().all(|name| is_sought(&changes, name)) { vec![left, right] } else { Vec::new() }
}

/// Whether a name steps to where it is, or a call found its place.
fn is_sought(changes: &Changes<'_>, name: &str) -> bool {
    changes.of(name).iter().any(|change| match change {
        Change::Up(_) | Change::Down(_) => true,
        Change::Set(value) => value.is_call_expr(),
        _ => false,
    })
}

/// Whether an expression keeps some elements of a parameter.
pub fn is_filtered(value: &Expr, param: &str) -> bool {
    match value {
        Expr::ListComp(inner) => match inner.generators.as_slice() {
            [generator] => !generator.ifs.is_empty() && mentions(&generator.iter, param),
            _ => false,
        },
        Expr::Call(call) => call.arguments.args.iter().any(|argument| is_filtered(argument, param)),
        _ => false,
    }
}

/// `sort(low, place - 1)` and `sort(place + 1, high)`
fn is_between(name: &str, calls: &[(&ExprCall, bool)]) -> bool {
    let places = |call: &ExprCall| {
        let argument = |argument: &Expr| names_in(argument) == [name];
        call.arguments.args.iter().position(argument)
    };
    let mut found: Vec<usize> = calls.iter().filter_map(|(call, _)| places(call)).collect();
    found.sort_unstable();
    found.dedup();
    found.len() >= 2
}

/// Names with what the function's own statements assign to them.
fn assigned(body: &[Stmt]) -> Vec<(&str, &Expr)> {
    let mut found = Vec::new();
    for stmt in body {
        match stmt {
            Stmt::Assign(assign) => {
                if let [Expr::Name(name)] = assign.targets.as_slice() {
                    found.push((name.id.as_str(), &*assign.value));
                }
            }
            Stmt::If(inner) => {
                found.extend(assigned(&inner.body));
                found.extend(inner.elif_else_clauses.iter().flat_map(|clause| assigned(&clause.body)));
            }
            _ => {}
        }
    }
    found
}
