//! Containers and texts that are written down.

use std::rc::Rc;

use ruff_python_ast::{Comprehension, Expr};
use ruff_text_size::Ranged;

use super::loops::Round;
use super::{Interp, Scope};
use crate::cost::Cost;
use crate::value::{Field, Kind, Value};

impl<'a> Interp<'a> {
    pub(super) fn formatted(&mut self, expr: &'a Expr) -> Value<'a> {
        let Expr::FString(text) = expr else { return Value::Text(Cost::ONE) };
        let mut len = Cost::ONE;
        for element in text.value.elements() {
            if let Some(inner) = element.as_interpolation() {
                let value = self.eval(&inner.expression);
                if matches!(value, Value::Text(_) | Value::Obj(_)) {
                    len = len.plus(&self.len_of(&value));
                }
            }
        }
        self.charge(&len);
        Value::Text(len)
    }

    pub(super) fn display(&mut self, kind: Kind, items: &'a [Expr]) -> Value<'a> {
        let mut elem = Value::Unknown;
        let mut len = Cost::ONE;
        let mut fields = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let value = self.eval(item);
            let value = if item.is_starred_expr() {
                len = len.plus(&self.len_of(&value));
                self.item(&value)
            } else {
                if items.len() > 1 && !matches!(value, Value::Num(_)) {
                    fields.push((Field::Index(i64::try_from(index).unwrap_or(0)), value.clone()));
                }
                value
            };
            elem = if index == 0 { value } else { self.join(&elem, &value) };
        }
        self.charge(&len);
        let id = self.object(kind, len, elem);
        self.obj_mut(id).fields.extend(fields);
        Value::Obj(id)
    }

    pub(super) fn tuple_display(&mut self, items: &'a [Expr]) -> Value<'a> {
        if items.iter().any(Expr::is_starred_expr) {
            return self.display(Kind::List, items);
        }
        let items = items.iter().map(|item| self.eval(item)).collect();
        Self::tuple(items)
    }

    pub(super) fn comprehension(
        &mut self,
        kind: Kind,
        generators: &'a [Comprehension],
        key: Option<&'a Expr>,
        elt: &'a Expr,
    ) -> Value<'a> {
        let range = elt.range();
        let scope = Scope {
            names: Rc::clone(&self.scopes[self.scopes.len() - 1].names),
            globals: self.scopes[self.scopes.len() - 1].globals.clone(),
            range: self.scopes[self.scopes.len() - 1].range,
        };
        self.scopes.push(scope);
        let base = self.top();
        let mut len = Cost::ONE;
        for generator in generators {
            let value = self.eval(&generator.iter);
            let value = self.opened(value);
            let walk = self.walk(&generator.iter, &value);
            len = len.times(&walk.rounds);
            let round = Round { rounds: walk.rounds, shared: walk.shared, at: generator.range.start(), soft: false };
            self.push_frame(&round, crate::scan::names_in(&generator.target), &[]);
            self.assign(&generator.target, walk.item);
            for condition in &generator.ifs {
                self.eval(condition);
            }
        }
        let key = key.map(|key| self.eval(key));
        let elem = self.eval(elt);
        while self.top() > base {
            self.pop_frame(range.start(), "a comprehension");
        }
        self.scopes.pop();
        let id = self.object(kind, len, elem);
        if let Some(key) = key {
            self.obj_mut(id).key = key;
        }
        Value::Obj(id)
    }
}
