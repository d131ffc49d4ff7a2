//! What this machine has, and what is missing.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

use domain::SandboxError;

use crate::settings::Platform;

/// Releases from here on idle at nothing with systrap; before, a sandbox that waits costs 1 % of a core.
const SYSTRAP_IDLES_SINCE: u32 = 20_250_101;

/// The runtime that was found.
#[derive(Debug, Clone)]
pub(crate) struct Runtime {
    /// The executable.
    pub path: PathBuf,
    /// Its version, as it says it.
    pub version: String,
    /// Whether its kernel would read the host's files itself, with the rights for that, unless told not to.
    pub has_directfs: bool,
    identity: (u64, u64, i64),
}

impl Runtime {
    /// Finds the executable and asks for its version.
    pub(crate) fn find(program: &Path) -> Result<Self, SandboxError> {
        let path = locate(program).ok_or_else(|| not_there(program))?;
        let output = Command::new(&path).arg("--version").output().map_err(|_| not_there(program))?;
        let version = version_in(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| not_there(program))?;
        let identity = identity(&path).ok_or_else(|| not_there(program))?;
        let has_directfs = has_directfs(&path);
        Ok(Self { path, version, has_directfs, identity })
    }

    /// Whether the executable is still the one that was found. Cheap.
    pub(crate) fn is_unchanged(&self) -> bool {
        identity(&self.path) == Some(self.identity)
    }

    /// What makes a checkpoint of it useless to another build.
    pub(crate) fn build(&self) -> String {
        format!("{} {:?}", self.version, self.identity)
    }

    /// The platforms to try, the best one first.
    pub(crate) fn platforms(&self, chosen: Option<Platform>) -> Vec<Platform> {
        match chosen {
            Some(platform) => vec![platform],
            None if release(&self.version) < SYSTRAP_IDLES_SINCE => vec![Platform::Ptrace, Platform::Systrap],
            None => vec![Platform::Systrap, Platform::Ptrace],
        }
    }
}

/// Fails unless this process may do what `runsc` needs.
pub(crate) fn rights() -> Result<(), SandboxError> {
    if nix::unistd::geteuid().is_root() {
        return Ok(());
    }
    Err(SandboxError::NotIsolated(
        "starting gVisor sandboxes with their own control groups needs root; run as root".into(),
    ))
}

fn not_there(program: &Path) -> SandboxError {
    SandboxError::NotIsolated(format!("gVisor's {} was not found or does not run; install runsc", program.display()))
}

fn locate(program: &Path) -> Option<PathBuf> {
    if program.components().count() > 1 {
        return program.canonicalize().ok();
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Asks for the list of flags; a build that has none to show is taken for a new one.
fn has_directfs(path: &Path) -> bool {
    let Ok(output) = Command::new(path).arg("flags").output() else { return true };
    let list = [output.stdout, output.stderr].concat();
    let list = String::from_utf8_lossy(&list);
    !list.contains("-network") || list.contains("-directfs")
}

fn identity(path: &Path) -> Option<(u64, u64, i64)> {
    let meta = fs::metadata(path).ok()?;
    Some((meta.ino(), meta.size(), meta.mtime()))
}

/// The version in `runsc --version`'s answer.
fn version_in(text: &str) -> Option<String> {
    text.lines().find_map(|line| line.strip_prefix("runsc version ")).map(|version| version.trim().to_owned())
}

/// The date in a version as a number, for example 20240729; a build without one counts as the newest.
fn release(version: &str) -> u32 {
    let runs = version.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| run.len() == 8).find_map(|run| run.parse().ok()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime(version: &str) -> Runtime {
        Runtime { path: "/usr/bin/runsc".into(), version: version.into(), has_directfs: true, identity: (0, 0, 0) }
    }

    #[test]
    fn the_platform_follows_the_release() {
        let first = |version| runtime(version).platforms(None)[0];
        assert_eq!(first("0.0~20240729.0"), Platform::Ptrace);
        assert_eq!(first("release-20221219.0"), Platform::Ptrace);
        assert_eq!(first("release-20260803.0"), Platform::Systrap);
        assert_eq!(first("VERSION_MISSING"), Platform::Systrap);
    }

    #[test]
    fn a_chosen_platform_is_the_only_one() {
        assert_eq!(runtime("release-20260803.0").platforms(Some(Platform::Kvm)), [Platform::Kvm]);
    }

    #[test]
    fn the_version_is_what_stands_behind_the_name() {
        let text = "runsc version 0.0~20240729.0\nspec: 1.0.2-dev\n";
        assert_eq!(version_in(text).as_deref(), Some("0.0~20240729.0"));
        assert_eq!(version_in("crun version 1.8"), None);
    }

    #[test]
    fn a_missing_runtime_is_not_isolated() {
        let error = Runtime::find(Path::new("/nonexistent/runsc")).expect_err("it is not there");
        assert!(matches!(error, SandboxError::NotIsolated(_)), "{error}");
    }
}
