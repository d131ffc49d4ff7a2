//! cgroup v2: one tree for all controllers.

use std::{
    fs::File,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    time::Duration,
};

use domain::Limits;

use super::{
    Counters, Weight,
    files::{field, get, make_dir, number, pids, put, remove_dir},
    quota,
};

/// The controllers that a sandbox needs.
pub(super) const CONTROLLERS: [&str; 3] = ["cpu", "memory", "pids"];
/// Where processes of an inner group go, since one with controllers for its children may have none of its own.
const LEAF: &str = "code-remote-main";

/// The directory that holds the sandboxes' groups.
#[derive(Debug, Clone)]
pub(crate) struct Hierarchy {
    base: PathBuf,
}

impl Hierarchy {
    pub(super) fn new(base: PathBuf) -> Self {
        Self { base }
    }

    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    /// Makes the directories below `root` and gives them the controllers.
    pub(super) fn prepare(&self, root: &Path) -> io::Result<()> {
        let below = self.base.strip_prefix(root).map_err(io::Error::other)?;
        let mut dir = root.to_owned();
        enable(&dir)?;
        for name in below {
            dir.push(name);
            make_dir(&dir)?;
            enable(&dir)?;
        }
        Ok(())
    }

    pub(super) fn group(&self, id: &str) -> Group {
        Group { dir: self.base.join(id) }
    }
}

/// Gives a group's children the controllers. Processes of the group itself make room, if this one is among them.
fn enable(dir: &Path) -> io::Result<()> {
    let enabled = get(dir, "cgroup.subtree_control")?;
    let missing: Vec<_> =
        CONTROLLERS.iter().filter(|name| !enabled.split_whitespace().any(|word| word == **name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let wish = missing.iter().map(|name| format!("+{name}")).collect::<Vec<_>>().join(" ");
    match put(dir, "cgroup.subtree_control", &wish) {
        Err(error) if error.kind() == ErrorKind::ResourceBusy && holds_this_process(dir) => {
            evacuate(dir)?;
            put(dir, "cgroup.subtree_control", &wish)
        }
        other => other,
    }
}

fn holds_this_process(dir: &Path) -> bool {
    i32::try_from(std::process::id()).is_ok_and(|own| pids(dir).contains(&own))
}

/// Moves a group's own processes into a child of it.
fn evacuate(dir: &Path) -> io::Result<()> {
    let leaf = dir.join(LEAF);
    make_dir(&leaf)?;
    for pid in pids(dir) {
        let moved = put(&leaf, "cgroup.procs", pid);
        let ended_meanwhile = !Path::new("/proc").join(pid.to_string()).exists();
        if !ended_meanwhile {
            moved?;
        }
    }
    Ok(())
}

/// One sandbox's directory.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    dir: PathBuf,
}

impl Group {
    pub(super) fn create(&self, memory: u64, pids_max: u32) -> io::Result<()> {
        std::fs::create_dir(&self.dir)?;
        self.bound(memory, pids_max)
    }

    pub(super) fn bound(&self, memory: u64, pids_max: u32) -> io::Result<()> {
        put(&self.dir, "memory.max", memory)?;
        self.put_if_present("memory.swap.max", "0")?;
        self.put_if_present("memory.oom.group", "1")?;
        put(&self.dir, "pids.max", pids_max)
    }

    fn put_if_present(&self, file: &str, value: &str) -> io::Result<()> {
        if self.dir.join(file).exists() { put(&self.dir, file, value) } else { Ok(()) }
    }

    pub(super) fn entrances(&self) -> io::Result<Vec<File>> {
        Ok(vec![File::options().write(true).open(self.dir.join("cgroup.procs"))?])
    }

    pub(super) fn limit(&self, limits: &Limits) -> io::Result<()> {
        put(&self.dir, "memory.max", limits.memory_bytes)?;
        let (quota, period) = quota(limits.cpu_millis);
        put(&self.dir, "cpu.max", format_args!("{quota} {period}"))
    }

    pub(super) fn weigh(&self, weight: Weight) {
        let weight = match weight {
            Weight::Full => 100,
            Weight::GivesWay => 10,
        };
        let _ = put(&self.dir, "cpu.weight", weight);
    }

    pub(super) fn lift_cpu(&self) {
        let _ = put(&self.dir, "cpu.max", "max");
    }

    pub(super) fn kill(&self) {
        // Linux 5.14 and later; the signals that follow do the same, one by one.
        let _ = put(&self.dir, "cgroup.kill", 1);
    }

    pub(super) fn pids(&self) -> Vec<i32> {
        pids(&self.dir)
    }

    pub(super) fn cpu(&self) -> io::Result<Duration> {
        get(&self.dir, "cpu.stat")?;
        Ok(Duration::from_micros(field(&self.dir, "cpu.stat", "usage_usec")))
    }

    pub(super) fn counters(&self) -> Counters {
        Counters {
            oom_kills: field(&self.dir, "memory.events", "oom_kill"),
            pids_refused: field(&self.dir, "pids.events", "max"),
            pids_peak: number(&self.dir, "pids.peak").ok(),
            memory_peak: number(&self.dir, "memory.peak").ok(),
        }
    }

    pub(super) fn remove(&self) -> io::Result<()> {
        remove_dir(&self.dir)
    }
}
