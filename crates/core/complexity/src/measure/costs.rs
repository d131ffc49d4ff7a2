//! What built-ins cost: which part of an expression tells, and the function of the prelude that is put around it.
//!
//! | function | counts |
//! | --- | --- |
//! | `t` | one step |
//! | `k` | one, and the length of the list or text |
//! | `i` | one, and what going over the value takes; an iterator is counted as it goes |
//! | `j` | what going over the value takes, if that is known before |
//! | `o` | one, and what sorting the list takes |
//! | `g` | one, and the logarithm of the length of the list |

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, Number, Operator, UnaryOp};

use super::identifiers::Identifiers;

/// Methods that look at, or move, every element.
const WHOLE: [&str; 11] =
    ["copy", "count", "find", "index", "insert", "lower", "remove", "reverse", "rfind", "rindex", "upper"];
/// Methods whose result is as long as their work.
const MAKING: [&str; 5] = ["join", "replace", "rsplit", "split", "splitlines"];
/// Methods that go over their argument.
const TAKING: [&str; 6] = ["difference", "extend", "extendleft", "intersection", "union", "update"];
/// Functions that make a list or tuple.
const LISTS: [&str; 2] = ["list", "tuple"];
/// Functions that go over their first argument.
const OVER_FIRST: [&str; 12] =
    ["Counter", "OrderedDict", "all", "any", "deque", "dict", "frozenset", "heapify", "max", "min", "set", "sum"];
/// Functions that look at one element after halving, or move as many.
const HALVING: [&str; 8] =
    ["bisect", "bisect_left", "bisect_right", "heappop", "heappush", "heappushpop", "heapreplace", "merge"];
/// Functions that move elements of their first argument.
const MOVING: [&str; 3] = ["insort", "insort_left", "insort_right"];

/// Something to be counted.
pub(super) struct Cost<'a> {
    /// Around what the counting goes.
    pub around: &'a Expr,
    /// By which function.
    pub function: char,
}

#[expect(clippy::unnecessary_wraps, reason = "it ends searches for something that may not be there")]
fn cost(around: &Expr, function: char) -> Option<Cost<'_>> {
    Some(Cost { around, function })
}

/// What a call costs apart from the program's own lines.
pub(super) fn of_call<'a>(expr: &'a Expr, call: &'a ExprCall, names: &Identifiers<'_>) -> Option<Cost<'a>> {
    match &*call.func {
        Expr::Name(name) if names.is_pythons(name.id.as_str()) => of_function(expr, call, name.id.as_str()),
        Expr::Attribute(method) => of_method(expr, call, method),
        _ => None,
    }
}

fn of_function<'a>(expr: &'a Expr, call: &'a ExprCall, name: &str) -> Option<Cost<'a>> {
    let given = &*call.arguments.args;
    let first = given.first().filter(|first| !first.is_starred_expr())?;
    let single = given.len() == 1;
    if LISTS.contains(&name) {
        return cost(expr, 'k').filter(|_| single);
    }
    if HALVING.contains(&name) || MOVING.contains(&name) {
        return cost(first, if MOVING.contains(&name) { 'k' } else { 'g' });
    }
    match name {
        "sorted" => cost(expr, 'o'),
        "reduce" => cost(given.get(1).filter(|second| is_counted_apart(second))?, 'i'),
        "sum" if given.len() == 2 => cost(expr, 'k'),
        _ if OVER_FIRST.contains(&name) && single && is_counted_apart(first) => cost(first, 'i'),
        _ => None,
    }
}

fn of_method<'a>(expr: &'a Expr, call: &'a ExprCall, method: &'a ExprAttribute) -> Option<Cost<'a>> {
    let first = call.arguments.args.first().filter(|first| !first.is_starred_expr());
    let name = method.attr.as_str();
    match name {
        "sort" => cost(&method.value, 'o'),
        "pop" => cost(&method.value, 'k').filter(|_| first.is_some_and(|first| !is_from_the_end(first))),
        _ if HALVING.contains(&name) => cost(first?, 'g'),
        _ if MOVING.contains(&name) => cost(first?, 'k'),
        "heapify" => cost(first?, 'j'),
        _ if MAKING.contains(&name) => cost(expr, 'k'),
        _ if WHOLE.contains(&name) => cost(&method.value, 'k'),
        _ if TAKING.contains(&name) => cost(first.filter(|first| is_counted_apart(first))?, 'j'),
        _ => None,
    }
}

/// `pop(-1)`, which moves nothing.
fn is_from_the_end(index: &Expr) -> bool {
    matches!(index, Expr::UnaryOp(operation) if operation.op == UnaryOp::USub && is_number(&operation.operand))
}

/// What is being made element by element is counted there.
fn is_counted_apart(expr: &Expr) -> bool {
    !matches!(expr, Expr::Generator(_) | Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Starred(_))
}

/// Whether a value that is added to a variable may be a list or a text.
pub(super) fn may_be_long(value: &Expr) -> bool {
    match value {
        Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::Compare(_) => false,
        Expr::UnaryOp(operation) => may_be_long(&operation.operand),
        Expr::BinOp(operation) => match operation.op {
            Operator::Add | Operator::Mult => may_be_long(&operation.left) && may_be_long(&operation.right),
            _ => false,
        },
        Expr::Call(call) => {
            !matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "int" | "len" | "abs" | "ord"))
        }
        _ => true,
    }
}

/// Whether what is looked through may be long.
pub(super) fn may_be_searched(container: &Expr) -> bool {
    match container {
        Expr::Tuple(_) | Expr::List(_) | Expr::Set(_) | Expr::Dict(_) | Expr::StringLiteral(_) => false,
        Expr::Call(call) => !matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "range"),
        _ => true,
    }
}

/// Whether an operation plainly makes a text or a list: a product, or the outermost of sums.
pub(super) fn makes_sequence(expr: &Expr, within_sum: bool) -> bool {
    match expr {
        Expr::BinOp(operation) => match operation.op {
            Operator::Mult => is_sequence(expr),
            Operator::Add => !within_sum && is_sequence(expr),
            _ => false,
        },
        _ => false,
    }
}

fn is_sequence(expr: &Expr) -> bool {
    match expr {
        Expr::List(_) | Expr::ListComp(_) | Expr::StringLiteral(_) | Expr::FString(_) => true,
        Expr::Subscript(inner) => inner.slice.is_slice_expr(),
        Expr::BinOp(operation) if matches!(operation.op, Operator::Add | Operator::Mult) => {
            is_sequence(&operation.left) || is_sequence(&operation.right)
        }
        Expr::Call(call) => matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "str" | "list")),
        _ => false,
    }
}

fn is_number(expr: &Expr) -> bool {
    matches!(expr, Expr::NumberLiteral(literal) if !matches!(literal.value, Number::Complex { .. }))
}
