//! Methods that Python itself calls: for operators, for built-ins, for walks.

use ruff_python_ast::Operator;

use super::Interp;
use super::calls::Given;
use crate::cost::Cost;
use crate::value::{Field, Kind, Num, Value};

/// What classes may overload.
const OPERATORS: [Operator; 13] = [
    Operator::Add,
    Operator::Sub,
    Operator::Mult,
    Operator::MatMult,
    Operator::Div,
    Operator::Mod,
    Operator::Pow,
    Operator::LShift,
    Operator::RShift,
    Operator::BitOr,
    Operator::BitXor,
    Operator::BitAnd,
    Operator::FloorDiv,
];

impl<'a> Interp<'a> {
    pub(super) fn has(&self, value: &Value<'a>, name: &'static str) -> bool {
        matches!(value, Value::Obj(id) if self.obj(*id).fields.contains_key(&Field::Name(name)))
    }

    /// Calls a method that Python itself calls, if the object's class has it.
    pub(super) fn special(
        &mut self,
        value: &Value<'a>,
        name: &'static str,
        values: Vec<Value<'a>>,
    ) -> Option<Value<'a>> {
        let Value::Obj(id) = value else { return None };
        let Some(Value::Function(function)) = self.field(*id, name) else { return None };
        let names = vec![Vec::new(); values.len()];
        Some(self.invoke(function, Given { values, names, ..Given::default() }))
    }

    /// What is walked over when an object of the program is.
    pub(super) fn opened(&mut self, value: Value<'a>) -> Value<'a> {
        if !matches!(&value, Value::Obj(id) if self.obj(*id).kind == Kind::Instance) {
            return value;
        }
        let walked = self.special(&value, "__iter__", Vec::new()).unwrap_or_else(|| value.clone());
        if self.has(&walked, "__next__") {
            let len = self.guess();
            let item =
                self.each(&len, |interp| interp.special(&walked, "__next__", Vec::new()).unwrap_or(Value::Unknown));
            return self.iterator(len, item);
        }
        if walked != value || !self.has(&value, "__getitem__") {
            return walked;
        }
        let len = match self.special(&value, "__len__", Vec::new()) {
            Some(Value::Num(number)) => number.size,
            _ => self.guess(),
        };
        let place = Value::Num(Num::sized(len.clone()));
        let item =
            self.each(&len, |interp| interp.special(&value, "__getitem__", vec![place]).unwrap_or(Value::Unknown));
        self.iterator(len, item)
    }

    /// Calls how a class compares, so often.
    pub(super) fn compared(&mut self, times: &Cost, item: &Value<'a>) {
        if self.has(item, "__lt__") {
            let other = item.clone();
            self.each(times, |interp| interp.special(item, "__lt__", vec![other]).unwrap_or(Value::Unknown));
        }
    }

    /// What an operator gives where a class says what it does.
    pub(super) fn overloaded(&mut self, op: Operator, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
        if !left.is_object() && !right.is_object() {
            return None;
        }
        let (name, reflected) = names_of(op);
        self.special(left, name, vec![right.clone()]).or_else(|| self.special(right, reflected, vec![left.clone()]))
    }

    /// What a built-in calls on an object.
    pub(super) fn built_in_on(&mut self, name: &str, value: &Value<'a>) -> Option<Value<'a>> {
        if !value.is_object() {
            return None;
        }
        let special = match name {
            "len" => "__len__",
            "str" | "print" | "format" if self.has(value, "__str__") => "__str__",
            "str" | "print" | "format" | "repr" => "__repr__",
            "abs" => "__abs__",
            "int" => "__int__",
            "float" => "__float__",
            "bool" => "__bool__",
            "next" => "__next__",
            "hash" => "__hash__",
            "reversed" => "__reversed__",
            _ => return None,
        };
        self.special(value, special, Vec::new())
    }
}

/// Whether there is a rule for when Python calls a method.
pub(super) fn is_called_by_rule(name: &str) -> bool {
    const RULES: &str = " __init__ __post_init__ __iter__ __next__ __getitem__ __setitem__ __len__ __contains__ __call__ \
        __enter__ __exit__ __str__ __repr__ __bool__ __int__ __float__ __abs__ __getattr__ __reversed__ __eq__ __ne__ \
        __lt__ __le__ __gt__ __ge__ ";
    let operates = OPERATORS.into_iter().any(|op| {
        let (own, reflected) = names_of(op);
        name == own || name == reflected
    });
    operates || RULES.split(' ').any(|rule| rule == name)
}

fn names_of(op: Operator) -> (&'static str, &'static str) {
    match op {
        Operator::Add => ("__add__", "__radd__"),
        Operator::Sub => ("__sub__", "__rsub__"),
        Operator::Mult => ("__mul__", "__rmul__"),
        Operator::MatMult => ("__matmul__", "__rmatmul__"),
        Operator::Div => ("__truediv__", "__rtruediv__"),
        Operator::Mod => ("__mod__", "__rmod__"),
        Operator::Pow => ("__pow__", "__rpow__"),
        Operator::LShift => ("__lshift__", "__rlshift__"),
        Operator::RShift => ("__rshift__", "__rrshift__"),
        Operator::BitOr => ("__or__", "__ror__"),
        Operator::BitXor => ("__xor__", "__rxor__"),
        Operator::BitAnd => ("__and__", "__rand__"),
        Operator::FloorDiv => ("__floordiv__", "__rfloordiv__"),
    }
}
