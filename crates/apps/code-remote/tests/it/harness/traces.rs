//! What a service's sandboxes have on this host.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

/// Everything outside the data directory that carries a service's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Traces {
    /// Names of sandboxes that have a directory.
    pub(crate) directories: BTreeSet<String>,
    /// Paths of control groups.
    pub(crate) groups: BTreeSet<PathBuf>,
    /// Processes of `runsc`, and those in the control groups.
    pub(crate) processes: BTreeSet<u32>,
    /// Lines of the table of mounts.
    pub(crate) mounts: BTreeSet<String>,
}

impl Traces {
    /// Looks.
    pub(crate) fn of(data_dir: &Path) -> Self {
        let directory = Self::directory_of(data_dir);
        let groups = groups(&instance(data_dir));
        let members = groups.iter().filter_map(|group| fs::read_to_string(group.join("cgroup.procs")).ok());
        let members: Vec<u32> =
            members.flat_map(|text| text.lines().map(str::parse).collect::<Vec<_>>()).flatten().collect();
        let place = directory.display().to_string();
        let mounts = fs::read_to_string("/proc/self/mountinfo").expect("the table of mounts can be read");
        Self {
            directories: names_in(&directory.join("sandboxes")),
            groups,
            processes: processes_with(&place).chain(members).collect(),
            mounts: mounts.lines().filter(|line| line.contains(&place)).map(str::to_owned).collect(),
        }
    }

    /// Where a service keeps what lives as long as its sandboxes.
    pub(crate) fn directory_of(data_dir: &Path) -> PathBuf {
        Path::new("/run/code-remote").join(instance(data_dir))
    }

    /// How many there are of each, where names differ every time: directories, groups, processes, mounts.
    pub(crate) fn counts(&self) -> [usize; 4] {
        [self.directories.len(), self.groups.len(), self.processes.len(), self.mounts.len()]
    }

    /// What is in both.
    pub(crate) fn in_common(&self, other: &Self) -> Self {
        Self {
            directories: &self.directories & &other.directories,
            groups: &self.groups & &other.groups,
            processes: &self.processes & &other.processes,
            mounts: &self.mounts & &other.mounts,
        }
    }
}

/// A service's name: the first six bytes of its data directory's hash.
fn instance(data_dir: &Path) -> String {
    let path = data_dir.canonicalize().expect("the data directory exists");
    sha256(path.as_os_str().as_encoded_bytes())[..12].to_owned()
}

/// In hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

/// Groups of sandboxes, in one tree or in one per controller.
fn groups(instance: &str) -> BTreeSet<PathBuf> {
    let root = Path::new("/sys/fs/cgroup");
    let trees = names_in(root).into_iter().map(|name| root.join(name)).chain([root.to_owned()]);
    let bases = trees.map(|tree| tree.join("code-remote").join(instance));
    bases
        .flat_map(|base| names_in(&base).into_iter().map(move |name| base.join(name)))
        .filter(|path| path.is_dir())
        .collect()
}

fn processes_with(word: &str) -> impl Iterator<Item = u32> {
    let pids = names_in(Path::new("/proc")).into_iter().filter_map(|name| name.parse().ok());
    pids.filter(move |pid| {
        let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&command).contains(word)
    })
}

fn names_in(directory: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}
