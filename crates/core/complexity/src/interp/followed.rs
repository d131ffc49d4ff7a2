//! What the tree does not tell, and names that nothing in it binds.

use ruff_text_size::{TextRange, TextSize};

use super::Interp;
use crate::cost::Cost;
use crate::scan::{self, Shape};
use crate::value::{Num, Value};
use crate::vars::Origin;

/// Places named that were not followed, at most.
const LOST_MAX: usize = 50;

/// Names without a binding whose uses are looked at, at most: each takes a walk over the program.
const SHAPED_MAX: usize = 16;

/// Functions of Python and its library that cost a step whatever they are given, or as good as one.
const SINGLE_STEPS: &str = " exit quit _exit setrecursionlimit stack_size seed random randint randrange uniform choice \
    getrandbits gauss time perf_counter process_time monotonic sleep time_ns perf_counter_ns clock ctime now today \
    timedelta datetime date flush close fileno fstat isatty stat sin cos tan asin acos atan atan2 sinh cosh tanh hypot \
    degrees radians exp exp2 expm1 log1p fabs copysign fmod modf frexp ldexp isclose isnan isinf isfinite sign \
    getcontext setcontext localcontext complex type issubclass object Exception BaseException slice property \
    staticmethod classmethod total_ordering dataclass field namedtuple NamedTuple TypeVar NewType Enum auto Lock RLock \
    Semaphore Event Condition Queue start join run gather warn filterwarnings simplefilter getrecursionlimit \
    add sub mul truediv floordiv mod neg xor or_ and_ eq ne lt le gt ge is_ not_ collect disable enable freeze \
    breakpoint id hasattr exists contextmanager Barrier set_int_max_str_digits getsizeof ";

/// Methods that cost a step, of whatever they are called on.
const SINGLE_STEP_METHODS: &str = " clear discard move_to_end popitem get total isnumeric bit_length is_integer \
    as_integer_ratio conjugate flush close fileno write append acquire release start join add put __init__ \
    __init_subclass__ __setattr__ update sort items keys values numerator denominator hex isdigit strip send throw \
    difference_update intersection_update isdisjoint appendleft extendleft __next__ set cache_clear lower upper ";

fn is_among(words: &str, name: &str) -> bool {
    words.split(' ').any(|own| own == name)
}

impl<'a> Interp<'a> {
    /// Remembers that what happens here is not known.
    pub(super) fn lose(&mut self, at: TextSize, why: impl FnOnce() -> String) {
        if self.lost.len() < LOST_MAX && !self.lost.iter().any(|(own, _)| *own == at) {
            self.lost.push((at, why()));
        }
    }

    /// Remembers that nothing ends what begins here: it has no cost.
    pub(super) fn lose_end(&mut self, at: TextSize, what: &str) {
        self.endless = true;
        self.lose(at, || format!("nothing ends {what}: how often it runs is not followed"));
    }

    /// A function of the library that no rule is for.
    pub(super) fn other_function(&mut self, name: &str, at: TextSize) -> Value<'a> {
        let error = scan::is_built_in(name) && name.starts_with(char::is_uppercase);
        if is_among(SINGLE_STEPS, name) || error {
            return Value::Unknown;
        }
        self.lose(at, || format!("what `{name}` does is not followed"));
        Value::Unknown
    }

    /// A method that no rule is for.
    pub(super) fn other_method(&mut self, name: &str, at: TextSize) -> Value<'a> {
        if !is_among(SINGLE_STEP_METHODS, name) {
            self.lose(at, || format!("what `{name}` does is not followed"));
        }
        Value::Unknown
    }

    /// What a name stands for that nothing around holds.
    pub(super) fn unheld(&mut self, name: &'a str, at: TextSize) -> Value<'a> {
        if !self.names.is_unbound(name) {
            if !self.names.is_bound(name) || scan::is_built_in(name) {
                return Value::Builtin(name);
            }
            self.lose(at, || format!("what `{name}` holds here is not followed"));
            return Value::Unknown;
        }
        self.lose(at, || format!("nothing binds `{name}`: it stands for an input of any size"));
        if let Some(value) = self.free.get(name) {
            return value.clone();
        }
        let objects = self.heap.len();
        let shape = if self.free.len() < SHAPED_MAX { scan::shape_of(self.body, name, None) } else { Shape::Number };
        let value = self.any_of_shape(shape, name, Origin::Free);
        self.heap[objects..].iter_mut().for_each(|object| object.outside = true);
        self.free.insert(name, value.clone());
        value
    }

    /// A value of a shape, of any size.
    pub(super) fn any_of_shape(&mut self, shape: Shape, name: &str, origin: Origin) -> Value<'a> {
        let size = Cost::var(self.vars.fresh(origin, Some(name)));
        match shape {
            Shape::Number => match size.terms().first().and_then(|term| term.factors().first()) {
                Some((var, _)) => Value::Num(Num::var(*var, size.clone())),
                None => Value::Unknown,
            },
            Shape::Text => Value::Text(size),
            Shape::Sequence => self.list(size, Value::Num(Num::small())),
            Shape::Table => {
                let row = Cost::var(self.vars.fresh(origin, Some("m")));
                let row = self.list(row, Value::Num(Num::small()));
                self.list(size, row)
            }
        }
    }

    /// Whether names were used that nothing binds.
    pub fn has_free(&self) -> bool {
        !self.free.is_empty()
    }

    /// How long something is that looked like a number, and is walked over: nobody walks over a number.
    pub(super) fn free_len(&self, number: &Num) -> Option<Cost> {
        let var = number.single_var()?;
        matches!(self.vars.origin(var), Origin::Free | Origin::Parameter).then(|| number.size.clone())
    }

    /// A name that a function held which has returned.
    pub(super) fn lookup_left(&self, name: &str, range: TextRange) -> Option<Value<'a>> {
        let around = self.left.iter().rev().filter(|(own, _)| own.contains_range(range) && *own != range);
        around.into_iter().find_map(|(_, names)| names.get(name)).cloned()
    }
}
