//! Checks of what is delivered beside the executable: images, compose files, manifests, alert rules, infrastructure and
//! workflows. The checks themselves are in `deploy/tests` and `infra/tests`.

use crate::{
    setup::{
        delivery::{self, program},
        ministack,
    },
    sh,
};

/// Only this, with what it needs.
pub(crate) fn run() -> anyhow::Result<()> {
    delivery::ensure()?;
    ministack::ensure()?;
    check()
}

/// Lints and tests; needs no cluster, no container engine and no account.
pub(crate) fn check() -> anyhow::Result<()> {
    tests("checking images, manifests, alert rules and workflows", "deploy/tests", ".")?;
    tests("checking the infrastructure against mocks", "infra/tests", "infra")
}

fn tests(step: &str, directory: &str, top: &str) -> anyhow::Result<()> {
    let mut command = sh::command(program("python"));
    // The provider's package warns of names of its own that it gave up.
    command.args(["-B", "-W", "ignore::DeprecationWarning", "-m", "unittest", "discover"]);
    command.args(["--start-directory", directory, "--top-level-directory", top]);
    // The tools are found where this Python is.
    command.env("DELIVERY_TOOLS", program("")).env("MINISTACK", ministack::executable());
    sh::run(step, &mut command)
}
