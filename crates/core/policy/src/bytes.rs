//! Checks on the bytes, before anything reads them as Python.
//!
//! A parser here and the interpreter there must see the same text. An encoding cookie other than UTF-8 would make a
//! comment here into an import there; a NUL ends the source for some readers and not for others.

use domain::Violation;

use crate::report::{Rule, at_point, of_whole_source};
use crate::verdict::RefusalKind;

/// Why the bytes are refused.
pub type Refusal = (RefusalKind, Violation);

const UTF8_ONLY: &str = "UTF-8 text";

/// Names under which Python knows UTF-8, as its own reader normalises them.
const UTF8_NAMES: &[&str] = &["utf-8", "utf8", "u8", "utf-8-sig", "utf8-sig"];

/// Refuses a source of more bytes than allowed.
pub fn check_size(source: &[u8], bytes_max: usize) -> Result<(), Refusal> {
    if source.len() <= bytes_max {
        return Ok(());
    }
    let message = format!("The source has {} bytes; at most {bytes_max} are allowed.", source.len());
    Err((RefusalKind::Size, of_whole_source(Rule::Size, message, format!("At most {bytes_max} bytes."))))
}

/// Reads the source as UTF-8.
pub fn check_utf8(source: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(source).map_err(|error| {
        let before = String::from_utf8_lossy(&source[..error.valid_up_to()]);
        encoding(&before, "The source is not valid UTF-8 from here on.".to_owned())
    })
}

/// Refuses what makes two readers see two programs, and takes the byte order mark away.
pub fn check_text(source: &str) -> Result<&str, Refusal> {
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    if text.starts_with('\u{feff}') {
        return Err(encoding("", "The source starts with two byte order marks.".to_owned()));
    }
    if let Some(at) = text.find('\0') {
        return Err(encoding(&text[..at], "The source contains a NUL character.".to_owned()));
    }
    match foreign_cookie(text) {
        Some((at, name)) => Err(encoding(&text[..at], format!("The source declares the encoding `{name}`."))),
        None => Ok(text),
    }
}

/// A refusal at the end of `before`.
fn encoding(before: &str, message: String) -> Refusal {
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (RefusalKind::Encoding, at_point(Rule::Encoding, (clamp(line), clamp(column)), message, UTF8_ONLY))
}

/// Place and name of an encoding other than UTF-8 declared in the first two lines. Lines are split both ways that
/// readers split them, so a lone carriage return hides nothing.
fn foreign_cookie(text: &str) -> Option<(usize, &str)> {
    let by_newline = text.split('\n').take(2);
    let by_either = text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')).take(2);
    by_newline.chain(by_either).find_map(|line| {
        let name = cookie(line)?;
        let at = name.as_ptr() as usize - text.as_ptr() as usize;
        (!is_utf8_name(name)).then_some((at, name))
    })
}

/// The encoding that a line declares: `^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)` of PEP 263.
fn cookie(line: &str) -> Option<&str> {
    let comment = line.trim_start_matches([' ', '\t', '\x0c']).strip_prefix('#')?;
    comment.match_indices("coding").find_map(|(at, word)| {
        let rest = comment[at + word.len()..].strip_prefix([':', '='])?.trim_start_matches([' ', '\t']);
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}

fn is_utf8_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    UTF8_NAMES.contains(&name.as_str()) || name.starts_with("utf-8-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_utf8_may_be_declared() {
        for accepted in [
            "# coding: utf-8\n",
            "# -*- coding: UTF_8 -*-\n",
            "\n# vim: fileencoding=utf8",
            "x = 1\n\n# coding: latin-1",
        ] {
            assert!(check_text(accepted).is_ok(), "{accepted:?}");
        }
        for refused in [
            "# coding: utf-7",
            "#\n \t# x coding=latin-1",
            "# a\r# coding: utf-7",
            "\u{feff}# coding: utf-16",
            "x\r\n# coding:cp1252",
        ] {
            assert!(check_text(refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn place_is_counted_in_characters() {
        let (kind, violation) = check_utf8(b"x = 1\ny = '\xc3\xa9' \xff").unwrap_err();
        assert_eq!((kind, violation.line, violation.column), (RefusalKind::Encoding, 2, 9));
        let (_, violation) = check_text("# \u{e9}\0").unwrap_err();
        assert_eq!((violation.line, violation.column), (1, 4));
    }
}
