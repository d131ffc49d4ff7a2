//! Checks that compile but do not run the product.

use crate::{deny, sh};

/// Format, lints, dependency rules.
pub(crate) fn run() -> anyhow::Result<()> {
    sh::run("checking format", sh::cargo().args(["fmt", "--all", "--check"]))?;
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"];
    sh::run("linting", sh::cargo().args(lints))?;
    deny::run()
}
