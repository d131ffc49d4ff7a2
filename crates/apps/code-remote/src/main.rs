//! Run code that nobody trusts, and learn what happened.

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use code_remote::{cli::Cli, commands, config, terminal, tls};

fn main() -> ExitCode {
    tls::use_ring();
    let command = match config::with_file(Cli::command()) {
        Ok(command) => command,
        Err(error) => return terminal::fail(&terminal::Failure::usage(&error).into()),
    };
    let cli = match config::parse(command) {
        Ok(matches) => Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()),
        Err(code) => return code,
    };
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => terminal::fail(&error),
    }
}
