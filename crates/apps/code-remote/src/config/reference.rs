//! `docs/configuration.md`, from the command line's own definitions.

use std::fmt::Write as _;

use clap::{Arg, Args as _, Command};

use super::{AnalyzerSettings, ExecutorSettings, GatewaySettings, MigrateSettings, Settings};

const INTRODUCTION: &str = "# Configuration

Every setting of a role is a flag and an environment variable; the flag wins. `CODE_REMOTE_CONFIG` names a file of
`NAME=value` lines with the same names, for which the environment wins; one file may serve all roles. All settings of a
role are checked before it opens a port or a file of its own, and one that is refused is named (exit code 2).

This page is generated from the code: change `crates/apps/code-remote/src/config` and run `cargo xtask references`.
";

/// The page.
pub fn markdown() -> String {
    let roles = [
        Settings::augment_args(Command::new("up")),
        GatewaySettings::augment_args(Command::new("gateway")),
        ExecutorSettings::augment_args(Command::new("executor")),
        AnalyzerSettings::augment_args(Command::new("analyzer")),
        MigrateSettings::augment_args(Command::new("migrate")),
    ];
    let mut page = INTRODUCTION.to_owned();
    let mut headings: Vec<&str> = Vec::new();
    for heading in roles.iter().flat_map(settings).filter_map(Arg::get_help_heading) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    for heading in headings {
        section(&mut page, heading, &roles);
    }
    page
}

fn settings(role: &Command) -> impl Iterator<Item = &Arg> {
    role.get_arguments().filter(|argument| argument.get_env().is_some())
}

/// The settings under one heading, which are the same wherever they appear.
fn section(page: &mut String, heading: &str, roles: &[Command]) {
    let under = |role| settings(role).filter(|argument| argument.get_help_heading() == Some(heading));
    let mut with = roles.iter().filter(|role| under(role).next().is_some()).peekable();
    let Some(first) = with.peek().copied() else { return };
    let names: Vec<_> = with.map(|role| format!("`{}`", role.get_name())).collect();
    let _ = write!(page, "\n## {heading}\n\nOf {}.\n\n", names.join(", "));
    page.push_str("| variable | flag | default | meaning |\n| --- | --- | --- | --- |\n");
    page.extend(under(first).map(row));
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
