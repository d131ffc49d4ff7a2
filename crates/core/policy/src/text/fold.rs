//! Constant folding of expressions that build strings.

use ruff_python_ast::{
    Arguments, Comprehension, Expr, ExprBinOp, ExprCall, ExprFString, ExprSlice, FStringPart,
    InterpolatedStringElement, Operator, UnaryOp,
};

use super::pieces::{
    LIST_MAX, apply, as_list, bounded, characters, cost, cost_of_parts, from_hex, is_long, join, map, number, percent,
    repeat, replace, sliced, swap_case, words,
};
use super::{HOLE, Value};
use crate::scope::{Binder, ScopeId, Scopes};

/// Names that lead to names.
const NAMES_MAX: u32 = 8;

/// Folds expressions of one source within its budget.
pub struct Folder<'s, 'a> {
    scopes: &'s Scopes<'a>,
}

impl<'s, 'a> Folder<'s, 'a> {
    pub fn new(scopes: &'s Scopes<'a>) -> Self {
        Self { scopes }
    }

    /// The value of an expression as far as it is known.
    pub fn fold(&self, expr: &Expr, scope: ScopeId) -> Value {
        Fold { folder: self, scope, names: 0 }.expr(expr)
    }

    /// The same for text only.
    pub fn text(&self, expr: &Expr, scope: ScopeId) -> Option<String> {
        self.fold(expr, scope).known_text()
    }
}

/// Folding at one place.
#[derive(Clone, Copy)]
struct Fold<'f, 's, 'a> {
    folder: &'f Folder<'s, 'a>,
    scope: ScopeId,
    names: u32,
}

impl Fold<'_, '_, '_> {
    fn expr(self, expr: &Expr) -> Value {
        let budget = &self.folder.scopes.budget;
        let Some(_level) = budget.descend() else { return Value::Unknown };
        let value = bounded(self.known(expr));
        if budget.spend(cost(&value)) { value } else { Value::Unknown }
    }

    fn known(self, expr: &Expr) -> Value {
        match expr {
            Expr::StringLiteral(literal) => Value::Text(literal.value.to_str().to_owned()),
            Expr::BytesLiteral(literal) => Value::Bytes(literal.value.bytes().collect()),
            Expr::NumberLiteral(literal) => number(&literal.value),
            Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => match self.expr(&unary.operand) {
                Value::Number(number) => Value::Number(-number),
                _ => Value::Unknown,
            },
            Expr::FString(literal) => self.f_string(literal),
            Expr::List(list) => self.list(&list.elts),
            Expr::Tuple(tuple) => self.list(&tuple.elts),
            Expr::Starred(starred) => self.expr(&starred.value),
            Expr::Named(named) => self.expr(&named.value),
            Expr::Generator(items) => self.comprehension(&items.elt, &items.generators),
            Expr::ListComp(list) => self.comprehension(&list.elt, &list.generators),
            Expr::BinOp(operation) => self.operation(operation),
            Expr::Subscript(subscript) => self.item(self.expr(&subscript.value), &subscript.slice),
            Expr::Call(call) => self.call(call),
            Expr::Name(name) => self.name(name.id.as_str()),
            _ => Value::Unknown,
        }
    }

    /// A value that is to be taken apart.
    fn parts(self, expr: &Expr) -> Value {
        let value = self.expr(expr);
        if self.folder.scopes.budget.spend(cost_of_parts(&value)) { value } else { Value::Unknown }
    }

    fn list(self, items: &[Expr]) -> Value {
        let items = items.iter().take(LIST_MAX).map(|item| match (item, self.expr(item)) {
            (Expr::Starred(_), Value::List(inner)) => inner,
            (Expr::Starred(_), Value::Text(text)) => characters(&text),
            (_, value) => vec![value],
        });
        Value::List(items.flatten().take(LIST_MAX).collect())
    }

    /// A name with a single assignment. Loop variables and parameters are unknown.
    fn name(self, name: &str) -> Value {
        let scopes = self.folder.scopes;
        let Some(found) = scopes.look_up(name, self.scope) else { return Value::Unknown };
        match found.only() {
            Some(Binder::Value(value)) if self.names < NAMES_MAX && !scopes.facts.changed_names.contains(name) => {
                Fold { folder: self.folder, scope: found.scope, names: self.names + 1 }.expr(value)
            }
            _ => Value::Unknown,
        }
    }

    fn f_string(self, literal: &ExprFString) -> Value {
        let mut text = String::new();
        for part in &literal.value {
            if is_long(&text) {
                return Value::Unknown;
            }
            match part {
                FStringPart::Literal(literal) => text.push_str(&literal.value),
                FStringPart::FString(literal) => {
                    literal.elements.iter().for_each(|element| self.element(element, &mut text));
                }
            }
        }
        Value::Text(text)
    }

    fn element(self, element: &InterpolatedStringElement, text: &mut String) {
        match element {
            _ if is_long(text) => {}
            InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
            InterpolatedStringElement::Interpolation(inner) if inner.format_spec.is_none() => {
                text.push_str(&self.expr(&inner.expression).into_text());
            }
            InterpolatedStringElement::Interpolation(_) => text.push(HOLE),
        }
    }

    /// A comprehension over something known is folded item by item only for the plain `chr(x) for x in …`; else it
    /// stands for any number of its results.
    fn comprehension(self, result: &Expr, generators: &[Comprehension]) -> Value {
        if let ([only], Expr::Call(call)) = (generators, result)
            && only.ifs.is_empty()
            && let (Expr::Name(target), [Expr::Name(argument)]) = (&only.target, &*call.arguments.args)
            && target.id == argument.id
            && let Some(function) = builtin_name(&call.func)
        {
            return map(function, self.parts(&only.iter));
        }
        if let ([only], Expr::Name(result), Expr::Name(target)) = (generators, result, &generators[0].target)
            && only.ifs.is_empty()
            && result.id == target.id
        {
            return as_list(self.parts(&only.iter));
        }
        Value::List(vec![self.expr(result)])
    }

    fn operation(self, operation: &ExprBinOp) -> Value {
        // A long chain of `+` leans left; following it by recursion is bounded by the source's checked depth.
        let (left, right) = (self.expr(&operation.left), self.expr(&operation.right));
        match (operation.op, left, right) {
            (Operator::Add, Value::Number(a), Value::Number(b)) => {
                a.checked_add(b).map_or(Value::Unknown, Value::Number)
            }
            (Operator::Sub, Value::Number(a), Value::Number(b)) => {
                a.checked_sub(b).map_or(Value::Unknown, Value::Number)
            }
            (Operator::BitXor, Value::Number(a), Value::Number(b)) => Value::Number(a ^ b),
            (Operator::Add, Value::Bytes(a), Value::Bytes(b)) => Value::Bytes([a, b].concat()),
            (Operator::Add, Value::List(a), Value::List(b)) => Value::List([a, b].concat()),
            (Operator::Add, Value::Text(a), b) => Value::Text(a + &b.into_text()),
            (Operator::Add, a, Value::Text(b)) => Value::Text(a.into_text() + &b),
            (Operator::Mult, text @ (Value::Text(_) | Value::List(_)), times)
            | (Operator::Mult, times, text @ (Value::Text(_) | Value::List(_))) => repeat(text, &times),
            (Operator::Mod, Value::Text(format), arguments) => Value::Text(percent(&format, arguments)),
            _ => Value::Unknown,
        }
    }

    fn item(self, value: Value, index: &Expr) -> Value {
        if let Expr::Slice(slice) = index {
            return self.slice(value, slice);
        }
        self.folder.scopes.budget.spend(cost_of_parts(&value));
        match (as_list(value), self.expr(index)) {
            (Value::List(items), Value::Number(at)) => {
                let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
                let at = usize::try_from(if at < 0 { at + length } else { at }).ok();
                at.and_then(|at| items.get(at).cloned()).unwrap_or(Value::Unknown)
            }
            _ => Value::Unknown,
        }
    }

    fn slice(self, value: Value, slice: &ExprSlice) -> Value {
        let bound = |expr: Option<&Expr>| expr.map(|expr| self.expr(expr));
        let (lower, upper) = (bound(slice.lower.as_deref()), bound(slice.upper.as_deref()));
        let step = bound(slice.step.as_deref()).unwrap_or(Value::Number(1));
        let text = matches!(value, Value::Text(_));
        self.folder.scopes.budget.spend(cost_of_parts(&value));
        let (Value::List(items), Value::Number(step)) = (as_list(value), step) else { return Value::Unknown };
        let known = |bound: Option<Value>| match bound {
            None => Some(None),
            Some(Value::Number(number)) => Some(Some(number)),
            Some(_) => None,
        };
        let (Some(lower), Some(upper)) = (known(lower), known(upper)) else { return Value::Unknown };
        let items = sliced(&items, lower, upper, step);
        if text { Value::Text(items.into_iter().map(Value::into_text).collect()) } else { Value::List(items) }
    }

    fn call(self, call: &ExprCall) -> Value {
        if let Expr::Attribute(method) = &*call.func {
            return self.method(self.expr(&method.value), method.attr.as_str(), &call.arguments);
        }
        let Some(function) = builtin_name(&call.func) else { return Value::Unknown };
        match (function, &*call.arguments.args) {
            ("map", [Expr::Name(function), items]) => map(function.id.as_str(), self.parts(items)),
            ("str" | "chr" | "list" | "tuple" | "reversed" | "bytes" | "bytearray", [argument]) => {
                apply(function, self.parts(argument))
            }
            _ => Value::Unknown,
        }
    }

    fn method(self, receiver: Value, method: &str, arguments: &Arguments) -> Value {
        let arguments: Vec<Value> = arguments.args.iter().map(|argument| self.expr(argument)).collect();
        self.folder.scopes.budget.spend(arguments.iter().chain([&receiver]).map(cost_of_parts).sum());
        match (receiver, method, arguments.as_slice()) {
            (Value::Text(separator), "join", [items]) => join(&separator, items.clone()),
            (Value::Text(text), "replace", [Value::Text(from), Value::Text(to)]) => replace(&text, from, to),
            (Value::Text(text), "lower" | "casefold", []) => Value::Text(text.to_lowercase()),
            (Value::Text(text), "upper", []) => Value::Text(text.to_uppercase()),
            (Value::Text(text), "strip", []) => Value::Text(text.trim().to_owned()),
            (Value::Text(text), "lstrip", []) => Value::Text(text.trim_start().to_owned()),
            (Value::Text(text), "rstrip", []) => Value::Text(text.trim_end().to_owned()),
            (Value::Text(text), "strip" | "lstrip" | "rstrip", [Value::Text(characters)]) => {
                Value::Text(text.trim_matches(|c| characters.contains(c)).to_owned())
            }
            (Value::Text(text), "swapcase", []) => Value::Text(text.chars().map(swap_case).collect()),
            (Value::Text(text), "split", []) => words(text.split_whitespace()),
            (Value::Text(text), "split", [Value::Text(separator)]) if !separator.is_empty() => {
                words(text.split(separator.as_str()))
            }
            (Value::Text(text), "encode", _) => Value::Bytes(text.into_bytes()),
            (Value::Text(text), "format", _) => Value::Text(super::format::filled(&text, &arguments)),
            (Value::Bytes(bytes), "decode", _) => Value::Text(String::from_utf8_lossy(&bytes).into_owned()),
            (Value::Unknown, "fromhex", [Value::Text(digits)]) => from_hex(digits).map_or(Value::Unknown, Value::Bytes),
            _ => Value::Unknown,
        }
    }
}

fn builtin_name(function: &Expr) -> Option<&str> {
    match function {
        Expr::Name(name) => Some(name.id.as_str()),
        _ => None,
    }
}
