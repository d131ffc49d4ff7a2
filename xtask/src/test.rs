//! `cargo xtask test`: what CI runs, and nothing more.

use crate::{check, frontend, references, setup, sh};

/// Every set-up step, every check, every test.
pub(crate) fn run() -> anyhow::Result<()> {
    setup::run(setup::Purpose::Tests)?;
    frontend::build()?;
    check::run()?;
    references::check()?;
    sh::run("building", sh::cargo().args(["build", "--package", "code-remote"]))?;
    sh::run("testing", sh::cargo().args(["test", "--workspace", "--quiet"]))?;
    frontend::test()?;
    frontend::end_to_end()
}
