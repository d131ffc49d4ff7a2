//! Built-in functions, and those of the library, by name.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::Interp;
use super::calls::Given;
use super::literals::root_of;

use crate::cost::Cost;
use crate::value::{Num, Value};

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
                if call.arguments.args.first().is_some_and(Expr::is_call_expr) {
                    // What is made only to be counted is made in full.
                    self.vars.mark_text(&len);
                    self.charge_noted(&len, at, || "counts what is made here".to_owned());
                }
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
                let item = self.element_of(&first);
                self.compared(&len.times(&len.log()), &item);
                self.charge_noted(&len.times(&len.log()), at, || "sorts".to_owned());
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
            "filter" | "filterfalse" | "takewhile" | "dropwhile" | "starmap" => {
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
            "iter" if given.values.len() == 2 => self.called_until(&first, call),
            "reversed" | "iter" | "cycle" | "chain" | "from_iterable" | "islice" | "repeat" | "tee" => {
                self.passes_on(name, given)
            }
            "accumulate" => {
                let len = self.len_of(&first);
                if let Some(function) = given.values.get(1).cloned() {
                    let item = self.element_of(&first);
                    self.each(&len, |interp| interp.apply_two(&function, &item, call));
                }
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
            "lru_cache" | "cache" | "wraps" | "cmp_to_key" | "itemgetter" | "attrgetter" => first,
            "partial" => self.partial(first, given, at),
            "super" => self.above(),
            "Thread" => match given.named.iter().find(|(name, _)| *name == "target") {
                Some((_, target)) => self.invoke_value(&target.clone(), call),
                None => self.other_function("Thread without a target", at),
            },
            "eval" | "literal_eval" => {
                self.lose(at, || "what a text stands for is not followed".to_owned());
                Value::Unknown
            }
            _ => self.other_function(name, at),
        }
    }
}
