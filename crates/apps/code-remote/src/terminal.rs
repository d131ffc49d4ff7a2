//! How the command line speaks to a person: results on standard output, everything else on standard error.

use std::{fmt::Display, io::Write as _, process::ExitCode, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};

/// Exit codes of the command line's own failures. Programs' exit codes are passed through; these follow `timeout` and
/// container tools.
pub mod exit {
    /// The program ran out of time.
    pub const TIMED_OUT: u8 = 124;
    /// The service could not be asked, or failed.
    pub const SERVICE: u8 = 125;
    /// The program was refused.
    pub const REFUSED: u8 = 126;
    /// The job was cancelled.
    pub const CANCELLED: u8 = 130;
    /// The program ran out of memory.
    pub const MEMORY: u8 = 137;
    /// A setting or an argument is wrong.
    pub const USAGE: u8 = 2;
}

/// An error that chose its exit code.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What to say.
    pub message: String,
    /// What to exit with.
    pub code: u8,
}

impl Failure {
    /// A setting or an argument is wrong.
    pub fn usage(error: &impl Display) -> Self {
        Self { message: error.to_string(), code: exit::USAGE }
    }
}

/// Writes a line to standard output; a closed pipe ends the process quietly, as with other tools.
pub fn line(text: impl Display) {
    let mut stdout = std::io::stdout().lock();
    if writeln!(stdout, "{text}").is_err() {
        std::process::exit(0);
    }
}

/// Writes a line to standard error.
pub fn note(text: impl Display) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Reports a failure and gives the exit code.
pub fn fail(error: &anyhow::Error) -> ExitCode {
    let label = console::style("error:").red().bold().for_stderr();
    note(format!("{label} {error:#}"));
    let code = error.downcast_ref::<Failure>().map_or(1, |failure| failure.code);
    ExitCode::from(code)
}

/// A spinner on standard error for what takes longer than a moment; invisible when that is not a terminal.
pub fn spinner(message: impl Into<std::borrow::Cow<'static, str>>) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_style(
        ProgressStyle::with_template("{spinner} {msg} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    spinner.set_message(message);
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}
