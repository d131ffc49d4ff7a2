//! `cargo xtask bench`

use crate::{frontend, setup, sh};

/// Sets up, builds for speed, and measures.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    setup::run(setup::Purpose::Service)?;
    frontend::build()?;
    sh::run("building", sh::cargo().args(["build", "--release", "--package", "code-remote", "--bins", "--examples"]))?;
    let bench = sh::target().join("release/examples/bench");
    sh::run("measuring", sh::command(bench).args(arguments))
}
