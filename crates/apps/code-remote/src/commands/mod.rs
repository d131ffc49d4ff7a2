//! One command per file.

mod analyze;
mod analyzer;
mod cancel;
mod doctor;
mod executor;
mod gateway;
mod job;
mod jobs;
mod keys;
mod login;
mod logout;
mod logs;
mod migrate;
mod probe;
mod reference;
mod role;
mod run;
mod up;
mod validate;

use std::process::ExitCode;

use anyhow::Context as _;

use crate::cli::{Cli, Command};

/// Runs the chosen command and gives its exit code.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Up(settings) => threads()?.block_on(up::run(*settings)),
        Command::Gateway(settings) => threads()?.block_on(gateway::run(*settings)),
        Command::Executor(settings) => threads()?.block_on(executor::run(*settings)),
        Command::Analyzer(settings) => threads()?.block_on(analyzer::run(*settings)),
        Command::Migrate(settings) => one_thread()?.block_on(migrate::run(*settings)),
        Command::Probe(probe) => one_thread()?.block_on(probe::run(probe)),
        Command::Doctor(doctor) => threads()?.block_on(doctor::run(*doctor)),
        Command::Run(run) => one_thread()?.block_on(run::run(run)),
        Command::Jobs(jobs) => one_thread()?.block_on(jobs::run(jobs)),
        Command::Job(job) => one_thread()?.block_on(job::run(job)),
        Command::Cancel(job) => one_thread()?.block_on(cancel::run(job)),
        Command::Logs(logs) => one_thread()?.block_on(logs::run(logs)),
        Command::Validate(validate) => one_thread()?.block_on(validate::run(validate)),
        Command::Analyze(analyze) => one_thread()?.block_on(analyze::run(analyze)),
        Command::Login(login) => one_thread()?.block_on(login::run(login)),
        Command::Logout(logout) => one_thread()?.block_on(logout::run(logout)),
        Command::Keys(keys) => one_thread()?.block_on(keys::run(keys)),
        Command::Reference { document } => reference::run(document),
    }
}

/// For the service: every core.
fn threads() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime did not start")
}

/// For clients: quick to start.
fn one_thread() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("the runtime did not start")
}

/// Reads a program or its input: a file, or standard input for `-`.
fn read(path: &std::path::Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
    } else {
        bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    }
    Ok(bytes)
}

/// Reads a program as text.
fn read_source(path: &std::path::Path) -> anyhow::Result<String> {
    let bytes = read(path)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}
