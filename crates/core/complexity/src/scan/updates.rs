//! How names change in a loop's body.

use std::collections::HashMap;

use ruff_python_ast::{Expr, ExprNumberLiteral, Number, Operator, Stmt};

use super::facts::{mentions, names_in};

/// One way in which a round changes a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change<'a> {
    /// Steps up, by a constant or by what is given.
    Up(Option<&'a Expr>),
    /// Steps down, likewise.
    Down(Option<&'a Expr>),
    /// Divided by a constant.
    Shrink,
    /// Multiplied by a constant.
    Grow,
    /// Becomes a remainder, as in Euclid's algorithm.
    Remainder,
    /// Becomes the middle of a range, or next to it.
    Middle,
    /// Anything else.
    Set(&'a Expr),
}

/// The changes of each name.
#[derive(Debug, Default)]
pub struct Changes<'a> {
    found: HashMap<&'a str, Vec<Change<'a>>>,
    /// Names that hold the middle of two others.
    middles: Vec<&'a str>,
}

impl<'a> Changes<'a> {
    /// The changes of a name.
    pub fn of(&self, name: &str) -> &[Change<'a>] {
        self.found.get(name).map_or(&[], Vec::as_slice)
    }

    /// All names that change.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.found.keys().copied()
    }

    fn push(&mut self, name: &'a str, change: Change<'a>) {
        self.found.entry(name).or_default().push(change);
    }
}

/// The changes that statements make, those of inner loops included; not those in functions.
pub fn changes(body: &[Stmt]) -> Changes<'_> {
    let mut changes = Changes::default();
    find_middles(body, &mut changes.middles);
    statements(body, &mut changes);
    changes
}

/// Whether every round steps a name.
pub fn steps_always(body: &[Stmt], name: &str) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::AugAssign(assign) => matches!(&*assign.target, Expr::Name(own) if own.id.as_str() == name),
        _ => false,
    })
}

/// Names that hold the middle of two others, or half of one.
pub fn middles(body: &[Stmt]) -> Vec<&str> {
    let mut middles = Vec::new();
    find_middles(body, &mut middles);
    find_halves(body, &mut middles);
    middles
}

fn find_halves<'a>(body: &'a [Stmt], halves: &mut Vec<&'a str>) {
    for stmt in body {
        if let Stmt::Assign(assign) = stmt
            && let ([Expr::Name(name)], Expr::BinOp(operation)) = (assign.targets.as_slice(), &*assign.value)
            && matches!(operation.op, Operator::FloorDiv | Operator::Div | Operator::RShift)
        {
            halves.push(name.id.as_str());
        }
        each_body(stmt, &mut |inner| find_halves(inner, halves));
    }
}

fn each_body<'a>(stmt: &'a Stmt, see: &mut dyn FnMut(&'a [Stmt])) {
    match stmt {
        Stmt::For(inner) => {
            see(&inner.body);
            see(&inner.orelse);
        }
        Stmt::While(inner) => {
            see(&inner.body);
            see(&inner.orelse);
        }
        Stmt::If(inner) => {
            see(&inner.body);
            inner.elif_else_clauses.iter().for_each(|clause| see(&clause.body));
        }
        Stmt::With(inner) => see(&inner.body),
        Stmt::Try(inner) => {
            see(&inner.body);
            see(&inner.orelse);
            see(&inner.finalbody);
            for handler in &inner.handlers {
                let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                see(&handler.body);
            }
        }
        _ => {}
    }
}

fn find_middles<'a>(body: &'a [Stmt], middles: &mut Vec<&'a str>) {
    for stmt in body {
        if let Stmt::Assign(assign) = stmt
            && let [Expr::Name(name)] = assign.targets.as_slice()
            && is_middle(&assign.value)
        {
            middles.push(name.id.as_str());
        }
        each_body(stmt, &mut |inner| find_middles(inner, middles));
    }
}

/// Whether an expression halves a sum or difference of names.
fn is_middle(expr: &Expr) -> bool {
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

fn statements<'a>(body: &'a [Stmt], changes: &mut Changes<'a>) {
    for stmt in body {
        match stmt {
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    assignment(target, &assign.value, changes);
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    assignment(&assign.target, value, changes);
                }
            }
            Stmt::AugAssign(assign) => {
                if let Expr::Name(name) = &*assign.target {
                    let own = name.id.as_str();
                    let change = by_lowest_bit(own, assign.op, &assign.value);
                    let change = change.or_else(|| stepped(assign.op, &assign.value));
                    let change = change.unwrap_or(Change::Set(&assign.value));
                    changes.push(name.id.as_str(), change);
                }
            }
            Stmt::For(inner) => targets(&inner.target, &inner.iter, changes),
            _ => {}
        }
        each_body(stmt, &mut |inner| statements(inner, changes));
    }
}

fn targets<'a>(target: &'a Expr, from: &'a Expr, changes: &mut Changes<'a>) {
    for name in names_in(target) {
        changes.push(name, Change::Set(from));
    }
}

fn assignment<'a>(target: &'a Expr, value: &'a Expr, changes: &mut Changes<'a>) {
    match (target, value) {
        (Expr::Name(name), value) => {
            let change = assigned(name.id.as_str(), value, changes);
            changes.push(name.id.as_str(), change);
        }
        (Expr::Tuple(left), Expr::Tuple(right)) if left.elts.len() == right.elts.len() => {
            for (target, value) in left.elts.iter().zip(&right.elts) {
                assignment(target, value, changes);
            }
        }
        (Expr::Tuple(left), value) => left.elts.iter().for_each(|target| targets(target, value, changes)),
        _ => {}
    }
}

/// What assigning an expression to a name does to it.
fn assigned<'a>(name: &str, value: &'a Expr, changes: &Changes<'a>) -> Change<'a> {
    if is_middle(value) || names_in(value).iter().any(|part| changes.middles.contains(part)) {
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
fn scaled<'a>(name: &str, value: &'a Expr) -> Option<Change<'a>> {
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
fn by_lowest_bit<'a>(name: &str, op: Operator, by: &'a Expr) -> Option<Change<'a>> {
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
fn stepped(op: Operator, by: &Expr) -> Option<Change<'_>> {
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

/// The number that an expression is.
fn number(expr: &Expr) -> Option<f64> {
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
