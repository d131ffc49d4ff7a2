//! `cargo xtask test`: what CI runs, and nothing more.

use crate::{check, delivery, frontend, references, setup, sh};

/// Every set-up step, every check, every test.
pub(crate) fn run() -> anyhow::Result<()> {
    setup::run(setup::Purpose::Tests)?;
    frontend::build()?;
    frontend::check()?;
    check::run()?;
    references::check()?;
    delivery::check()?;
    sh::run("building", sh::cargo().args(["build", "--package", "code-remote"]))?;
    let mut tests = sh::cargo();
    tests.args(["test", "--workspace", "--quiet"]).env("MINISTACK", setup::ministack::executable());
    sh::run("testing", &mut tests)?;
    frontend::test()?;
    frontend::end_to_end()
}
