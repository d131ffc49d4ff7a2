//! What every sandbox of a driver shares, and how sandboxes are started here.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use domain::Limits;
use tokio::runtime::Handle;

use crate::{
    bundle::RootFs,
    cgroup::Hierarchy,
    check::Runtime,
    instance::Instance,
    launch::{PANIC_LOG, STATE_DIR},
    settings::Platform,
};

/// What every sandbox of a driver shares.
pub(crate) struct Host {
    pub runtime: Runtime,
    pub instance: Instance,
    pub hierarchy: Hierarchy,
    /// Directories that held the control groups of an earlier life with other settings.
    pub abandoned: Vec<PathBuf>,
    pub limits: Limits,
    pub pids_max: u32,
    /// Where removals go on when nobody waits for them.
    pub handle: Handle,
}

impl Drop for Host {
    fn drop(&mut self) {
        // Only empty ones go: those of living sandboxes stay.
        for base in self.hierarchy.bases() {
            let _ = fs::remove_dir(base);
        }
    }
}

/// How sandboxes are started here.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    pub platform: Platform,
    pub has_directfs: bool,
    pub root: RootFs,
    pub bundle: PathBuf,
    pub checkpoint: Option<PathBuf>,
}

impl Recipe {
    /// Flags of `runsc` for a sandbox with this directory.
    ///
    /// The sandbox's kernel gets no network, no view of the host's files (with `directfs` it would hold the host's uid 0 with
    /// capabilities), no overlay to write to, and leaves the control groups to us.
    pub(crate) fn flags(&self, dir: &Path) -> Vec<OsString> {
        let mut flags = ["--network=none", "--ignore-cgroups", "--overlay2=none"].map(OsString::from).to_vec();
        if self.has_directfs {
            flags.push("--directfs=false".into());
        }
        flags.push(format!("--platform={}", self.platform).into());
        flags.extend(["--root".into(), dir.join(STATE_DIR).into()]);
        flags.extend(["--panic-log".into(), dir.join(PANIC_LOG).into()]);
        flags
    }
}
