//! What Python's operators and methods make of known values.

use ruff_python_ast::Number;

use super::{HOLE, Value};

/// Longest text that is followed; beyond it, text is unknown.
const TEXT_BYTES_MAX: usize = 16 << 10;
/// Longest list that is followed.
pub const LIST_MAX: usize = 1_024;

/// Heaviest list that is followed, by [`weight`].
const LIST_WEIGHT_MAX: usize = 64 << 10;
/// What can be copied in one step.
const WEIGHT_PER_STEP: usize = 32;

/// How much memory a value takes, roughly, with everything in it.
fn weight(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::List(items) => items.iter().map(|item| size_of::<Value>() + weight(item)).sum(),
        Value::Number(_) | Value::Unknown => 0,
    }
}

/// What copying a value costs, in steps.
pub fn cost(value: &Value) -> usize {
    weight(value) / WEIGHT_PER_STEP
}

/// Steps for a character that becomes a value of its own.
const STEPS_PER_PART: usize = 4;

/// What taking a value apart costs, in steps.
pub fn cost_of_parts(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len() * STEPS_PER_PART,
        Value::Bytes(bytes) => bytes.len() * STEPS_PER_PART,
        _ => 0,
    }
}

/// Text and lists within bounds.
pub fn bounded(value: Value) -> Value {
    match &value {
        Value::Text(text) if is_long(text) => Value::Unknown,
        Value::Bytes(bytes) if bytes.len() > TEXT_BYTES_MAX => Value::Unknown,
        Value::List(items) if items.len() > LIST_MAX || weight(&value) > LIST_WEIGHT_MAX => Value::Unknown,
        _ => value,
    }
}

/// Whether a text is longer than what is followed, so that there is no use in making it longer still.
pub fn is_long(text: &str) -> bool {
    text.len() > TEXT_BYTES_MAX
}

/// `text.replace(from, to)`, unless that is too long.
pub fn replace(text: &str, from: &str, to: &str) -> Value {
    let length = text.len() + text.matches(from).count() * to.len();
    if length > TEXT_BYTES_MAX { Value::Unknown } else { Value::Text(text.replace(from, to)) }
}

pub fn number(number: &Number) -> Value {
    match number {
        Number::Int(number) => number.as_i64().map_or(Value::Unknown, Value::Number),
        _ => Value::Unknown,
    }
}

/// A builtin of one argument.
pub fn apply(function: &str, argument: Value) -> Value {
    match (function, argument) {
        ("chr", Value::Number(code)) => {
            let character = u32::try_from(code).ok().and_then(char::from_u32);
            character.map_or(Value::Unknown, |character| Value::Text(character.into()))
        }
        ("chr", _) => Value::Text(HOLE.into()),
        ("str", value) => Value::Text(value.into_text()),
        ("list" | "tuple", value) => as_list(value),
        ("reversed", value) => match as_list(value) {
            Value::List(items) => Value::List(items.into_iter().rev().collect()),
            value => value,
        },
        ("bytes" | "bytearray", Value::List(items)) => bytes(&items),
        ("bytes" | "bytearray", Value::Bytes(bytes)) => Value::Bytes(bytes),
        _ => Value::Unknown,
    }
}

pub fn map(function: &str, items: Value) -> Value {
    let items = if let Value::Bytes(bytes) = items {
        Value::List(bytes.into_iter().map(|byte| Value::Number(byte.into())).collect())
    } else {
        as_list(items)
    };
    match items {
        Value::List(items) => Value::List(items.into_iter().map(|item| apply(function, item)).collect()),
        _ => Value::List(vec![Value::Unknown]),
    }
}

fn bytes(items: &[Value]) -> Value {
    let byte = |item: &Value| match item {
        Value::Number(number) => u8::try_from(*number).ok(),
        _ => None,
    };
    items.iter().map(byte).collect::<Option<_>>().map_or(Value::Unknown, Value::Bytes)
}

pub fn characters(text: &str) -> Vec<Value> {
    text.chars().map(|character| Value::Text(character.into())).collect()
}

pub fn as_list(value: Value) -> Value {
    match value {
        Value::Text(text) if !text.contains(HOLE) => Value::List(characters(&text)),
        list @ Value::List(_) => list,
        _ => Value::Unknown,
    }
}

pub fn words<'t>(words: impl Iterator<Item = &'t str>) -> Value {
    Value::List(words.map(|word| Value::Text(word.to_owned())).collect())
}

pub fn join(separator: &str, items: Value) -> Value {
    match as_list(items) {
        Value::List(items) => {
            let items: Vec<String> = items.into_iter().map(Value::into_text).collect();
            let length = items.iter().map(|item| item.len() + separator.len()).sum::<usize>();
            if length > 2 * TEXT_BYTES_MAX { Value::Unknown } else { Value::Text(items.join(separator)) }
        }
        _ => Value::Text(HOLE.into()),
    }
}

/// Text or a list several times; an unknown number of times stands as once.
pub fn repeat(value: Value, times: &Value) -> Value {
    let times = match times {
        Value::Number(times) => usize::try_from(*times).unwrap_or(0),
        _ => 1,
    };
    let heavy = weight(&value);
    match value {
        Value::Text(text) if text.len().saturating_mul(times) <= TEXT_BYTES_MAX => Value::Text(text.repeat(times)),
        Value::List(items) if heavy.saturating_mul(times) <= LIST_WEIGHT_MAX => {
            Value::List(std::iter::repeat_n(items, times).flatten().collect())
        }
        value => value,
    }
}

/// `format % arguments`, for conversions without names.
pub fn percent(format: &str, arguments: Value) -> String {
    let mut arguments = match arguments {
        Value::List(items) => items,
        value => vec![value],
    }
    .into_iter();
    let mut text = String::new();
    let mut rest = format.chars();
    while let Some(character) = rest.next().filter(|_| !is_long(&text)) {
        if character != '%' {
            text.push(character);
            continue;
        }
        if rest.as_str().starts_with('(') {
            rest.by_ref().find(|c| *c == ')');
            rest.by_ref().find(char::is_ascii_alphabetic);
            text.push(HOLE);
            continue;
        }
        let conversion = rest.by_ref().find(|c| c.is_ascii_alphabetic() || *c == '%');
        match conversion {
            Some('%') => text.push('%'),
            Some('c') => text.push_str(&arguments.next().map_or(HOLE.into(), |value| match value {
                Value::Number(_) => apply("chr", value).into_text(),
                value => value.into_text(),
            })),
            _ => text.push_str(&arguments.next().map_or(HOLE.into(), Value::into_text)),
        }
    }
    text
}

pub fn swap_case(character: char) -> char {
    if character.is_ascii_lowercase() { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() }
}

pub fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = digits.chars().filter(|c| !c.is_whitespace()).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok();
    digits.chunks(2).map(byte).collect()
}

/// Python's slice of a list.
pub fn sliced(items: &[Value], lower: Option<i64>, upper: Option<i64>, step: i64) -> Vec<Value> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let place = |bound: i64| if bound < 0 { bound + length } else { bound }.clamp(lowest, highest);
    let (start, end) = if step < 0 { (highest, lowest) } else { (lowest, highest) };
    let (mut at, end) = (lower.map_or(start, place), upper.map_or(end, place));
    let mut taken = Vec::new();
    while step != 0 && ((step > 0 && at < end) || (step < 0 && at > end)) {
        taken.extend(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned());
        at = at.saturating_add(step);
    }
    taken
}
