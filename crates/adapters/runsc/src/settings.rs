//! What an operator may choose.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use domain::Limits;

/// Host threads and processes that one sandbox may have. Sixty-four busy tasks inside need up to 2,800 outside.
const HOST_PIDS_MAX: u32 = 4_096;

/// Settings of a [`crate::RunscDriver`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where images are kept. One driver at a time may use it; it names the instance.
    pub data_dir: PathBuf,
    /// Where sandboxes keep what lives as long as they do. Default: `/run/code-remote`. Best on a tmpfs, and short, because
    /// sockets are made below it.
    pub runtime_dir: PathBuf,
    /// gVisor's runtime: a path, or a name looked up in `PATH`. Default: `runsc`.
    pub runsc: PathBuf,
    /// The interpreter that the image is made from. Default: the distribution's `/usr/bin/python3`, then the one in `PATH`.
    pub python: Option<PathBuf>,
    /// How `runsc` intercepts system calls. Default: what this release of it does best.
    pub platform: Option<Platform>,
    /// Control group, relative to the mount points, below which ours are made. Default: the top.
    pub cgroup_parent: Option<PathBuf>,
    /// Limits of the profile. `processes` and `tmp_bytes` are fixed when a sandbox starts, so they come from here for every job.
    pub limits: Limits,
    /// Host threads and processes that one sandbox may have; generous, because it bounds gVisor itself and not the program.
    pub host_pids_max: u32,
    /// How sandboxes start.
    pub start: StartMode,
}

impl Settings {
    /// The defaults, with images in this directory.
    pub fn new(data_dir: impl AsRef<Path>) -> Self {
        Self {
            data_dir: data_dir.as_ref().to_owned(),
            runtime_dir: PathBuf::from("/run/code-remote"),
            runsc: PathBuf::from("runsc"),
            python: None,
            platform: None,
            cgroup_parent: None,
            limits: Limits::default(),
            host_pids_max: HOST_PIDS_MAX,
            start: StartMode::Auto,
        }
    }
}

/// How sandboxes start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StartMode {
    /// Restored from a checkpoint where this `runsc` can do that, else cold.
    #[default]
    Auto,
    /// Always from nothing.
    Cold,
}

/// How `runsc` intercepts system calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Works everywhere, idles at nothing.
    Ptrace,
    /// The default of gVisor's releases; idles at nothing since 2025.
    Systrap,
    /// Needs `/dev/kvm`.
    Kvm,
}

impl Platform {
    /// The word that `runsc` knows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ptrace => "ptrace",
            Self::Systrap => "systrap",
            Self::Kvm => "kvm",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Platform {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Ptrace, Self::Systrap, Self::Kvm]
            .into_iter()
            .find(|platform| platform.as_str() == word)
            .ok_or_else(|| format!("{word:?} is none of ptrace, systrap, kvm"))
    }
}
