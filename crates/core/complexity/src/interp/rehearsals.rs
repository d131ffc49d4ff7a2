//! Calls of functions that nothing calls.

use ruff_python_ast::{AnyParameterRef, StmtClassDef, StmtFunctionDef};

use super::Interp;
use super::calls::Given;
use crate::cost::Cost;
use crate::scan;
use crate::value::{Callable, Num, ObjId, Value};
use crate::vars::Origin;

impl<'a> Interp<'a> {
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
    pub(super) fn any_value(&mut self, def: &'a StmtFunctionDef, parameter: &AnyParameterRef<'a>) -> Value<'a> {
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

    pub(super) fn any_list(&mut self, name: &str, item: Value<'a>) -> Value<'a> {
        let len = Cost::var(self.vars.fresh(Origin::Parameter, Some(name)));
        self.list(len, item)
    }
}

/// The parameters of a function, without those that take any number.
fn parameters_of(def: &StmtFunctionDef) -> impl Iterator<Item = AnyParameterRef<'_>> {
    def.parameters.iter().filter(|parameter| !parameter.is_variadic())
}
