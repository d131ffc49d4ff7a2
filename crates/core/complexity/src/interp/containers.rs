//! Containers made from others, and heaps.

use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use super::Interp;
use super::calls::Given;
use crate::cost::Cost;
use crate::value::{Callable, Kind, Num, Value};

impl<'a> Interp<'a> {
    pub(super) fn container(&mut self, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let kind = match name {
            "set" | "frozenset" => Kind::Set,
            "deque" => Kind::Deque,
            "Counter" | "dict" | "defaultdict" | "OrderedDict" => Kind::Dict,
            _ => Kind::List,
        };
        let source = given.values.first().cloned();
        let Some(value) = source else {
            return Value::Obj(self.object(kind, Cost::ONE, Value::Unknown));
        };
        if name == "defaultdict" {
            return self.default_dict(&value, call);
        }
        let read = self.is_read(&value);
        let len = if read { self.raw_len(&value) } else { self.len_of(&value) };
        let letters = matches!(value, Value::Text(_));
        if let (Some(argument), false) = (call.arguments.args.first(), len.is_one()) {
            if letters && argument.is_call_expr() {
                self.vars.mark_text(&len);
            }
            self.charge_walk(argument, &value, call.range().start(), || format!("`{name}` of all elements"));
        }
        let item = self.element_of(&value);
        let keyed = matches!(kind, Kind::Set | Kind::Dict) && letters;
        let len = if keyed { Cost::ONE } else { len };
        let id = match kind {
            Kind::Dict => {
                let id = self.object(kind, len.clone(), Value::Num(Num::sized(len)));
                self.obj_mut(id).key = item;
                id
            }
            _ => self.object(kind, len, item),
        };
        let made = Value::Obj(id);
        self.keep_read(&value, &made);
        if let (Value::Obj(from), true) = (&value, kind == Kind::List) {
            let shared = self.obj(*from).shared_len.clone();
            self.obj_mut(id).shared_len = shared;
        }
        made
    }

    /// The default of a missing key stands for all of its values.
    pub(super) fn default_dict(&mut self, factory: &Value<'a>, call: &'a ExprCall) -> Value<'a> {
        let elem = match factory {
            Value::Builtin("int" | "float" | "str" | "bool") => Value::Num(Num::small()),
            Value::Function(Callable::Lambda(_)) | Value::Builtin(_) => {
                let given = Given::default();
                match factory {
                    Value::Builtin(name) => self.builtin(name, &given, call),
                    Value::Function(callable) => self.invoke(*callable, given),
                    _ => Value::Unknown,
                }
            }
            _ => Value::Unknown,
        };
        Value::Obj(self.object(Kind::Dict, Cost::ONE, elem))
    }

    pub(super) fn heap(&mut self, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let Some(Value::Obj(id)) = given.values.first().cloned() else { return Value::Unknown };
        if matches!(name, "heappush" | "heappushpop" | "heapreplace") {
            let item = given.values.get(1).cloned().unwrap_or(Value::Unknown);
            if let (Some(container), "heappush") = (call.arguments.args.first(), name) {
                self.grow_named(id, container, &item);
            }
        }
        let len = self.len_of(&Value::Obj(id));
        let held = self.item(&Value::Obj(id));
        self.compared(&len.log(), &held);
        self.charge_noted(&len.log(), call.range().start(), || "a step of a heap".to_owned());
        self.item(&Value::Obj(id))
    }
}
