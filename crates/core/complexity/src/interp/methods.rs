//! Attributes and methods.

use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use super::Interp;
use super::calls::Given;
use super::decorators::is_property;
use crate::cost::Cost;
use crate::value::{Callable, Kind, Num, ObjId, Value};

impl<'a> Interp<'a> {
    pub(super) fn attribute(&mut self, owner: Value<'a>, name: &'a str) -> Value<'a> {
        match owner {
            Value::Module(_) | Value::Builtin(_) => match name {
                "stdin" | "buffer" | "__stdin__" => Value::Stdin,
                "inf" | "pi" | "e" | "nan" | "maxsize" => Value::Num(Num::small()),
                "argv" => {
                    let word = Value::Text(self.read_length(None));
                    self.list(Cost::ONE, word)
                }
                "ascii_lowercase" | "ascii_uppercase" | "ascii_letters" | "digits" => Value::Text(Cost::ONE),
                _ => Value::Builtin(name),
            },
            Value::Stdin if name == "buffer" => Value::Stdin,
            Value::Obj(id) => match self.field(id, name) {
                Some(Value::Function(callable @ Callable::Def(def, Some(_)))) if is_property(def) => {
                    self.invoke(callable, Given::default())
                }
                Some(value) => value,
                None if self.has(&owner, "__getattr__") => {
                    let name = Value::Text(Cost::ONE);
                    self.special(&owner, "__getattr__", vec![name]).unwrap_or(Value::Unknown)
                }
                None => Value::Method(Box::new(owner), name),
            },
            Value::Class(class) => self.class_attribute(class, name),
            other => Value::Method(Box::new(other), name),
        }
    }

    pub(super) fn method(
        &mut self,
        owner: &Value<'a>,
        name: &'a str,
        given: &Given<'a>,
        call: &'a ExprCall,
    ) -> Value<'a> {
        match owner {
            Value::Stdin => self.stdin(name),
            Value::Text(len) => self.text_method(len, name, given, call),
            Value::Obj(id) => self.object_method(*id, name, given, call),
            Value::Tuple(_) if matches!(name, "index" | "count") => Value::Num(Num::small()),
            Value::Num(number) if name == "bit_length" => Value::Num(Num::sized(number.size.log())),
            _ => {
                if matches!(name, "readline" | "readlines" | "read") {
                    self.stdin(name)
                } else {
                    self.other_method(name, call.range().start())
                }
            }
        }
    }

    /// Lines, or all of the input.
    fn stdin(&mut self, name: &str) -> Value<'a> {
        match name {
            "readlines" => {
                let line = self.read_line();
                let len = self.read_length(None);
                self.list(len, line)
            }
            _ => self.read_line(),
        }
    }

    fn text_method(&mut self, len: &Cost, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let at = call.range().start();
        match name {
            "split" | "splitlines" | "rsplit" => {
                let word = if len.is_one() { Cost::ONE } else { Cost::var(self.vars.word()) };
                let read = len.terms().first().and_then(|term| term.factors().first()).map(|(var, _)| *var);
                let id = self.object(Kind::List, len.clone(), Value::Text(word));
                self.obj_mut(id).read = read;
                Value::Obj(id)
            }
            "join" => {
                let value = given.values.first().cloned().unwrap_or(Value::Unknown);
                let Some(argument) = call.arguments.args.first() else { return Value::Text(len.clone()) };
                let rounds = self.walk(argument, &value).rounds;
                let item = self.item(&value);
                let each = if let Value::Text(len) = item { len } else { Cost::ONE };
                let each = if each.class() < crate::Class::Root { Cost::ONE } else { each };
                self.vars.mark_used(&rounds);
                let total = rounds.times(&each);
                self.charge_noted(&total, at, || "`join` of all parts".to_owned());
                Value::Text(total)
            }
            "find" | "rfind" | "index" | "rindex" | "count" => {
                self.vars.mark_text(len);
                self.charge_noted(len, at, || format!("`{name}` searches a text"));
                Value::Num(Num::sized(len.clone()))
            }
            "isdigit" | "isalpha" | "isupper" | "islower" | "isalnum" | "isspace" | "startswith" | "endswith" => {
                Value::Num(Num::small())
            }
            "strip" | "rstrip" | "lstrip" | "decode" | "encode" | "format" | "zfill" | "center" | "ljust" | "rjust" => {
                Value::Text(len.clone())
            }
            _ => {
                self.vars.mark_text(len);
                self.charge_noted(len, at, || format!("`{name}` of a whole text"));
                Value::Text(len.clone())
            }
        }
    }

    fn object_method(&mut self, id: ObjId, name: &'a str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let at = call.range().start();
        let own = Value::Obj(id);
        let first = given.values.first().cloned().unwrap_or(Value::Unknown);
        let kind = self.obj(id).kind;
        match name {
            "append" | "add" | "appendleft" | "push" | "put" => {
                if kind != Kind::Instance {
                    match &*call.func {
                        ruff_python_ast::Expr::Attribute(method) => self.grow_named(id, &method.value, &first),
                        _ => self.grow(id, &Cost::ONE, &first),
                    }
                    if let Value::Text(len) = &first
                        && kind == Kind::Set
                    {
                        let len = len.clone();
                        self.charge(&len);
                    }
                }
                Value::Num(Num::small())
            }
            "extend" | "update" | "extendleft" => {
                let Some(argument) = call.arguments.args.first() else { return Value::Unknown };
                let len = self.walk(argument, &first).rounds;
                self.charge_noted(&len, at, || format!("`{name}` with all elements"));
                let item = self.element_of(&first);
                self.grow(id, &len, &item);
                Value::Num(Num::small())
            }
            "pop" | "popleft" | "popitem" | "get" | "setdefault" => self.take(id, name, given, call),
            "insert" => {
                let value = given.values.get(1).cloned().unwrap_or(Value::Unknown);
                self.grow(id, &Cost::ONE, &value);
                let len = self.len_of(&own);
                self.charge_noted(&len, at, || "`insert` moves what follows".to_owned());
                Value::Num(Num::small())
            }
            "remove" | "index" | "count" if matches!(kind, Kind::List | Kind::Deque) => {
                // As a key or for `map`, the method is called by another function.
                let rounds = match &*call.func {
                    ruff_python_ast::Expr::Attribute(method) if method.attr.as_str() == name => {
                        self.walk(&method.value, &own).rounds
                    }
                    _ => self.len_of(&own),
                };
                self.vars.mark_used(&rounds);
                self.charge_noted(&rounds, at, || format!("`{name}` searches a list"));
                let counter = self.vars.counter(rounds.clone());
                Value::Num(Num::var(counter, rounds))
            }
            "sort" => {
                let len = self.len_of(&own);
                if let Some((_, key)) = given.named.iter().find(|(name, _)| *name == "key") {
                    let (key, item) = (key.clone(), self.item(&own));
                    self.each(&len, |interp| interp.apply(&key, item, call));
                }
                let item = self.item(&own);
                self.compared(&len.times(&len.log()), &item);
                self.charge_noted(&len.times(&len.log()), at, || "sorts".to_owned());
                Value::Num(Num::small())
            }
            "reverse"
            | "copy"
            | "rotate"
            | "most_common"
            | "union"
            | "intersection"
            | "difference"
            | "symmetric_difference"
            | "issubset"
            | "issuperset"
            | "elements" => self.whole(id, name, &first, call),
            "keys" => {
                let (len, key) = (self.obj(id).len.clone(), self.obj(id).key.clone());
                self.iterator(len, key)
            }
            "values" => {
                let (len, elem) = (self.obj(id).len.plus(&self.obj(id).shared_len), self.obj(id).elem.clone());
                self.iterator(len, elem)
            }
            "items" => {
                let object = self.obj(id);
                let pair = vec![object.key.clone(), object.elem.clone()];
                let len = object.len.clone();
                self.iterator(len, Self::tuple(pair))
            }
            "__next__" => self.item(&own),
            "fromkeys" => {
                let (len, item) = (self.len_of(&first), self.element_of(&first));
                self.charge(&len);
                let made = self.object(Kind::Dict, len, Value::Num(Num::small()));
                self.obj_mut(made).key = item;
                Value::Obj(made)
            }
            "readline" | "readlines" | "read" | "input" if kind == Kind::Instance => self.stdin(name),
            _ => self.other_method(name, at),
        }
    }

    fn take(&mut self, id: ObjId, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let own = Value::Obj(id);
        let kind = self.obj(id).kind;
        match name {
            "setdefault" => {
                let value = given.values.get(1).cloned().unwrap_or(Value::Unknown);
                self.grow(id, &Cost::ONE, &value);
            }
            "pop" if kind == Kind::List => {
                let last = match given.values.first() {
                    None => true,
                    Some(Value::Num(number)) => number.known().is_some_and(|known| known < 0),
                    Some(_) => false,
                };
                if !last {
                    let len = self.len_of(&own);
                    self.charge_noted(&len, call.range().start(), || "`pop` moves what follows".to_owned());
                }
            }
            _ => {}
        }
        self.obj(id).elem.clone()
    }

    /// Methods that touch every element.
    fn whole(&mut self, id: ObjId, name: &str, other: &Value<'a>, call: &'a ExprCall) -> Value<'a> {
        let own = Value::Obj(id);
        let mut len = self.len_of(&own);
        if matches!(name, "union" | "symmetric_difference" | "issuperset") {
            len = len.plus(&self.len_of(other));
        }
        let cost = if name == "most_common" { len.times(&len.log()) } else { len.clone() };
        self.charge_noted(&cost, call.range().start(), || format!("`{name}` of all elements"));
        let (kind, item) = (self.obj(id).kind, self.obj(id).elem.clone());
        match name {
            "reverse" | "rotate" | "issubset" | "issuperset" => Value::Num(Num::small()),
            "most_common" => {
                let key = self.obj(id).key.clone();
                self.list(len, Self::tuple(vec![key, item]))
            }
            _ => {
                let copy = self.object(kind, len, item);
                let key = self.obj(id).key.clone();
                self.obj_mut(copy).key = key;
                Value::Obj(copy)
            }
        }
    }
}
