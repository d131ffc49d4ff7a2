//! What runs when a function of the program is called.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ruff_python_ast::{AnyParameterRef, Expr, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::calls::Given;
use super::calls::{Activation, Record};
use super::loops::Round;
use super::{Interp, Scope};
use crate::cost::Cost;
use crate::scan;
use crate::value::{Kind, Num, ObjId, Value};

impl<'a> Interp<'a> {
    pub(super) fn run(
        &mut self,
        key: usize,
        def: &'a StmtFunctionDef,
        owner: Option<ObjId>,
        given: Given<'a>,
    ) -> Value<'a> {
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
            if scan::always_calls_itself(def) {
                self.lose_end(at, "these calls");
            }
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

    pub(super) fn remember(
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
    pub(super) fn within(
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
        if let Some(scope) = self.scopes.pop() {
            self.leave_scope(scope);
        }
        value
    }

    /// What a function leaves behind is still seen by what it defined.
    fn leave_scope(&mut self, scope: Scope<'a>) {
        if !scope.names.values().any(|value| matches!(value, Value::Function(_))) && !self.returned_function() {
            return;
        }
        match self.left.iter().position(|(range, _)| *range == scope.range) {
            Some(index) => {
                let (range, names) = self.left.remove(index);
                let before = Scope { names, globals: HashSet::new(), range };
                let mut merged = self.merge(vec![before], &[scope]);
                self.left.extend(merged.pop().map(|scope| (scope.range, scope.names)));
            }
            None => self.left.push((scope.range, scope.names)),
        }
    }

    fn returned_function(&self) -> bool {
        self.active.last().is_some_and(|active| active.returns.as_ref().is_some_and(Value::is_called))
    }

    /// Parameters with what they are given, and with the names that stand for it at the caller.
    #[expect(clippy::type_complexity, reason = "two lists, taken apart at once")]
    pub(super) fn parameters(
        &mut self,
        parameters: &'a ruff_python_ast::Parameters,
        given: Given<'a>,
        owner: Option<ObjId>,
    ) -> (Vec<(&'a str, Value<'a>)>, Vec<(&'a str, Vec<&'a str>)>) {
        let spread = given.starred.and_then(|index| given.values.get(index).cloned().map(|value| (index, value)));
        let mut values = given.values.into_iter().enumerate().peekable();
        let mut names = given.names.into_iter();
        let mut owner = owner.map(Value::Obj);
        let mut params = Vec::new();
        let mut arguments = Vec::new();
        for parameter in parameters {
            let name = parameter.as_parameter().name.as_str();
            if parameter.is_variadic() {
                let mut rest = Cost::ONE;
                let mut all = Value::Unknown;
                for (index, value) in values.by_ref() {
                    let starred = spread.as_ref().is_some_and(|(from, _)| index == *from);
                    rest = if starred { rest.plus(&self.len_of(&value)) } else { rest };
                    let item = if starred { self.element_of(&value) } else { value };
                    all = self.join(&all, &item);
                }
                let rest = self.list(rest, all);
                params.push((name, rest));
                continue;
            }
            let keyword = given.named.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
            let value = owner.take().or(keyword);
            let value = match (value, &spread) {
                (Some(value), _) => Some(value),
                (None, Some((from, container))) if values.peek().is_some_and(|(index, _)| index == from) => {
                    Some(self.fresh_item(container))
                }
                (None, _) => values.next().map(|(_, value)| value),
            };
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
