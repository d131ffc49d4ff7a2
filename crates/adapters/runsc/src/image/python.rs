//! The machine's Python: which one, and where its parts are.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use domain::SandboxError;
use serde::Deserialize;

/// The oldest that the runner is written for.
const OLDEST: (u32, u32) = (3, 9);
/// Tried in this order: a distribution's own first, because what it links to is where every sandbox looks for it.
const CANDIDATES: [&str; 3] = ["/usr/bin/python3", "/usr/local/bin/python3", "python3"];
/// What an interpreter says about itself.
const QUESTION: &str = "
import json, os, sys, sysconfig
parts = [sysconfig.get_path('stdlib'), sysconfig.get_path('platstdlib')] + [p for p in sys.path if os.path.isdir(p)]
parts = [p for p in parts if 'site-packages' not in p and 'dist-packages' not in p]
print(json.dumps({
    'implementation': sys.implementation.name,
    'version': list(sys.version_info[:3]),
    'executable': os.path.realpath(sys.executable),
    'library': list(dict.fromkeys(parts)),
}))";

/// An interpreter of this machine.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Python {
    implementation: String,
    version: (u32, u32, u32),
    /// The file that is executed, links resolved.
    pub executable: PathBuf,
    /// Directories of the standard library; one may be inside another.
    pub library: Vec<PathBuf>,
}

impl Python {
    /// Finds the interpreter to make the image from.
    pub(crate) fn find(chosen: Option<&Path>) -> Result<Self, SandboxError> {
        let found = match chosen {
            Some(path) => Self::ask(path),
            None => CANDIDATES.iter().find_map(|path| Self::ask(Path::new(path))),
        };
        found.ok_or_else(|| {
            let (major, minor) = OLDEST;
            let place = chosen.map_or("this machine".into(), |path| path.display().to_string());
            SandboxError::NotIsolated(format!("no Python {major}.{minor} or later at {place}; install python3"))
        })
    }

    fn ask(path: &Path) -> Option<Self> {
        let output = Command::new(path).args(["-I", "-c", QUESTION]).output().ok()?;
        let python: Self = serde_json::from_slice(&output.stdout).ok()?;
        let (major, minor, _) = python.version;
        let usable = python.implementation == "cpython" && (major, minor) >= OLDEST;
        usable.then_some(python)
    }

    /// Its version, for example `3.11.2`.
    pub(crate) fn version(&self) -> String {
        let (major, minor, patch) = self.version;
        format!("{major}.{minor}.{patch}")
    }
}
