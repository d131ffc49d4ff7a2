//! Commands of other programs.

use std::{
    env, fmt,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned()
}

/// Where cargo builds to.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |directory| root().join(directory))
}

/// A command that runs in the repository's root.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Says a line to the person at the terminal.
pub(crate) fn say(text: impl fmt::Display) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Announces a step and runs it; its output goes where ours goes.
pub(crate) fn run(step: &str, command: &mut Command) -> anyhow::Result<()> {
    say(format_args!("{} {step}", console::style("==>").cyan().bold()));
    let status = command.status().with_context(|| format!("{} cannot be started", name(command)))?;
    if !status.success() {
        bail!("{step} failed: {} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs quietly and gives what it printed; its standard error is part of the failure.
pub(crate) fn read(command: &mut Command) -> anyhow::Result<String> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{} cannot be started", name(command)))?;
    if !output.status.success() {
        bail!("{} ended with {}: {}", name(command), output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program is, if it is in `PATH`.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// Whether this is root, who may install packages and make control groups.
pub(crate) fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
