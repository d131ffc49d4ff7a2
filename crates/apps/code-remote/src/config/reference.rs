//! `docs/configuration.md`, from the command line's own definitions.

use std::fmt::Write as _;

use clap::{Arg, Args as _, Command};

use super::Settings;

const INTRODUCTION: &str = "# Configuration

Every setting of `code-remote up` is a flag and an environment variable; the flag wins. This page is generated from the
code: change `crates/apps/code-remote/src/config` and run `cargo xtask references`.
";

/// The page.
pub fn markdown() -> String {
    let command = Settings::augment_args(Command::new("up"));
    let mut page = INTRODUCTION.to_owned();
    let mut heading = String::new();
    for argument in command.get_arguments().filter(|argument| argument.get_env().is_some()) {
        let of = argument.get_help_heading().unwrap_or("Other");
        if heading != of {
            of.clone_into(&mut heading);
            let _ = write!(page, "\n## {of}\n\n| variable | flag | default | meaning |\n| --- | --- | --- | --- |\n");
        }
        page.push_str(&row(argument));
    }
    page
}

fn row(argument: &Arg) -> String {
    let variable = argument.get_env().unwrap_or_default().to_string_lossy();
    let flag = argument.get_long().unwrap_or_default();
    let defaults: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let default = if defaults.is_empty() { "–".to_owned() } else { format!("`{}`", defaults.join(",")) };
    // clap takes the full stop off a one-sentence help.
    let meaning =
        argument.get_help().map(|help| format!("{}.", help.to_string().trim_end_matches('.'))).unwrap_or_default();
    let values: Vec<_> = argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    let values = if values.is_empty() { String::new() } else { format!(" One of {}.", values.join(", ")) };
    format!("| `{variable}` | `--{flag}` | {default} | {meaning}{values} |\n")
}
