//! A program that counts its own steps.

use ruff_python_ast::{Mod, Stmt};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

use super::STEPS_MAX;
use super::counter::Counter;
use super::identifiers::Identifiers;
use super::layout::{Layout, is_blank, line_before, line_of};
use super::names::names;
use super::prelude::prelude;
use super::uncounted::Uncounted;
use crate::fit::Point;
use crate::parse::{Refusal, parse};

/// A program that prints how many steps it took, as its last line.
#[derive(Debug, Clone)]
pub struct Instrumented {
    /// The program.
    pub source: String,
    mark: String,
}

/// What a run says of its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// How many there were, and the most elements that were held at once, if that was counted.
    Steps(u64, Option<u64>),
    /// It was stopped after [`STEPS_MAX`].
    TooMany,
    /// Its last line is not there: it was cut off, or printed elsewhere.
    None,
}

impl Instrumented {
    /// What a run says that ended well.
    pub fn counts(&self, stdout: &str) -> Counts {
        let Some(line) = stdout.lines().rev().find_map(|line| line.strip_prefix(&self.mark)) else {
            return Counts::None;
        };
        let mut counts = line.split_whitespace().map(|count| count.parse().ok());
        match (counts.next().flatten(), counts.next().flatten()) {
            (None, _) => Counts::None,
            (Some(steps), _) if steps >= STEPS_MAX => Counts::TooMany,
            (Some(steps), held) => Counts::Steps(steps, held),
        }
    }

    /// The point that a run at a size gave: none if it did not get to its end.
    pub fn point(&self, size: u64, stdout: &str) -> Option<Point> {
        match self.counts(stdout) {
            Counts::Steps(steps, _) => Some(Point { size, steps }),
            Counts::TooMany | Counts::None => None,
        }
    }

    /// The point of what the run held at once: as many elements of containers, and calls within each other.
    pub fn space_point(&self, size: u64, stdout: &str) -> Option<Point> {
        match self.counts(stdout) {
            Counts::Steps(_, held) => held.map(|steps| Point { size, steps }),
            Counts::TooMany | Counts::None => None,
        }
    }
}

/// Writes the counting of steps into a program, which then does and prints what it did before, and its counts.
///
/// `mark` is a word of small letters that the program cannot know: names of the counting start with it, and so does the
/// line with the counts.
///
/// # Errors
///
/// Where the program would not behave as it is written.
pub fn instrument(source: &str, mark: &str) -> Result<Instrumented, Uncounted> {
    // As Python reads it.
    let source = source.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    readable(&source)?;
    let parsed = parse_unchecked(&source, ParseOptions::from(Mode::Module));
    let Mod::Module(module) = parsed.syntax() else { return Err(Uncounted::Unreadable) };
    let layout = Layout::of(&source, parsed.tokens().iter().map(|token| (token.kind(), token.range())));
    let identifiers = Identifiers::of(&module.body, mark);
    refuse(&source, mark, &layout, &identifiers)?;
    let names = names(&module.body);
    let begun = begin(&module.body).ok_or(Uncounted::Empty)?;
    let mut counter = Counter::new(&source, mark, &names, &identifiers, &layout);
    let held = if identifiers.finalizers { String::new() } else { names.of_module() };
    counter.edits.insert(begun, format!("\n{}try:\n", prelude(mark, &held)));
    if !is_blank(line_before(&source, begun)) {
        counter.edits.insert(begun, " ");
    }
    counter.count(&module.body, begun);
    let body = counter.edits.apply(&source).ok_or(Uncounted::Unreadable)?;
    let program = Instrumented { source: format!("{body}\nfinally:\n {mark}r()\n"), mark: mark.to_owned() };
    // What was written is read again, so that no program is run that is not one any more.
    readable(&program.source).map_err(|_| Uncounted::TooDeep)?;
    Ok(program)
}

fn readable(source: &str) -> Result<(), Uncounted> {
    parse(source).map(drop).map_err(|refusal| match refusal {
        Refusal::Syntax => Uncounted::Unreadable,
        Refusal::TooDeep => Uncounted::TooDeep,
    })
}

/// Refuses programs into which nothing can be written without a trace.
fn refuse(source: &str, mark: &str, layout: &Layout, identifiers: &Identifiers<'_>) -> Result<(), Uncounted> {
    let is_word = !mark.is_empty() && mark.chars().all(|letter| letter.is_ascii_lowercase());
    if !is_word || source.contains(mark) || identifiers.knows_word {
        return Err(Uncounted::Mark);
    }
    if let Some((name, at)) = identifiers.looks {
        return Err(Uncounted::LooksAtItself { name: name.to_owned(), line: line_of(source, at.to_usize()) });
    }
    if let Some(at) = layout.continued {
        return Err(Uncounted::Layout { line: line_of(source, at) });
    }
    if layout.too_deep { Err(Uncounted::TooDeep) } else { Ok(()) }
}

/// Where the first statement is that need not be the first: a docstring and imports from the future stay before it.
fn begin(body: &[Stmt]) -> Option<usize> {
    let docstrings =
        usize::from(matches!(body.first(), Some(Stmt::Expr(first)) if first.value.is_string_literal_expr()));
    let is_future = |stmt: &&Stmt| matches!(stmt, Stmt::ImportFrom(import) if import.module.as_ref().is_some_and(|module| module.as_str() == "__future__"));
    let futures = body.iter().skip(docstrings).take_while(is_future).count();
    body.get(docstrings + futures).map(|stmt| stmt.range().start().to_usize())
}
