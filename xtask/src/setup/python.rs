//! Tools from Python's package index, each set in an environment of its own below the target directory.

use std::path::PathBuf;

use super::apt;
use crate::sh;

/// The distribution's own, which set-up makes sure of.
const PYTHON: &str = "/usr/bin/python3";

/// Packages that belong together, with their versions: pinned, because every release changes what they answer.
pub(super) struct Environment {
    /// Its directory's name.
    pub(super) name: &'static str,
    /// Name and version.
    pub(super) packages: &'static [(&'static str, &'static str)],
}

impl Environment {
    /// A program of it.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.directory().join("bin").join(name)
    }

    /// Makes it where it is missing or has other versions.
    pub(super) fn ensure(&self) -> anyhow::Result<()> {
        if self.is_complete() {
            return Ok(());
        }
        if sh::read(sh::command(PYTHON).args(["-c", "import ensurepip"])).is_err() {
            apt::install(&["python3-venv"])?;
        }
        let make = format!("making a Python environment for {}", self.name);
        sh::run(&make, sh::command(PYTHON).args(["-m", "venv", "--clear"]).arg(self.directory()))?;
        let requirements: Vec<String> =
            self.packages.iter().map(|(name, version)| format!("{name}=={version}")).collect();
        // Where packages come from is the machine's configuration of pip.
        let mut install = sh::command(self.program("python"));
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(&requirements);
        sh::run(&format!("installing {}", requirements.join(", ")), &mut install)
    }

    fn is_complete(&self) -> bool {
        const VERSIONS: &str = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))";
        let mut command = sh::command(self.program("python"));
        command.args(["-c", VERSIONS]).args(self.packages.iter().map(|(name, _)| name));
        let wanted = self.packages.iter().map(|(_, version)| *version).collect::<Vec<_>>().join(" ");
        sh::read(&mut command).is_ok_and(|versions| versions.trim() == wanted)
    }

    fn directory(&self) -> PathBuf {
        sh::target().join("tools").join(self.name)
    }
}
