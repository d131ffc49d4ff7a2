//! `cargo xtask bench`

use crate::{frontend, setup, sh};

/// The crate and the example that measure the analysis.
const ANALYSIS: [&str; 4] = ["--package", "code-remote-runsc", "--example", "analysis_bench"];

/// The crate and the example that measure the check of access tokens.
const TOKENS: [&str; 4] = ["--package", "code-remote-aws", "--example", "token_bench"];

/// Sets up, builds for speed, and measures.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    if let Some((first, rest)) = arguments.split_first()
        && first == "analysis"
    {
        return analysis(rest);
    }
    let are_apart = arguments.first().is_some_and(|first| first == "services");
    setup::run(if are_apart { setup::Purpose::Services } else { setup::Purpose::Service })?;
    frontend::build()?;
    sh::run("building", sh::cargo().args(["build", "--release", "--package", "code-remote", "--bins", "--examples"]))?;
    if are_apart {
        sh::run("building", sh::cargo().args(["build", "--release"]).args(TOKENS))?;
    }
    let bench = sh::target().join("release/examples/bench");
    sh::run("measuring", sh::command(bench).args(arguments).env("MINISTACK", setup::ministack::executable()))
}

/// Measures the analysis over a folder of labelled programs; that needs no service.
fn analysis(arguments: &[String]) -> anyhow::Result<()> {
    sh::run("building", sh::cargo().args(["build", "--release"]).args(ANALYSIS))?;
    let bench = sh::target().join("release/examples/analysis_bench");
    sh::run("measuring", sh::command(bench).args(arguments))
}
