//! What people and CI run: `cargo xtask up`, `cargo xtask test`, `cargo xtask bench`.
//!
//! Few dependencies, because this is compiled before anything else can be said to a new user.

mod bench;
mod check;
mod delivery;
mod deny;
mod frontend;
mod references;
mod setup;
mod sh;
mod test;
mod up;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Set-up, tests and measurements.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Install what is missing, build, and start the service.
    Up {
        /// Passed on to `code-remote up`, for example `--listen 127.0.0.1:9000`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Install what is missing and run every check and test.
    Test,
    /// Install what is missing, measure, and print each figure beside its reference and target.
    Bench {
        /// Passed on to the bench, for example `--json FILE` or `--quick`; `services`, `kubernetes`, or `analysis --sample DIR`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Install what is missing and check images, manifests, infrastructure and workflows: a part of `test`.
    Delivery,
    /// Install what is missing and stop there.
    Setup,
    /// Write the documents that are generated from the code.
    References,
}

fn main() -> ExitCode {
    let done = match Xtask::parse().task {
        Task::Up { arguments } => up::run(&arguments),
        Task::Test => test::run(),
        Task::Bench { arguments } => bench::run(&arguments),
        Task::Delivery => delivery::run(),
        Task::Setup => setup::run(setup::Purpose::Tests),
        Task::References => references::write(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            sh::say(format_args!("{} {error:#}", console::style("error:").red().bold()));
            ExitCode::FAILURE
        }
    }
}
