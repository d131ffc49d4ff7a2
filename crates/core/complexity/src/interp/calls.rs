//! Calls of the program's own functions.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ruff_python_ast::{AnyParameterRef, Expr, ExprCall, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::loops::Round;
use super::{Interp, Scope};
use crate::cost::Cost;
use crate::scan;
use crate::value::{Callable, Field, Kind, Num, ObjId, Value};
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
pub(super) struct Given<'a> {
    pub values: Vec<Value<'a>>,
    pub named: Vec<(&'a str, Value<'a>)>,
    /// The names in each argument.
    pub names: Vec<Vec<&'a str>>,
}

impl<'a> Interp<'a> {
    pub(super) fn call(&mut self, call: &'a ExprCall) -> Value<'a> {
        let function = self.eval(&call.func);
        let mut given = Given { values: Vec::new(), named: Vec::new(), names: Vec::new() };
        for argument in &call.arguments.args {
            let value = self.eval(argument);
            let value = self.as_input(argument, value, matches!(function, Value::Function(_)));
            let value = if argument.is_starred_expr() { Self::spread(&value, &mut given) } else { value };
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
        match function {
            Value::Function(callable) => self.invoke(callable, given),
            Value::Class(class) => self.instance(class, given),
            Value::Builtin(name) => self.builtin(name, &given, call),
            Value::Method(owner, name) => self.method(&owner, name, &given, call),
            Value::Stdin => self.read_line(),
            _ => Value::Unknown,
        }
    }

    /// Calls a value with one element, as `map` or a key function does.
    pub(super) fn apply(&mut self, function: &Value<'a>, item: Value<'a>, call: &'a ExprCall) -> Value<'a> {
        let given = Given { values: vec![item], named: Vec::new(), names: vec![Vec::new()] };
        self.dispatch(function.clone(), given, call)
    }

    fn instance(&mut self, class: &'a StmtClassDef, given: Given<'a>) -> Value<'a> {
        let id = self.object(Kind::Instance, Cost::ONE, Value::Unknown);
        for stmt in &class.body {
            match stmt {
                Stmt::FunctionDef(def) => {
                    let method = Value::Function(Callable::Def(def, Some(id)));
                    self.obj_mut(id).fields.insert(Field::Name(def.name.as_str()), method);
                }
                Stmt::Assign(assign) => {
                    let value = self.eval(&assign.value);
                    if let [Expr::Name(name)] = assign.targets.as_slice() {
                        self.obj_mut(id).fields.insert(Field::Name(name.id.as_str()), value);
                    }
                }
                _ => {}
            }
        }
        if let Some(Value::Function(init)) = self.field(id, "__init__") {
            self.invoke(init, given);
        }
        Value::Obj(id)
    }

    /// Calls a function of the program.
    pub(super) fn invoke(&mut self, callable: Callable<'a>, given: Given<'a>) -> Value<'a> {
        let key = callable.key();
        if let Some(active) = self.active.iter_mut().find(|active| active.key == key) {
            active.selves += 1;
            return self.echo(given);
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
                let params = names.map(|names| self.parameters(names, given, None)).unwrap_or_default();
                self.within(lambda.range(), &params.0, params.1, |interp| interp.eval(&lambda.body))
            }
        };
        self.leave();
        result
    }

    /// What a function gives that is already running: something like what it was given.
    fn echo(&mut self, given: Given<'a>) -> Value<'a> {
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

    fn run(&mut self, key: usize, def: &'a StmtFunctionDef, owner: Option<ObjId>, given: Given<'a>) -> Value<'a> {
        let (params, arguments) = self.parameters(&def.parameters, given, owner);
        let yields = is_generator(&def.body).then(|| self.object(Kind::Iterator, Cost::ONE, Value::Unknown));
        self.active.push(Activation { key, returns: None, yields, params: params.clone(), selves: 0 });
        let heap = self.heap.len();
        let mut own = Cost::ONE;
        let at = def.range().start();
        self.within(def.range(), &params, arguments, |interp| {
            let warm = std::mem::take(&mut interp.warm);
            interp.block(&def.body);
            interp.warm = warm;
            own = interp.frames.last().map(|frame| frame.cost.clone()).unwrap_or_default();
            Value::Unknown
        });
        let Some(active) = self.active.pop() else { return Value::Unknown };
        let mut cost = own.clone();
        let mut pattern = None;
        if active.selves > 0 {
            let solved = self.solve(def, &active.params, &own);
            let total = solved.cost.times(&self.rounds_since(solved.level, 0));
            self.charge_at(solved.level, &solved.cost);
            self.stack = self.stack.plus(&solved.depth);
            if solved.stepwise {
                self.stack = self.stack.plus(&solved.depth.times(&self.space_since(heap)));
            }
            let (text, soft) = (format!("`{}` calls itself: {}", def.name, solved.text), solved.soft);
            self.note(at, total, soft, || text);
            pattern = Some(solved.text);
            cost = solved.cost;
        }
        let result = match (active.yields, active.returns) {
            (Some(id), _) => Value::Obj(id),
            (None, Some(value)) => value,
            (None, None) => Value::Num(Num::small()),
        };
        let space = self.space_since(heap);
        self.remember(key, def, &cost, &space, pattern, &result);
        result
    }

    fn remember(
        &mut self,
        key: usize,
        def: &'a StmtFunctionDef,
        cost: &Cost,
        space: &Cost,
        recursion: Option<String>,
        result: &Value<'a>,
    ) {
        let name = def.name.as_str();
        let record = self.records.entry(key).or_insert_with(|| Record {
            name,
            range: def.range(),
            cost: Cost::ONE,
            space: Cost::ONE,
            recursion: None,
            result: Value::Unknown,
            calls: 0,
        });
        record.calls += 1;
        record.cost = record.cost.plus(cost);
        record.space = record.space.plus(space);
        record.recursion = recursion.or(record.recursion.take());
        record.result = result.clone();
    }

    /// Runs something in a scope and a frame of its own.
    fn within(
        &mut self,
        range: TextRange,
        params: &[(&'a str, Value<'a>)],
        arguments: Vec<(&'a str, Vec<&'a str>)>,
        body: impl FnOnce(&mut Self) -> Value<'a>,
    ) -> Value<'a> {
        let names: HashMap<&'a str, Value<'a>> = params.iter().cloned().collect();
        self.scopes.push(Scope { names: Rc::new(names), globals: HashSet::new(), range });
        let binds = params.iter().map(|(name, _)| *name).collect();
        let round = Round { rounds: Cost::ONE, shared: None, at: range.start(), soft: false };
        self.push_frame(&round, binds, &[]);
        if let Some(frame) = self.frames.last_mut() {
            frame.arguments = Some(arguments);
        }
        let depth = self.scopes.len();
        let value = body(self);
        self.scopes.truncate(depth);
        self.pop_frame(range.start(), "");
        self.scopes.pop();
        value
    }

    /// Parameters with what they are given, and with the names that stand for it at the caller.
    #[expect(clippy::type_complexity, reason = "two lists, taken apart at once")]
    fn parameters(
        &mut self,
        parameters: &'a ruff_python_ast::Parameters,
        given: Given<'a>,
        owner: Option<ObjId>,
    ) -> (Vec<(&'a str, Value<'a>)>, Vec<(&'a str, Vec<&'a str>)>) {
        let mut values = given.values.into_iter();
        let mut names = given.names.into_iter();
        let mut owner = owner.map(Value::Obj);
        let mut params = Vec::new();
        let mut arguments = Vec::new();
        for parameter in parameters {
            let name = parameter.as_parameter().name.as_str();
            if parameter.is_variadic() {
                let item = values.next().unwrap_or(Value::Unknown);
                let rest = self.list(Cost::ONE, item);
                params.push((name, rest));
                continue;
            }
            let keyword = given.named.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
            let value = owner.take().or(keyword).or_else(|| values.next());
            let value = value.or_else(|| default_of(parameter).map(|default| self.eval(default)));
            params.push((name, value.unwrap_or(Value::Unknown)));
            arguments.push((name, names.next().unwrap_or_default()));
        }
        (params, arguments)
    }

    pub(super) fn returned(&mut self, value: Value<'a>) {
        let Some(before) = self.active.last_mut().map(|active| active.returns.take()) else { return };
        let joined = match before {
            Some(before) => self.join(&before, &value),
            None => value,
        };
        if let Some(active) = self.active.last_mut() {
            active.returns = Some(joined);
        }
    }

    pub(super) fn yielded(&mut self, value: &Value<'a>) {
        let Some(id) = self.active.last().and_then(|active| active.yields) else { return };
        self.grow(id, &Cost::ONE, value);
    }

    /// Calls a function that nothing calls, with sizes that stand for any.
    pub fn rehearse(&mut self, def: &'a StmtFunctionDef, owner: Option<ObjId>) {
        let key = Callable::Def(def, owner).key();
        if self.records.contains_key(&key) {
            return;
        }
        let mut given = Given { values: Vec::new(), named: Vec::new(), names: Vec::new() };
        let skip = usize::from(owner.is_some());
        let objects = self.heap.len();
        for parameter in parameters_of(def).skip(skip) {
            let value = self.any_value(def, &parameter);
            given.values.push(value);
            given.names.push(Vec::new());
        }
        for object in &mut self.heap[objects..] {
            object.outside = true;
        }
        self.invoke(Callable::Def(def, owner), given);
    }

    /// Calls a method that nothing calls, on an instance of its class.
    pub fn rehearse_method(&mut self, class: &'a StmtClassDef, def: &'a StmtFunctionDef) {
        let key = Callable::Def(def, None).key();
        if !self.records.contains_key(&key) {
            let given = Given { values: Vec::new(), named: Vec::new(), names: Vec::new() };
            let instance = self.instance(class, given);
            let owner = if let Value::Obj(id) = instance { Some(id) } else { None };
            self.rehearse(def, owner);
        }
    }

    /// What a parameter is, as far as its use tells.
    fn any_value(&mut self, def: &'a StmtFunctionDef, parameter: &AnyParameterRef<'a>) -> Value<'a> {
        let name = parameter.as_parameter().name.as_str();
        let annotation = parameter.as_parameter().annotation.as_deref();
        match scan::shape_of(&def.body, name, annotation) {
            scan::Shape::Number => {
                let var = self.vars.fresh(Origin::Parameter, Some(name));
                Value::Num(Num::var(var, Cost::var(var)))
            }
            scan::Shape::Text => Value::Text(Cost::var(self.vars.fresh(Origin::Parameter, Some(name)))),
            scan::Shape::Sequence => {
                let item = Value::Num(Num::small());
                self.any_list(name, item)
            }
            scan::Shape::Table => {
                let row = Cost::var(self.vars.fresh(Origin::Parameter, Some("m")));
                let row = self.list(row, Value::Num(Num::small()));
                self.any_list(name, row)
            }
        }
    }

    fn any_list(&mut self, name: &str, item: Value<'a>) -> Value<'a> {
        let len = Cost::var(self.vars.fresh(Origin::Parameter, Some(name)));
        self.list(len, item)
    }

    // === Space ===

    /// What objects made since then hold at once.
    pub fn space_since(&self, first: usize) -> Cost {
        let sizes = self.heap.iter().skip(first).filter(|object| object.kind != Kind::Iterator && !object.outside);
        sizes.fold(Cost::ONE, |sum, object| sum.plus(&self.kept(object, 4)))
    }

    fn kept(&self, object: &crate::value::Object<'a>, depth: u32) -> Cost {
        let own = object.len.plus(&object.shared_len);
        match &object.elem {
            Value::Obj(id) if depth > 0 => {
                let inner = self.obj(*id);
                let each = self.kept(inner, depth - 1).without(&|_| false);
                let part = Cost::plus(&own.times(&inner.len), &inner.shared_len);
                let deeper = if inner.elem.is_object() { own.times(&each) } else { part };
                own.plus(&deeper)
            }
            Value::Text(len) if len.class() >= crate::Class::Root => own.times(&self.vars.settle(len)),
            _ => own,
        }
    }
}

/// The parameters of a function, without those that take any number.
fn parameters_of(def: &StmtFunctionDef) -> impl Iterator<Item = AnyParameterRef<'_>> {
    def.parameters.iter().filter(|parameter| !parameter.is_variadic())
}

fn default_of(parameter: AnyParameterRef<'_>) -> Option<&Expr> {
    match parameter {
        AnyParameterRef::NonVariadic(inner) => inner.default.as_deref(),
        AnyParameterRef::Variadic(_) => None,
    }
}

/// Whether a function's own statements yield.
fn is_generator(body: &[Stmt]) -> bool {
    scan::yields(body)
}

fn is_size(number: i64) -> bool {
    number >= i64::try_from(SIZE_MIN).unwrap_or(0) && number <= SIZE_MAX
}
