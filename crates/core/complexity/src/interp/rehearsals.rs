//! Calls of functions that nothing calls.

use ruff_python_ast::{AnyParameterRef, StmtClassDef, StmtFunctionDef};

use super::Interp;
use super::calls::Given;
use crate::cost::Cost;
use crate::scan;
use crate::value::{Callable, ObjId, Value};
use crate::vars::Origin;

impl<'a> Interp<'a> {
    /// Calls a function that nothing calls, with sizes that stand for any.
    pub fn rehearse(&mut self, def: &'a StmtFunctionDef, owner: Option<ObjId>) {
        let key = Callable::Def(def, owner).key();
        if self.records.contains_key(&key) {
            return;
        }
        let mut given = Given::default();
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
        let top = self.top();
        self.frames[top].cost = Cost::ONE;
        self.invoke(Callable::Def(def, owner), given);
        // What all rounds share over something that was given is charged to the caller.
        let cost = self.frames[top].cost.clone();
        if let Some(record) = self.records.get_mut(&key) {
            record.cost = record.cost.plus(&cost);
        }
    }

    /// Calls a method that nothing calls, on an instance of its class.
    pub fn rehearse_method(&mut self, class: &'a StmtClassDef, def: &'a StmtFunctionDef) {
        let key = Callable::Def(def, None).key();
        if !self.records.contains_key(&key) {
            let instance = self.instance(class, Given::default(), None);
            let owner = if let Value::Obj(id) = instance { Some(id) } else { None };
            self.rehearse(def, owner);
        }
    }

    /// What a parameter is, as far as its use tells.
    pub(super) fn any_value(&mut self, def: &'a StmtFunctionDef, parameter: &AnyParameterRef<'a>) -> Value<'a> {
        let name = parameter.as_parameter().name.as_str();
        let annotation = parameter.as_parameter().annotation.as_deref();
        self.any_of_shape(scan::shape_of(&def.body, name, annotation), name, Origin::Parameter)
    }
}

/// The parameters of a function, without those that take any number.
fn parameters_of(def: &StmtFunctionDef) -> impl Iterator<Item = AnyParameterRef<'_>> {
    def.parameters.iter().filter(|parameter| !parameter.is_variadic())
}
