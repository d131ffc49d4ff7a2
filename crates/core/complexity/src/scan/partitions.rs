//! Parts into which a function takes what it was given: halves on average, as quicksort does.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};

use super::facts::{mentions, names_in};

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
    parts
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
