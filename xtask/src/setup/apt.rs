//! Debian's and Ubuntu's packages.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, bail};

use crate::sh;

/// Where a package may come from besides the machine's own sources, for one installation and without changing them.
pub(super) struct Suite {
    /// A directory to read sources from instead of `/etc/apt/sources.list.d`.
    pub(super) parts: std::path::PathBuf,
    /// The suite to prefer.
    pub(super) name: String,
}

/// Installs packages, or says which command would.
pub(super) fn install(packages: &[&str]) -> anyhow::Result<()> {
    install_from(packages, None)
}

/// Installs packages, preferring a suite.
pub(super) fn install_from(packages: &[&str], suite: Option<&Suite>) -> anyhow::Result<()> {
    if sh::which("apt-get").is_none() {
        bail!("install {} with this system's package manager, then try again", packages.join(", "));
    }
    update(suite)?;
    let mut install = apt_get(suite)?;
    install.args(["install", "--yes", "--no-install-recommends"]);
    if let Some(suite) = suite {
        install.args(["--target-release", &suite.name]);
    }
    sh::run(&format!("installing {}", packages.join(", ")), install.args(packages))
}

/// Brings the package lists up to date.
pub(super) fn update(suite: Option<&Suite>) -> anyhow::Result<()> {
    let mut update = apt_get(suite)?;
    update.args(["--quiet", "--quiet", "update"]);
    sh::run("updating package lists", &mut update)
}

fn apt_get(suite: Option<&Suite>) -> anyhow::Result<Command> {
    let mut command = as_root("apt-get")?;
    command.env("DEBIAN_FRONTEND", "noninteractive");
    if let Some(suite) = suite {
        command.arg("-o").arg(format!("Dir::Etc::SourceParts={}", suite.parts.display()));
    }
    Ok(command)
}

/// A program that changes the machine.
pub(super) fn as_root(program: &str) -> anyhow::Result<Command> {
    if sh::is_root() {
        Ok(Command::new(program))
    } else if sh::which("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.arg(program);
        Ok(sudo)
    } else {
        bail!("packages can only be installed by root: run this once as root, or install sudo");
    }
}

/// A suite beside those of this machine's sources: its address and key are taken from the source of `beside`.
pub(super) fn suite_beside(beside: &str, name: &str) -> anyhow::Result<Option<Suite>> {
    let Some((uri, options)) = source_of(beside)? else { return Ok(None) };
    let parts = sh::target().join("apt");
    fs::create_dir_all(&parts)?;
    copy_sources(&parts)?;
    let line = format!("deb {options}{uri} {name} main\n");
    fs::write(parts.join("code-remote-suite.list"), line).context("the list of package sources cannot be written")?;
    Ok(Some(Suite { parts, name: name.to_owned() }))
}

fn copy_sources(to: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten() {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, to.join(name)).with_context(|| format!("{} cannot be copied", path.display()))?;
        }
    }
    Ok(())
}

/// The address of a suite in this machine's sources, and the options that its line needs.
fn source_of(suite: &str) -> anyhow::Result<Option<(String, String)>> {
    let mut texts = vec![fs::read_to_string("/etc/apt/sources.list").unwrap_or_default()];
    for entry in fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten() {
        texts.push(fs::read_to_string(entry?.path()).unwrap_or_default());
    }
    Ok(texts.iter().find_map(|text| one_line_source(text, suite).or_else(|| deb822_source(text, suite))))
}

/// `deb [options] URI SUITE COMPONENTS`
fn one_line_source(text: &str, suite: &str) -> Option<(String, String)> {
    text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("deb ")?.trim_start();
        let (options, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((options, rest)) => (format!("[{options}] "), rest.trim_start()),
            None => (String::new(), rest),
        };
        let mut words = rest.split_whitespace();
        let uri = words.next()?;
        (words.next()? == suite).then(|| (uri.to_owned(), options))
    })
}

/// Stanzas of `Types`, `URIs`, `Suites`, `Signed-By`.
fn deb822_source(text: &str, suite: &str) -> Option<(String, String)> {
    text.split("\n\n").find_map(|stanza| {
        let field =
            |name: &str| stanza.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim));
        let has_suite = field("Suites")?.split_whitespace().any(|word| word == suite);
        let is_binary = field("Types")?.split_whitespace().any(|word| word == "deb");
        let uri = field("URIs")?.split_whitespace().next()?;
        let options = field("Signed-By").map(|key| format!("[signed-by={key}] ")).unwrap_or_default();
        (has_suite && is_binary).then(|| (uri.to_owned(), options))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_write_a_source_are_read() {
        let one = "# comment\ndeb [arch=amd64] http://example.org/debian bookworm main\n";
        assert_eq!(
            one_line_source(one, "bookworm"),
            Some(("http://example.org/debian".into(), "[arch=amd64] ".into()))
        );
        assert_eq!(one_line_source(one, "trixie"), None);
        let stanzas = "Types: deb\nURIs: http://example.org/a\nSuites: x\n\nTypes: deb\nURIs: http://example.org/b\nSuites: bookworm bookworm-updates\nSigned-By: /k.gpg\n";
        assert_eq!(
            deb822_source(stanzas, "bookworm"),
            Some(("http://example.org/b".into(), "[signed-by=/k.gpg] ".into()))
        );
    }
}
