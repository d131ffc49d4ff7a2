//! The web page: built by npm, embedded in the executable.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::bail;

use crate::{setup::ministack, sh};

/// What the page's tools need.
const NODE: (u32, u32) = (20, 19);

/// A Gemini server that says what a test wants.
const MODEL_SERVER: [&str; 7] =
    ["build", "--package", "code-remote-gemini", "--features", "testing", "--example", "gemini_server"];

/// Builds the page when its sources are newer than what was built.
pub(crate) fn build() -> anyhow::Result<()> {
    let (sources, built) = (directory(), directory().join("dist/index.html"));
    if modified(&built).is_some_and(|built| newest(&sources).is_some_and(|source| source <= built)) {
        return Ok(());
    }
    npm("installing the page's packages", &["ci", "--no-audit", "--no-fund"])?;
    npm("building the page", &["run", "build"])
}

/// Builds the page where this machine can; without it the service is whole but has no page.
pub(crate) fn build_if_possible() -> anyhow::Result<()> {
    match node_version() {
        Some(version) if version >= NODE => build(),
        found => {
            let found = found.map_or("there is none".to_owned(), |(major, minor)| format!("this is {major}.{minor}"));
            sh::say(format_args!(
                "    the web page is left out: it needs Node.js {}.{} or newer, {found}",
                NODE.0, NODE.1
            ));
            Ok(())
        }
    }
}

/// Major and minor of the Node.js in `PATH`.
fn node_version() -> Option<(u32, u32)> {
    sh::which("npm")?;
    let text = sh::read(Command::new("node").arg("--version")).ok()?;
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// What can be said of the page without running it.
pub(crate) fn check() -> anyhow::Result<()> {
    npm("checking the page", &["run", "lint"])?;
    npm("checking the page's types against the API", &["run", "types:check"])
}

/// Writes the page's types from the committed API document.
pub(crate) fn write_types() -> anyhow::Result<()> {
    build()?;
    npm("writing the page's types", &["run", "types"])
}

/// Every test of the page's own.
pub(crate) fn test() -> anyhow::Result<()> {
    npm("testing the page", &["test"])
}

/// The page in a real browser against the real service.
pub(crate) fn end_to_end() -> anyhow::Result<()> {
    sh::run("building a model's server for the page's tests", sh::cargo().args(MODEL_SERVER))?;
    let mut test = npm_command(&["run", "e2e"])?;
    test.env("CODE_REMOTE_BIN", sh::target().join("debug/code-remote"));
    test.env("MINISTACK", ministack::executable());
    test.env("GEMINI_SERVER", sh::target().join("debug/examples/gemini_server"));
    sh::run("testing the page in a browser", &mut test)
}

fn npm(step: &str, arguments: &[&str]) -> anyhow::Result<()> {
    sh::run(step, &mut npm_command(arguments)?)
}

fn npm_command(arguments: &[&str]) -> anyhow::Result<Command> {
    if sh::which("npm").is_none() {
        bail!("the web page needs Node.js 20 or newer with npm: install it and try again");
    }
    let mut command = sh::command("npm");
    command.current_dir(directory()).arg("--loglevel=error").args(arguments);
    Ok(command)
}

fn directory() -> PathBuf {
    sh::root().join("frontend")
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

/// The newest source below a directory, built and fetched files left out.
fn newest(directory: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(directory).ok()?.flatten();
    let sources =
        entries.filter(|entry| !matches!(entry.file_name().to_str(), Some("dist" | "node_modules" | "test-results")));
    sources
        .filter_map(|entry| if entry.path().is_dir() { newest(&entry.path()) } else { modified(&entry.path()) })
        .max()
}
