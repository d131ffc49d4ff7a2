//! Built-in functions, and those of the library, by name.

use ruff_python_ast::{Expr, ExprCall, Operator};
use ruff_text_size::Ranged;

use super::Interp;
use super::calls::Given;
use super::expr::root_of;
use crate::cost::Cost;
use crate::scan;
use crate::value::{Callable, Kind, Num, Value};
use crate::vars::Origin;

impl<'a> Interp<'a> {
    #[expect(clippy::too_many_lines, reason = "a table, one built-in a line")]
    pub(super) fn builtin(&mut self, name: &'a str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let first = given.values.first().cloned().unwrap_or(Value::Unknown);
        let at = call.range().start();
        match name {
            "input" | "raw_input" | "readline" => self.read_line(),
            "open" | "BytesIO" | "StringIO" | "fdopen" => Value::Stdin,
            "int" | "float" | "Decimal" | "Fraction" | "abs" | "round" | "floor" | "ceil" | "trunc" => {
                self.number_from(&first)
            }
            "str" | "repr" | "bin" | "hex" | "oct" | "format" | "chr" => self.text_from(&first),
            "bool" | "ord" | "hash" | "isinstance" | "id" | "callable" | "print_exc" => Value::Num(Num::small()),
            "len" => {
                let len = self.raw_len(&first);
                match len.terms() {
                    [term] if term.class() == crate::Class::Linear && term.factors().len() == 1 => {
                        let var = term.factors()[0].0;
                        Value::Num(Num::var(var, len))
                    }
                    _ => Value::Num(Num::sized(len)),
                }
            }
            "range" | "xrange" => self.range(given, call),
            "print" | "write" | "writelines" => self.print(given, call),
            "sorted" => {
                let len = self.len_of(&first);
                if let Some((_, key)) = given.named.iter().find(|(name, _)| *name == "key") {
                    let (key, item) = (key.clone(), self.item(&first));
                    self.each(&len, |interp| interp.apply(&key, item, call));
                }
                self.charge_noted(&len.times(&len.log()), at, || "sorts".to_owned());
                let item = self.element_of(&first);
                let sorted = self.list(len, item);
                self.keep_read(&first, &sorted);
                sorted
            }
            "list" | "tuple" | "set" | "frozenset" | "deque" | "Counter" | "dict" | "defaultdict" | "OrderedDict"
            | "array" | "bytearray" => self.container(name, given, call),
            "sum" | "max" | "min" | "any" | "all" | "reduce" | "prod" | "fsum" | "mean" => {
                self.aggregate(name, given, call)
            }
            "map" => self.map(given, call),
            "filter" => {
                let value = given.values.get(1).cloned().unwrap_or(Value::Unknown);
                let len = self.raw_len(&value);
                let item = self.element_of(&value);
                self.each(&len, |interp| interp.apply(&first, item.clone(), call));
                self.iterator(len, item)
            }
            "enumerate" => {
                let len = self.raw_len(&first);
                let counter = self.vars.counter(len.clone());
                let item = self.element_of(&first);
                let pair = Self::tuple(vec![Value::Num(Num::var(counter, len)), item]);
                self.passing(&first, pair)
            }
            "zip" | "zip_longest" => {
                let items = given.values.clone();
                let items = items.iter().map(|value| self.element_of(value)).collect();
                let pair = Self::tuple(items);
                self.passing(&first, pair)
            }
            "reversed" | "iter" | "cycle" | "chain" | "from_iterable" | "islice" | "takewhile" | "dropwhile" => {
                self.passes_on(name, given)
            }
            "accumulate" => {
                let len = self.len_of(&first);
                self.charge(&len);
                let item = self.element_of(&first);
                self.iterator(len, item)
            }
            "next" => self.element_of(&first),
            "permutations" | "combinations" | "combinations_with_replacement" | "product" | "groupby" | "pairwise" => {
                self.combinatorics(name, given)
            }
            "pow" => self.pow(given, call),
            "sqrt" | "isqrt" | "cbrt" => root_of(&first),
            "log" | "log2" | "log10" | "bit_length" => match first {
                Value::Num(number) => Value::Num(Num::sized(number.size.log())),
                _ => Value::Num(Num::small()),
            },
            "gcd" | "lcm" => {
                let sizes = given.values.iter().map(|value| match value {
                    Value::Num(number) => number.size.clone(),
                    _ => Cost::ONE,
                });
                let size = sizes.fold(Cost::ONE, |sum, size| sum.plus(&size));
                let counted = self.rounds_since(self.top(), 0).is_one();
                if counted {
                    self.charge_noted(&size.log(), at, || "a greatest common divisor".to_owned());
                }
                Value::Num(Num::sized(size))
            }
            "factorial" => match first {
                Value::Num(number) => {
                    self.charge_noted(&number.size, at, || "a factorial".to_owned());
                    Value::Num(Num::sized(number.size.factorial()))
                }
                _ => Value::Unknown,
            },
            "comb" | "perm" | "binomial" => match first {
                Value::Num(number) => {
                    self.charge_noted(&number.size, at, || "a binomial".to_owned());
                    Value::Num(Num::sized(number.size.exponential()))
                }
                _ => Value::Unknown,
            },
            "divmod" => {
                let number = self.number_from(&first);
                let other = given.values.get(1).cloned().unwrap_or(Value::Unknown);
                Self::tuple(vec![number, other])
            }
            "heapify" => {
                let len = self.len_of(&first);
                self.charge_noted(&len, at, || "builds a heap".to_owned());
                Value::Unknown
            }
            "heappush" | "heappop" | "heapreplace" | "heappushpop" => self.heap(name, given, call),
            "nlargest" | "nsmallest" | "merge" => {
                let value = given.values.last().cloned().unwrap_or(Value::Unknown);
                let len = self.len_of(&value);
                let few = matches!(&first, Value::Num(number) if number.known().is_some()) && name != "merge";
                let cost = if few { len.clone() } else { len.times(&len.log()) };
                self.charge_noted(&cost, at, || "takes the largest or smallest".to_owned());
                let item = self.element_of(&value);
                self.list(len, item)
            }
            "bisect" | "bisect_left" | "bisect_right" => {
                let len = self.len_of(&first);
                self.charge_noted(&len.log(), at, || "a binary search".to_owned());
                let counter = self.vars.counter(len.clone());
                Value::Num(Num::var(counter, len))
            }
            "insort" | "insort_left" | "insort_right" => {
                let value = given.values.get(1).cloned().unwrap_or(Value::Unknown);
                if let Value::Obj(id) = first {
                    self.grow(id, &Cost::ONE, &value);
                    let len = self.len_of(&first);
                    self.charge_noted(&len, at, || "inserts into a sorted list".to_owned());
                }
                Value::Unknown
            }
            "copy" | "deepcopy" => {
                let size = match first {
                    Value::Obj(id) if name == "deepcopy" => self.table_size(id),
                    _ => self.len_of(&first),
                };
                self.charge_noted(&size, at, || "copies".to_owned());
                first
            }
            "lru_cache" | "cache" | "wraps" | "cmp_to_key" | "partial" | "itemgetter" | "attrgetter" => first,
            _ => Value::Unknown,
        }
    }

    /// Charges something once for each of so many elements.
    pub(super) fn each(&mut self, count: &Cost, once: impl FnOnce(&mut Self) -> Value<'a>) -> Value<'a> {
        let round = super::loops::Round { rounds: count.clone(), shared: None, at: 0.into(), soft: false };
        self.push_frame(&round, Vec::new(), &[]);
        let value = once(self);
        let inner = self.frames.last().is_none_or(|frame| frame.cost.is_one());
        if inner && let Some(frame) = self.frames.last_mut() {
            frame.rounds = Cost::ONE;
        }
        self.pop_frame(0.into(), "a call for each");
        value
    }

    /// A line of input.
    pub(super) fn read_line(&mut self) -> Value<'a> {
        if self.rounds_since(self.top(), 0).is_one() {
            let len = self.read_length(None);
            self.texts = self.texts.plus(&len);
            return Value::Text(len);
        }
        Value::Text(Cost::var(self.vars.word()))
    }

    /// An element; the key of a dictionary.
    pub(super) fn element_of(&mut self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Obj(id) if self.obj(*id).kind == Kind::Dict => self.obj(*id).key.clone(),
            other => self.item(other),
        }
    }

    pub(super) fn number_from(&mut self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Num(number) => Value::Num(number.clone()),
            Value::Text(len) if len.is_one() => Value::Num(Num::small()),
            Value::Text(_) => self.input_number(),
            _ => Value::Num(Num::small()),
        }
    }

    /// A number has as many digits as its logarithm.
    fn text_from(&mut self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Num(number) => Value::Text(number.size.log()),
            Value::Text(len) => Value::Text(len.clone()),
            Value::Obj(_) => {
                let len = self.len_of(value);
                self.charge(&len);
                Value::Text(len)
            }
            _ => Value::Text(Cost::ONE),
        }
    }

    /// What was read stays as it was read.
    fn keep_read(&mut self, from: &Value<'a>, to: &Value<'a>) {
        if let (Value::Obj(from), Value::Obj(to)) = (from, to) {
            let read = self.obj(*from).read;
            self.obj_mut(*to).read = read;
        }
    }

    fn range(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let numbers: Vec<Num> = given
            .values
            .iter()
            .map(|value| match value {
                Value::Num(number) => number.clone(),
                other => Num::sized(self.magnitude(other)),
            })
            .collect();
        let (from, to, step) = match numbers.as_slice() {
            [to] => (Num::exact(0), to.clone(), None),
            [from, to] => (from.clone(), to.clone(), None),
            [from, to, step, ..] => (from.clone(), to.clone(), Some(step.clone())),
            [] => (Num::exact(0), Num::small(), None),
        };
        let rounds_apart = match &*call.arguments.args {
            [from, to, ..] => self.apart_by(from, to),
            _ => None,
        };
        let down = step.as_ref().and_then(Num::known).is_some_and(|step| step < 0);
        let rounds = match rounds_apart {
            Some(rounds) => rounds,
            None if down => self.distance(&to, &from),
            None => self.distance(&from, &to),
        };
        let bound = from.size.plus(&to.size);
        let range = self.object(Kind::Iterator, rounds.clone(), Value::Num(Num::sized(bound)));
        if let (Some(step), Some(expr)) = (step, call.arguments.args.get(2))
            && !step.size.is_one()
        {
            let counted = step.single_var().is_none_or(|var| self.vars.origin(var) == Origin::Counter);
            if counted && self.picker(expr).is_some() {
                // n/1 + n/2 + … over the rounds of the loop that steps.
                let object = self.obj_mut(range);
                object.len = Cost::ONE;
                object.shared_len = rounds.times(&rounds.log());
            }
        }
        Value::Obj(range)
    }

    /// From a name to the same name and something more.
    fn apart_by(&mut self, from: &'a Expr, to: &'a Expr) -> Option<Cost> {
        let (Expr::Name(from), Expr::BinOp(sum)) = (from, to) else { return None };
        let is_from = matches!(&*sum.left, Expr::Name(left) if left.id == from.id);
        if !is_from || sum.op != Operator::Add || scan::mentions(&sum.right, from.id.as_str()) {
            return None;
        }
        let more = self.eval(&sum.right);
        Some(self.magnitude(&more))
    }

    fn print(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        for (value, argument) in given.values.iter().zip(&call.arguments.args) {
            let sized = match value {
                Value::Obj(id) => self.obj(*id).kind != Kind::Instance,
                _ => false,
            };
            if sized {
                let len = self.walk(argument, value).rounds;
                self.vars.mark_used(&len);
                self.charge_noted(&len, call.range().start(), || "prints a sequence".to_owned());
            }
        }
        Value::Num(Num::small())
    }

    fn container(&mut self, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
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
    fn default_dict(&mut self, factory: &Value<'a>, call: &'a ExprCall) -> Value<'a> {
        let elem = match factory {
            Value::Builtin("int" | "float" | "str" | "bool") => Value::Num(Num::small()),
            Value::Function(Callable::Lambda(_)) | Value::Builtin(_) => {
                let given = Given { values: Vec::new(), named: Vec::new(), names: Vec::new() };
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

    fn aggregate(&mut self, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let index = usize::from(name == "reduce");
        let starred = call.arguments.args.iter().any(Expr::is_starred_expr);
        if given.values.len() > 1 + index && matches!(name, "max" | "min") && !starred {
            let mut result = given.values[0].clone();
            for value in &given.values[1..] {
                result = smaller_of(name, &result, value).unwrap_or_else(|| self.join(&result, value));
            }
            return result;
        }
        let Some(value) = given.values.get(index).cloned() else { return Value::Unknown };
        let Some(argument) = call.arguments.args.get(index) else { return Value::Unknown };
        let lazy = matches!(&value, Value::Obj(id) if self.obj(*id).kind == Kind::Iterator);
        let walk = self.walk(argument, &value);
        if !lazy || !argument.is_generator_expr() {
            self.charge_walk(argument, &value, call.range().start(), || format!("`{name}` of all elements"));
        }
        if let Some((_, key)) = given.named.iter().find(|(name, _)| *name == "key") {
            let (key, item) = (key.clone(), walk.item.clone());
            self.each(&walk.rounds, |interp| interp.apply(&key, item, call));
        }
        match (name, walk.item) {
            ("sum" | "fsum", Value::Num(number)) => Value::Num(Num::sized(number.size.times(&walk.rounds))),
            ("any" | "all" | "sum" | "mean" | "prod" | "reduce", _) => Value::Num(Num::small()),
            (_, item) => self.apart(item),
        }
    }

    /// Charges one step for each element, where the elements belong.
    fn charge_walk(
        &mut self,
        argument: &'a Expr,
        value: &Value<'a>,
        at: ruff_text_size::TextSize,
        text: impl FnOnce() -> String,
    ) {
        let walk = self.walk(argument, value);
        let level = walk.shared.unwrap_or(self.top()).min(self.top());
        self.charge_at(level, &walk.rounds);
        if !walk.rounds.is_one() {
            let total = walk.rounds.times(&self.rounds_since(level, 0));
            self.note(at, total, false, text);
        }
    }

    fn map(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let (Some(function), Some(value)) = (given.values.first(), given.values.get(1)) else { return Value::Unknown };
        let (function, value) = (function.clone(), value.clone());
        let len = self.raw_len(&value);
        let item = self.element_of(&value);
        let result = self.each(&len, |interp| interp.apply(&function, item, call));
        let mapped = self.iterator(len, result);
        self.keep_read(&value, &mapped);
        mapped
    }

    /// A walk over the same number of other elements.
    fn passing(&mut self, from: &Value<'a>, item: Value<'a>) -> Value<'a> {
        let (len, shared) = match from {
            Value::Obj(id) => (self.obj(*id).len.clone(), self.obj(*id).shared_len.clone()),
            other => (self.raw_len(other), Cost::ONE),
        };
        let id = self.object(Kind::Iterator, len, item);
        self.obj_mut(id).shared_len = shared;
        Value::Obj(id)
    }

    fn passes_on(&mut self, name: &str, given: &Given<'a>) -> Value<'a> {
        let first = given.values.first().cloned().unwrap_or(Value::Unknown);
        match name {
            "from_iterable" => {
                let inner = self.element_of(&first);
                let len = self.raw_len(&first).times(&self.raw_len(&inner));
                let item = self.element_of(&inner);
                self.iterator(len, item)
            }
            "chain" => {
                let len = given.values.iter().fold(Cost::ONE, |sum, value| sum.plus(&self.raw_len(value)));
                let item = self.element_of(&first);
                self.iterator(len, item)
            }
            _ => {
                let item = self.element_of(&first);
                let made = self.passing(&first, item);
                self.keep_read(&first, &made);
                made
            }
        }
    }

    fn combinatorics(&mut self, name: &str, given: &Given<'a>) -> Value<'a> {
        let first = given.values.first().cloned().unwrap_or(Value::Unknown);
        let len = self.len_of(&first);
        let item = self.element_of(&first);
        let second = match given.values.get(1) {
            Some(Value::Num(number)) => Some(number.clone()),
            _ => None,
        };
        let repeat = given.named.iter().find(|(key, _)| *key == "repeat").and_then(|(_, value)| match value {
            Value::Num(number) => Some(number.clone()),
            _ => None,
        });
        let (count, size) = match name {
            "permutations" => match second.as_ref().and_then(Num::known) {
                Some(chosen) => (power(&len, chosen), Cost::ONE),
                None => (len.factorial(), len.clone()),
            },
            "product" => match (repeat, given.values.len()) {
                (Some(repeat), _) => match repeat.known() {
                    Some(times) => (power(&len, times), Cost::ONE),
                    None => (repeat.size.exponential(), repeat.size.clone()),
                },
                (None, _) => {
                    let count =
                        given.values.iter().fold(Cost::ONE, |product, value| product.times(&self.len_of(value)));
                    (count, Cost::ONE)
                }
            },
            "groupby" => {
                let group = self.iterator(Cost::ONE, item.clone());
                let pair = Self::tuple(vec![item, group]);
                return self.passing(&first, pair);
            }
            "pairwise" => (len.clone(), Cost::ONE),
            _ => match second {
                Some(chosen) => match chosen.known() {
                    Some(chosen) => (power(&len, chosen), Cost::ONE),
                    None if chosen.size.is_one() => (power(&len, 2), Cost::ONE),
                    None => (len.exponential(), len.clone()),
                },
                None => (len.exponential(), len.clone()),
            },
        };
        let group = self.list(size, item);
        self.iterator(count, group)
    }

    fn pow(&mut self, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let (Some(Value::Num(base)), Some(Value::Num(exponent))) = (given.values.first(), given.values.get(1)) else {
            return Value::Num(Num::small());
        };
        if call.arguments.args.get(1).is_some_and(super::expr::is_half) {
            return Value::Num(Num::sized(base.size.root(2)));
        }
        let read = exponent.single_var().is_none_or(|var| self.vars.origin(var) != Origin::Counter);
        if read {
            self.charge_noted(&exponent.size.log(), call.range().start(), || "a power".to_owned());
        }
        if given.values.len() > 2 {
            return Value::Num(Num::small());
        }
        Value::Num(self.arithmetic(Operator::Pow, base, exponent))
    }

    fn heap(&mut self, name: &str, given: &Given<'a>, call: &'a ExprCall) -> Value<'a> {
        let Some(Value::Obj(id)) = given.values.first().cloned() else { return Value::Unknown };
        if matches!(name, "heappush" | "heappushpop" | "heapreplace") {
            let item = given.values.get(1).cloned().unwrap_or(Value::Unknown);
            if let (Some(container), "heappush") = (call.arguments.args.first(), name) {
                self.grow_named(id, container, &item);
            }
        }
        let len = self.len_of(&Value::Obj(id));
        self.charge_noted(&len.log(), call.range().start(), || "a step of a heap".to_owned());
        self.item(&Value::Obj(id))
    }
}

/// The product of a size with itself.
fn power(size: &Cost, times: i64) -> Cost {
    (0..times.clamp(0, 6)).fold(Cost::ONE, |product, _| product.times(size))
}

/// The smaller of two numbers is a constant if either is.
fn smaller_of<'a>(name: &str, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
    match (name, left, right) {
        ("min", Value::Num(left), Value::Num(right)) => {
            let smaller = if left.size.class() <= right.size.class() { left } else { right };
            Some(Value::Num(Num::sized(smaller.size.clone())))
        }
        _ => None,
    }
}
