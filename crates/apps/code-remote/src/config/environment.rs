//! What the environment says: which variable a wrong value came from, and which ones nobody reads.

use std::process::ExitCode;

use clap::{
    Arg, ArgMatches, Command, CommandFactory as _, Error,
    error::{ContextKind, ContextValue},
};

use super::file::{self, names};
use crate::{cli::Cli, terminal};

const PREFIX: &str = "CODE_REMOTE_";
/// What is read by tests, or names a file of settings, and so is no setting itself.
const OTHERS: [&str; 2] = [file::VARIABLE, "CODE_REMOTE_BIN"];
/// A name that differs in more letters is another one.
const MISTAKES_MAX: usize = 3;

/// Reads the command line. What is wrong is printed, with the variable that it came from when no flag said it.
pub fn parse(mut command: Command) -> Result<ArgMatches, ExitCode> {
    command.try_get_matches_from_mut(std::env::args_os()).map_err(|error| {
        // Nobody is left to tell when the terminal is closed.
        let _ = error.print();
        if let Some(variable) = variable(&error, &command) {
            terminal::note(format!("The value is from the environment variable {variable}."));
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(terminal::exit::USAGE))
    })
}

/// The variable that a refused value is from.
fn variable(error: &Error, command: &Command) -> Option<String> {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else { return None };
    let flag = argument.split([' ', '=']).next()?;
    let is_said = |word: std::ffi::OsString| {
        word.to_str().is_some_and(|word| word == flag || word.starts_with(&format!("{flag}=")))
    };
    if std::env::args_os().any(is_said) {
        return None;
    }
    let variable = find(command, flag.trim_start_matches('-'))?.get_env()?.to_str()?.to_owned();
    std::env::var_os(&variable).map(|_| variable)
}

fn find<'a>(command: &'a Command, long: &str) -> Option<&'a Arg> {
    let own = command.get_arguments().find(|argument| argument.get_long() == Some(long));
    own.or_else(|| command.get_subcommands().find_map(|command| find(command, long)))
}

/// Tells of variables with our prefix that nobody reads: a setting that was mistyped is one that is not in force.
pub fn warn_of_unknown() {
    let known = names(&Cli::command());
    for name in std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()) {
        if !name.starts_with(PREFIX) || OTHERS.contains(&name.as_str()) || known.contains(&name) {
            continue;
        }
        match nearest(&name, &known) {
            Some(meant) => tracing::warn!("the environment variable {name} is no setting; is {meant} meant?"),
            None => tracing::warn!("the environment variable {name} is no setting"),
        }
    }
}

fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let mistakes = known.iter().map(|other| (mistakes(name, other), other.as_str()));
    mistakes.min().filter(|(mistakes, _)| *mistakes <= MISTAKES_MAX).map(|(_, other)| other)
}

/// Letters to change, to add and to leave out until one is the other (Levenshtein).
fn mistakes(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.bytes().enumerate() {
            let fewest = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], fewest);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_no_other() {
        let known = ["CODE_REMOTE_QUEUE_MAX", "CODE_REMOTE_QUEUE", "CODE_REMOTE_LISTEN"].map(str::to_owned);
        assert_eq!(nearest("CODE_REMOTE_QUEUE_MXA", &known), Some("CODE_REMOTE_QUEUE_MAX"));
        assert_eq!(nearest("CODE_REMOTE_LISTENS", &known), Some("CODE_REMOTE_LISTEN"));
        assert_eq!(nearest("CODE_REMOTE_SOMETHING_ELSE", &known), None);
        assert_eq!(mistakes("", "abc"), 3);
        assert_eq!(mistakes("kitten", "sitting"), 3);
    }
}
