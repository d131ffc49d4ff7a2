//! `cargo xtask up`

use std::os::unix::process::CommandExt as _;

use crate::{frontend, setup, sh};

/// Sets up, builds, and becomes the service.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    setup::run(setup::Purpose::Service)?;
    frontend::build_if_possible()?;
    sh::run(
        "building the service (minutes the first time, seconds later)",
        sh::cargo().args(["build", "--release", "--package", "code-remote", "--bin", "code-remote"]),
    )?;
    let mut service = sh::command(sh::target().join("release/code-remote"));
    service.arg("up");
    if !arguments.iter().any(|word| word.starts_with("--data-dir"))
        && std::env::var_os("CODE_REMOTE_DATA_DIR").is_none()
    {
        service.arg("--data-dir").arg(sh::root().join("data"));
    }
    // Signals then reach the service itself.
    Err(service.args(arguments).exec().into())
}
