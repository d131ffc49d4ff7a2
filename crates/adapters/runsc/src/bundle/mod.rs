//! The one list of containment: an OCI `config.json`, from pure functions.
//!
//! A restored sandbox must have the specification of the checkpointed one, so nothing in it belongs to a job. What differs from job to
//! job (memory, processor share) is bounded by control groups.

mod spec;

use std::path::{Path, PathBuf};

use domain::Limits;

pub(crate) use spec::Spec;
use spec::{Capabilities, Linux, Mount, Namespace, Process, RLimit, Root, User};

/// User and group `nobody`.
const NOBODY: u32 = 65_534;
/// Open files; as many as `select` can watch.
const OPEN_FILES: u64 = 1_024;
/// Where the program starts. The runner makes its own directory below `/tmp`.
const START_DIR: &str = "/tmp";

/// Where a sandbox's root file system comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RootFs {
    /// An EROFS image, which the sandbox's kernel reads itself; `point` is an empty directory that stands for it.
    Erofs {
        /// The image.
        image: PathBuf,
        /// An empty directory.
        point: PathBuf,
    },
    /// A directory, served by gVisor's file server.
    Directory(PathBuf),
}

impl RootFs {
    /// The word for people.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Erofs { .. } => "erofs",
            Self::Directory(_) => "directory",
        }
    }

    fn dir(&self) -> &Path {
        match self {
            Self::Erofs { point, .. } => point,
            Self::Directory(dir) => dir,
        }
    }
}

/// The specification of every sandbox of a profile.
pub(crate) fn spec(root: &RootFs, command: &[String], limits: &Limits) -> Spec {
    Spec {
        oci_version: "1.0.2",
        process: Process {
            terminal: false,
            user: User { uid: NOBODY, gid: NOBODY },
            args: command.to_vec(),
            env: Vec::new(),
            cwd: START_DIR,
            capabilities: Capabilities::default(),
            rlimits: rlimits(limits),
            no_new_privileges: true,
        },
        root: Root { path: root.dir().to_owned(), readonly: true },
        hostname: "sandbox",
        mounts: mounts(limits),
        linux: Linux { namespaces: ["pid", "network", "ipc", "uts", "mount"].map(|kind| Namespace { kind }).to_vec() },
        annotations: match root {
            RootFs::Erofs { image, .. } => vec![
                ("dev.gvisor.spec.rootfs.source", image.display().to_string()),
                ("dev.gvisor.spec.rootfs.type", "erofs".to_owned()),
            ],
            RootFs::Directory(_) => Vec::new(),
        }
        .into_iter()
        .collect(),
    }
}

/// Processor time is not among them, because gVisor does not enforce it.
fn rlimits(limits: &Limits) -> Vec<RLimit> {
    let equal = |kind, value| RLimit { kind, hard: value, soft: value };
    vec![
        equal("RLIMIT_NOFILE", OPEN_FILES),
        equal("RLIMIT_NPROC", limits.processes.into()),
        equal("RLIMIT_FSIZE", limits.tmp_bytes),
        equal("RLIMIT_CORE", 0),
    ]
}

/// Every place that can be written has a size. gVisor adds a `/dev` that only root can write to.
fn mounts(limits: &Limits) -> Vec<Mount> {
    let bounded = |destination| Mount {
        destination,
        kind: "tmpfs",
        source: "tmpfs",
        options: vec!["nosuid".into(), "nodev".into(), "mode=1777".into(), format!("size={}", limits.tmp_bytes)],
    };
    let proc = Mount { destination: "/proc", kind: "proc", source: "proc", options: Vec::new() };
    vec![proc, bounded("/tmp"), bounded("/dev/shm")]
}

#[cfg(test)]
mod tests;
