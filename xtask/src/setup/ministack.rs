//! An emulator of Amazon's services from Python's package index: the tests of sign-in need a user pool to sign in to.

use std::path::PathBuf;

use super::apt;
use crate::sh;

/// Pinned, because the tests rely on what it answers and every release changes some of that. Without `cryptography` it
/// publishes a dummy for its keys, and no token can be checked.
const PACKAGES: [(&str, &str); 2] = [("ministack", "1.5.33"), ("cryptography", "50.0.2")];

/// The distribution's own, which set-up makes sure of.
const PYTHON: &str = "/usr/bin/python3";

/// The emulator's executable.
pub(crate) fn executable() -> PathBuf {
    directory().join("bin/ministack")
}

/// Installs it in the target directory where it is missing or another release.
pub(super) fn ensure() -> anyhow::Result<()> {
    if is_installed() {
        return Ok(());
    }
    if sh::read(sh::command(PYTHON).args(["-c", "import ensurepip"])).is_err() {
        apt::install(&["python3-venv"])?;
    }
    let requirements = PACKAGES.map(|(package, version)| format!("{package}=={version}"));
    sh::run("making a Python environment", sh::command(PYTHON).args(["-m", "venv", "--clear"]).arg(directory()))?;
    // Where packages come from is the machine's configuration of pip.
    let mut install = sh::command(python());
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(&requirements);
    sh::run(&format!("installing {}", requirements.join(", ")), &mut install)
}

fn is_installed() -> bool {
    const VERSIONS: &str = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))";
    let mut command = sh::command(python());
    command.args(["-c", VERSIONS]).args(PACKAGES.map(|(package, _)| package));
    let wanted = PACKAGES.map(|(_, version)| version).join(" ");
    executable().exists() && sh::read(&mut command).is_ok_and(|versions| versions.trim() == wanted)
}

fn python() -> PathBuf {
    directory().join("bin/python")
}

fn directory() -> PathBuf {
    sh::target().join("tools/ministack")
}
