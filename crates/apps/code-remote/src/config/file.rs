//! Settings from a file: `NAME=value` lines with the names of the environment variables, which win over it.
//!
//! The file's values become the command line's defaults, so flags and environment keep their order and every value is
//! checked in the one way.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

use clap::{Command, builder::OsStr};

use super::{ConfigError, check::refuse};

/// Names the file; there is no flag of the same meaning.
pub(super) const VARIABLE: &str = "CODE_REMOTE_CONFIG";

/// The command line with the file's values as its defaults, if the environment names a file.
pub fn with_file(command: Command) -> Result<Command, ConfigError> {
    let Some(path) = std::env::var_os(VARIABLE).map(PathBuf::from) else { return Ok(command) };
    let text = std::fs::read_to_string(&path).map_err(|error| ConfigError {
        variable: VARIABLE,
        reason: format!("{} cannot be read: {error}", path.display()),
    })?;
    let values = parse(&text)?;
    let known = names(&command);
    match values.keys().find(|name| !known.contains(*name)) {
        Some(name) => refuse(VARIABLE, format!("{}: there is no setting {name}", path.display())),
        None => Ok(apply(command, &values)),
    }
}

fn parse(text: &str) -> Result<BTreeMap<String, String>, ConfigError> {
    let mut values = BTreeMap::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            return refuse(VARIABLE, format!("line {}: this is not `NAME=value`", n + 1));
        };
        let earlier = values.insert(name.trim().to_owned(), value.trim().to_owned());
        if earlier.is_some() {
            return refuse(VARIABLE, format!("line {}: {} was set before", n + 1, name.trim()));
        }
    }
    Ok(values)
}

/// Every setting of every command: one file may serve all roles.
pub(super) fn names(command: &Command) -> Vec<String> {
    let own = command.get_arguments().filter_map(|argument| argument.get_env()?.to_str().map(str::to_owned));
    own.chain(command.get_subcommands().flat_map(names)).collect()
}

fn apply(command: Command, values: &BTreeMap<String, String>) -> Command {
    let command = command.mut_args(|argument| {
        let value = argument.get_env().and_then(|name| values.get(name.to_str()?)).cloned();
        match value {
            Some(value) => argument.default_value(OsStr::from(OsString::from(value))),
            None => argument,
        }
    });
    let subcommands: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    subcommands
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, |command| apply(command, values)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_names_and_values() {
        let values = parse("# who\nA=1\n\n B = two words \nC=\nD=a=b\n").expect("it is well formed");
        let expected = [("A", "1"), ("B", "two words"), ("C", ""), ("D", "a=b")];
        assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    }

    #[test]
    fn a_line_that_cannot_be_meant_is_named() {
        assert!(parse("A=1\nB").expect_err("no value").reason.starts_with("line 2:"));
        assert!(parse("A=1\nA=2").expect_err("twice").reason.contains("A was set before"));
    }
}
