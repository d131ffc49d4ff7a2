//! Dependency rules: licences, sources, one door for each heavy dependency.

use crate::sh;

/// Pinned, so that a new release cannot fail a build that did not change.
const VERSION: &str = "0.20.2";

/// Installs cargo-deny in the target directory where it is missing, and runs it.
pub(crate) fn run() -> anyhow::Result<()> {
    let tools = sh::target().join("tools");
    let deny = tools.join("bin/cargo-deny");
    if !deny.exists() {
        let install = ["install", "cargo-deny", "--version", VERSION, "--locked", "--quiet", "--root"];
        sh::run("installing cargo-deny (once, some minutes)", sh::cargo().args(install).arg(&tools))?;
    }
    let mut check = sh::command(deny);
    check.args(["--locked", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    sh::run("checking dependencies", &mut check)
}
