//! What would make a program grow more slowly.

use crate::analysis::{Reason, StaticAnalysis};
use crate::class::Class;

/// What a reason says, from which class on it matters, and what to do.
const ADVICE: [(&str, Class, &str); 9] = [
    ("`in` searches a list", Class::Quadratic, "keep the values in a set: asking a set does not search it"),
    ("`pop` moves what follows", Class::Quadratic, "take from a `collections.deque` with `popleft()`"),
    ("`insert` moves what follows", Class::Quadratic, "append and reverse once, or use a `collections.deque`"),
    ("`count` searches a list", Class::Quadratic, "count once with `collections.Counter`"),
    ("`index` searches a list", Class::Quadratic, "keep the places in a dictionary"),
    ("`remove` searches a list", Class::Quadratic, "mark what is gone, or keep a set"),
    ("sorts", Class::QuadraticLog, "sort once before the loop, or keep a heap"),
    ("copies a slice", Class::Quadratic, "pass places instead of copies"),
    ("branches from each call", Class::Exponential, "remember results, for example with `functools.lru_cache`"),
];

/// Suggestions for the places that decide, as far as the answer is what they rest on.
pub(crate) fn suggestions(statics: &StaticAnalysis, answer: Class) -> Vec<Reason> {
    let class = statics.time.class.min(answer);
    let advice = |reason: &Reason| {
        let found = ADVICE.iter().find(|(what, from, _)| reason.text.contains(what) && class >= *from);
        found.map(|(_, _, advice)| Reason { line: reason.line, text: (*advice).to_owned() })
    };
    let mut all: Vec<Reason> = statics.reasons.iter().filter_map(advice).collect();
    all.dedup();
    all
}
