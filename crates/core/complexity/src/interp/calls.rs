//! Calls of the program's own functions.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Interp;
use super::sequences::TUPLE_PARTS_MAX;
use crate::cost::Cost;
use crate::scan;
use crate::value::{Callable, Kind, Num, ObjId, Value};
use crate::vars::Origin;

/// Calls of one function that are followed; later ones cost what the dearest of these did.
const FOLLOWED_MAX: u32 = 12;
/// Calls within calls.
const ACTIVE_MAX: usize = 24;

/// What a program writes down is its input if it is at least so large.
const SIZE_MIN: usize = 3;
/// … and, for a number, no larger: beyond it are moduli and infinities.
const SIZE_MAX: i64 = 50_000_000;

/// What is known of a function.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    pub name: &'a str,
    pub range: TextRange,
    pub cost: Cost,
    pub space: Cost,
    pub recursion: Option<String>,
    pub result: Value<'a>,
    pub calls: u32,
}

/// A call that has not returned.
pub(super) struct Activation<'a> {
    pub key: usize,
    pub returns: Option<Value<'a>>,
    pub yields: Option<ObjId>,
    pub params: Vec<(&'a str, Value<'a>)>,
    /// Calls of itself, met on the way.
    pub selves: u32,
}

/// What a call is given.
#[derive(Clone, Default)]
pub(super) struct Given<'a> {
    pub values: Vec<Value<'a>>,
    pub named: Vec<(&'a str, Value<'a>)>,
    /// The names in each argument.
    pub names: Vec<Vec<&'a str>>,
    /// The first argument that is a container and stands for all of its elements.
    pub starred: Option<usize>,
}

impl<'a> Interp<'a> {
    pub(super) fn call(&mut self, call: &'a ExprCall) -> Value<'a> {
        let function = self.eval(&call.func);
        let mut given = Given::default();
        for argument in &call.arguments.args {
            let value = self.eval(argument);
            let value = self.as_input(argument, value, matches!(function, Value::Function(_)));
            let value = if argument.is_starred_expr() {
                let value = self.opened(value);
                if value.is_object() && given.starred.is_none() {
                    given.starred = Some(given.values.len());
                }
                Self::spread(&value, &mut given)
            } else {
                value
            };
            given.values.push(value);
            given.names.push(scan::names_in(argument));
        }
        for keyword in &call.arguments.keywords {
            let value = self.eval(&keyword.value);
            if let Some(name) = &keyword.arg {
                given.named.push((name.as_str(), value));
            }
        }
        self.dispatch(function, given, call)
    }

    /// In a program that reads nothing, what it writes down itself stands for its input.
    pub(super) fn as_input(&mut self, expr: &'a Expr, value: Value<'a>, wanted: bool) -> Value<'a> {
        if !wanted || self.facts.reads || self.scopes.len() > 1 || self.top() > 0 {
            return value;
        }
        let var = |interp: &mut Self| {
            let at = expr.range().start();
            *interp.literals.entry(at).or_insert_with(|| interp.vars.fresh(Origin::Parameter, None))
        };
        match (expr, &value) {
            (Expr::NumberLiteral(_), Value::Num(number)) if number.known().is_some_and(is_size) => {
                let var = var(self);
                Value::Num(Num::var(var, Cost::var(var)))
            }
            (Expr::List(list), Value::Obj(id)) if list.elts.len() >= SIZE_MIN => {
                let len = Cost::var(var(self));
                self.obj_mut(*id).len = len;
                value
            }
            (Expr::StringLiteral(text), Value::Text(_)) if text.value.len() >= SIZE_MIN => {
                Value::Text(Cost::var(var(self)))
            }
            _ => value,
        }
    }

    /// Arguments given as one: those of a tuple each, otherwise an element that stands for all.
    fn spread(value: &Value<'a>, given: &mut Given<'a>) -> Value<'a> {
        if let Value::Tuple(items) = value
            && let Some((last, rest)) = items.split_last()
        {
            given.values.extend(rest.iter().cloned());
            given.names.resize(given.values.len(), Vec::new());
            return last.clone();
        }
        value.clone()
    }

    fn dispatch(&mut self, function: Value<'a>, given: Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let called = self.has(&function, "__call__");
        match function {
            Value::Function(callable) => self.invoke(callable, given),
            Value::Class(class) => self.instance(class, given, Some(call)),
            Value::Builtin(name) => self.built_in(name, given, call),
            Value::Method(owner, name) => {
                let given = Given { values: self.all_opened(given.values), ..given };
                self.method(&owner, name, &given, call)
            }
            Value::Stdin => self.read_line(),
            Value::Either(all) => {
                let results: Vec<_> = all.iter().map(|one| self.dispatch(one.clone(), given.clone(), call)).collect();
                results.into_iter().reduce(|left, right| self.join(&left, &right)).unwrap_or(Value::Unknown)
            }
            Value::Partial(part) => {
                let (function, mut values) = (part.0.clone(), part.1.clone());
                let mut names = vec![Vec::new(); values.len()];
                let starred = given.starred.map(|index| index + values.len());
                values.extend(given.values);
                names.extend(given.names);
                self.dispatch(function, Given { values, names, named: given.named, starred }, call)
            }
            Value::Obj(id) if called && self.enter() => {
                let method = self.field(id, "__call__").unwrap_or(Value::Unknown);
                let value = self.dispatch(method, given, call);
                self.leave();
                value
            }
            _ => {
                self.lose(call.range().start(), || "what is called here is not followed".to_owned());
                Value::Unknown
            }
        }
    }

    /// A function with its first arguments. Named ones are not followed.
    pub(super) fn partial(&mut self, function: Value<'a>, given: &Given<'a>, at: TextSize) -> Value<'a> {
        if !given.named.is_empty() {
            self.lose(at, || "what a named argument of `partial` changes is not followed".to_owned());
        }
        let made = Value::Partial(Rc::new((function, given.values.iter().skip(1).cloned().collect())));
        if made.parts() > TUPLE_PARTS_MAX { Value::Unknown } else { made }
    }

    /// Objects of the program as what a walk over them gives.
    fn all_opened(&mut self, values: Vec<Value<'a>>) -> Vec<Value<'a>> {
        values.into_iter().map(|value| if self.has(&value, "__iter__") { self.opened(value) } else { value }).collect()
    }

    fn built_in(&mut self, name: &'a str, given: Given<'a>, call: &'a ExprCall) -> Value<'a> {
        if let Some(first) = given.values.first()
            && let Some(value) = self.built_in_on(name, first)
        {
            return value;
        }
        let walks = !matches!(name, "isinstance" | "type" | "id" | "print" | "hasattr" | "getattr" | "setattr");
        let values = if walks { self.all_opened(given.values) } else { given.values };
        self.builtin(name, &Given { values, ..given }, call)
    }

    /// Calls a value with nothing.
    pub(super) fn invoke_value(&mut self, function: &Value<'a>, call: &'a ExprCall) -> Value<'a> {
        self.dispatch(function.clone(), Given::default(), call)
    }

    /// Calls a value with an element and what the calls before gave, as `reduce` does.
    pub(super) fn apply_two(&mut self, function: &Value<'a>, item: &Value<'a>, call: &'a ExprCall) -> Value<'a> {
        let given = Given { values: vec![item.clone(); 2], names: vec![Vec::new(); 2], ..Given::default() };
        self.dispatch(function.clone(), given, call)
    }

    /// Calls a value with one element, as `map` or a key function does.
    pub(super) fn apply(&mut self, function: &Value<'a>, item: Value<'a>, call: &'a ExprCall) -> Value<'a> {
        let given = Given { values: vec![item], names: vec![Vec::new()], ..Given::default() };
        self.dispatch(function.clone(), given, call)
    }

    /// Calls a function of the program.
    pub(super) fn invoke(&mut self, callable: Callable<'a>, given: Given<'a>) -> Value<'a> {
        let key = callable.key();
        if let Some(active) = self.active.iter_mut().find(|active| active.key == key) {
            active.selves += 1;
            let before = active.returns.clone();
            return self.echo(given, before.as_ref());
        }
        if let Some(record) = self.records.get_mut(&key)
            && record.calls >= FOLLOWED_MAX
        {
            let (cost, result) = (record.cost.clone(), record.result.clone());
            self.charge(&cost);
            return result;
        }
        if self.active.len() >= ACTIVE_MAX || !self.enter() {
            self.exhausted = true;
            return Value::Unknown;
        }
        let result = match callable {
            Callable::Def(def, owner) => self.run(key, def, owner, given),
            Callable::Lambda(lambda) => {
                let names = lambda.parameters.as_deref();
                let (params, arguments) = names.map(|names| self.parameters(names, given, None)).unwrap_or_default();
                self.active.push(Activation { key, returns: None, yields: None, params: params.clone(), selves: 0 });
                let value = self.within(lambda.range(), &params, arguments, |interp| interp.eval(&lambda.body));
                self.end_lambda(lambda.range().start());
                value
            }
        };
        self.leave();
        result
    }

    /// How often a lambda calls itself is not followed.
    fn end_lambda(&mut self, at: TextSize) {
        if self.active.pop().is_some_and(|active| active.selves > 0) {
            let rounds = self.guess();
            self.stack = self.stack.plus(&rounds);
            self.charge_noted(&rounds, at, || "calls itself: how often is not followed".to_owned());
        }
    }

    /// What a function gives that is already running: something like what it was given, in the form that it gave before.
    fn echo(&mut self, given: Given<'a>, before: Option<&Value<'a>>) -> Value<'a> {
        if let Some(Value::Tuple(parts)) = before {
            let part = |interp: &mut Self, part: &Value<'a>| match part {
                Value::Obj(_) => interp.echo(given.clone(), None),
                other => other.clone(),
            };
            let parts = parts.iter().map(|one| part(self, one)).collect();
            return Self::tuple(parts);
        }
        let sized = given.values.into_iter().find(|value| match value {
            Value::Obj(id) => self.obj(*id).kind != Kind::Instance,
            _ => false,
        });
        match sized {
            Some(value) => {
                let (len, item) = (self.raw_len(&value), self.item(&value));
                let id = self.object(Kind::List, len, item);
                self.obj_mut(id).outside = true;
                Value::Obj(id)
            }
            None => Value::Num(Num::small()),
        }
    }
}

fn is_size(number: i64) -> bool {
    number >= i64::try_from(SIZE_MIN).unwrap_or(0) && number <= SIZE_MAX
}
