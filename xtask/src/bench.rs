//! `cargo xtask bench`

use crate::{frontend, setup, sh};

/// The crate and the example that measure the analysis.
const ANALYSIS: [&str; 4] = ["--package", "code-remote-complexity", "--example", "analysis_bench"];

/// Sets up, builds for speed, and measures.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    if let Some((first, rest)) = arguments.split_first()
        && first == "analysis"
    {
        return analysis(rest);
    }
    setup::run(setup::Purpose::Service)?;
    frontend::build()?;
    sh::run("building", sh::cargo().args(["build", "--release", "--package", "code-remote", "--bins", "--examples"]))?;
    let bench = sh::target().join("release/examples/bench");
    sh::run("measuring", sh::command(bench).args(arguments))
}

/// Measures the analysis over a folder of labelled programs; that needs no service.
fn analysis(arguments: &[String]) -> anyhow::Result<()> {
    sh::run("building", sh::cargo().args(["build", "--release"]).args(ANALYSIS))?;
    let bench = sh::target().join("release/examples/analysis_bench");
    sh::run("measuring", sh::command(bench).args(arguments))
}
