//! Run code that nobody trusts, and learn what happened.

use std::process::ExitCode;

use clap::Parser as _;
use code_remote::{cli::Cli, commands, terminal, tls};

fn main() -> ExitCode {
    tls::use_ring();
    let cli = Cli::parse();
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => terminal::fail(&error),
    }
}
