//! The replacement fields of `str.format`.

use std::iter::Peekable;
use std::str::Chars;

use super::pieces::is_long;
use super::{HOLE, Value};

/// One replacement field, for example `0.name[key]` with spec `>5`.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The first part: a number, a keyword, or nothing.
    pub base: String,
    /// Attributes and keys that follow it.
    pub path: Vec<String>,
    /// Whether part of it is not known.
    pub has_hole: bool,
}

/// What is known about a format string.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub closed: Vec<Field>,
    /// Unknown text outside of fields, which may contain fields of its own.
    pub hole_outside: bool,
    /// The path of a field that the text does not close.
    pub open: Option<Field>,
}

/// Reads a format string's fields, those inside of specs included.
pub fn fields(format: &str) -> Fields {
    let mut found = Fields::default();
    let mut rest = format.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '{' | '}' if rest.peek() == Some(&character) => drop(rest.next()),
            '{' => {
                let name = field_name(&mut rest);
                let field = field(&name);
                if rest.peek().is_some() { found.closed.push(field) } else { found.open = Some(field) }
            }
            HOLE => found.hole_outside = true,
            _ => {}
        }
    }
    found
}

/// Reads up to what ends a field's name. In brackets nothing does.
fn field_name(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut name = String::new();
    let mut in_brackets = false;
    while let Some(&character) = rest.peek() {
        match character {
            '[' => in_brackets = true,
            ']' => in_brackets = false,
            '{' | '}' | '!' | ':' if !in_brackets => break,
            _ => {}
        }
        name.push(character);
        rest.next();
    }
    name
}

/// Splits `0.name[key]`.
fn field(name: &str) -> Field {
    let mut parts = name.split(['.', '[']).map(|part| part.trim_end_matches(']').to_owned());
    let base = parts.next().unwrap_or_default();
    Field { base, path: parts.collect(), has_hole: name.contains(HOLE) }
}

/// `format.format(*arguments)` for plain fields; what is not plain becomes a hole.
pub(super) fn filled(format: &str, arguments: &[Value]) -> String {
    let mut text = String::new();
    let mut next = 0;
    let mut rest = format;
    while let Some(open) = rest.find('{').filter(|_| !is_long(&text)) {
        text.push_str(&rest[..open]);
        let Some(length) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + length];
        let index = if name.is_empty() { Some(next) } else { name.parse().ok() };
        next += 1;
        let value = index.and_then(|index| arguments.get(index).cloned());
        text.push_str(&value.map_or(HOLE.into(), Value::into_text));
        rest = &rest[open + length + 1..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(format: &str) -> Vec<String> {
        let show = |field: &Field| [vec![field.base.clone()], field.path.clone()].concat().join("/");
        fields(format).closed.iter().map(show).collect()
    }

    #[test]
    fn fields_and_their_paths_are_read() {
        assert_eq!(paths("{} {0} {a.b[c].d!r:>{w.x}} {{no}}"), ["", "0", "a/b/c/d", "w/x"]);
        assert_eq!(paths("td { padding: 0.5em; }"), [" padding"]);
        assert_eq!(paths("{0[}].x}"), ["0/}/x"]);
        assert_eq!(fields("{0.gi_").open.map(|field| field.path), Some(vec!["gi_".to_owned()]));
    }

    #[test]
    fn holes_are_placed() {
        assert!(fields(&format!("a{HOLE}{{}}")).hole_outside);
        let spec = fields(&format!("{{:<{HOLE}}}"));
        assert!(spec.closed.iter().all(|field| !field.has_hole));
        assert!(fields(&format!("{{0.{HOLE}}}")).closed[0].has_hole);
    }
}
