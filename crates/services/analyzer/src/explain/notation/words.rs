//! The words of a notation.

use super::growth::Growth;

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    Number(f64),
    Variable(String),
    Superscript(Growth),
    Log,
    /// `_`, before the base of a logarithm
    Base,
    Root,
    Most,
    Least,
    Plus,
    Minus,
    Times,
    Over,
    Caret,
    Factorial,
    Comma,
    Open,
    Close,
    Bar,
}

impl Word {
    /// Whether a factor may begin with it where no sign stands before. A bar is not among them: it may be an end.
    pub(super) fn begins_factor(&self) -> bool {
        matches!(
            self,
            Self::Number(_) | Self::Variable(_) | Self::Log | Self::Root | Self::Open | Self::Most | Self::Least
        )
    }
}

/// The words of a text; none where it has others.
pub(super) fn words(text: &str) -> Option<Vec<Word>> {
    let (mut words, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '0'..='9' => number(rest, &mut words)?,
            'a'..='z' | 'A'..='Z' => name(rest, &mut words)?,
            '*' if rest.starts_with("**") => push(&mut words, Word::Caret, 2),
            '\\' => push(
                &mut words,
                escaped(rest)?,
                1 + rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1),
            ),
            // The base that is written below a logarithm changes nothing.
            '₂' if words.last() == Some(&Word::Log) => first.len_utf8(),
            _ => push(&mut words, sign(first)?, first.len_utf8()),
        };
        rest = rest[length..].trim_start();
    }
    Some(words)
}

fn push(words: &mut Vec<Word>, word: Word, length: usize) -> usize {
    words.push(word);
    length
}

fn sign(letter: char) -> Option<Word> {
    Some(match letter {
        '+' => Word::Plus,
        '-' | '−' => Word::Minus,
        '*' | '·' | '×' | '⋅' => Word::Times,
        '/' => Word::Over,
        '^' => Word::Caret,
        '!' => Word::Factorial,
        ',' => Word::Comma,
        '(' | '{' | '[' => Word::Open,
        ')' | '}' | ']' => Word::Close,
        '|' => Word::Bar,
        '√' => Word::Root,
        '_' => Word::Base,
        '²' => Word::Superscript(Growth::number(2.0)),
        '³' => Word::Superscript(Growth::number(3.0)),
        '⁴' => Word::Superscript(Growth::number(4.0)),
        'ⁿ' => Word::Superscript(Growth::variable("n")),
        'ᵏ' => Word::Superscript(Growth::variable("k")),
        _ => return None,
    })
}

/// The few words of TeX that a notation has.
fn escaped(text: &str) -> Option<Word> {
    let word = text[1..].split(|c: char| !c.is_ascii_alphabetic()).next()?;
    Some(match word {
        "log" | "lg" | "ln" => Word::Log,
        "sqrt" => Word::Root,
        "cdot" | "times" => Word::Times,
        _ => return None,
    })
}

fn number(text: &str, words: &mut Vec<Word>) -> Option<usize> {
    let length = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number = text[..length].parse::<f64>().ok().filter(|number| *number < 1e9)?;
    Some(push(words, Word::Number(number), length))
}

/// A variable or a function. Two words of several letters beside each other are prose, not a product.
fn name(text: &str, words: &mut Vec<Word>) -> Option<usize> {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let word = match &text[..length] {
        "log_2" | "log2" | "log" | "lg" | "ln" => Word::Log,
        "log_" => return Some(push(words, Word::Log, 3)),
        "sqrt" => Word::Root,
        "max" => Word::Most,
        "min" => Word::Least,
        "len" if text[length..].starts_with('(') => return measured(text, words),
        name if name.contains("log") => return None,
        "nm" | "mn" | "VE" | "nk" => return Some(product(text, length, words)),
        name if name.len() > 1 && matches!(words.last(), Some(Word::Variable(_) | Word::Number(_))) => return None,
        name if name.len() > 24 => return None,
        name => Word::Variable(name.to_owned()),
    };
    let after = text[length..].trim_start().chars().next();
    let is_prose = matches!(&word, Word::Variable(name) if name.len() > 1)
        && after.is_some_and(|letter| {
            letter == '(' || letter.is_ascii_alphabetic() && !text[length..].trim_start().starts_with("log")
        });
    let is_function = matches!(&word, Word::Variable(name) if !matches!(name.as_str(), "n" | "m" | "k" | "V" | "E" | "N" | "M"))
        && text[length..].starts_with('(');
    (!is_prose && !is_function).then(|| push(words, word, length))
}

/// `len(s)` is a variable.
fn measured(text: &str, words: &mut Vec<Word>) -> Option<usize> {
    let end = text.find(')')?;
    let inner = &text["len(".len()..end];
    let is_name =
        !inner.is_empty() && inner.len() <= 24 && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then(|| push(words, Word::Variable(inner.to_owned()), end + 1))
}

/// The pairs of letters that are always a product.
fn product(text: &str, length: usize, words: &mut Vec<Word>) -> usize {
    words.extend(text[..length].chars().map(|letter| Word::Variable(letter.to_string())));
    length
}
