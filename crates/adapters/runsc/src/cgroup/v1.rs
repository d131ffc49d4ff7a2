//! cgroup v1: one tree per controller. Also the controllers' half of a hybrid machine.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::Limits;

use super::{
    Counters, Weight,
    files::{field, make_dir, number, pids, put, remove_dir},
    quota,
};

/// Memory and swap together; absent where the kernel does not account swap.
const MEMSW: &str = "memory.memsw.limit_in_bytes";
const MEMORY: &str = "memory.limit_in_bytes";

/// The directories that hold the sandboxes' groups, one per controller. Two are the same where controllers are mounted together.
#[derive(Debug, Clone)]
pub(crate) struct Hierarchy {
    /// CPU bandwidth.
    pub(super) cpu: PathBuf,
    /// CPU time used.
    pub(super) cpuacct: PathBuf,
    /// Memory and swap.
    pub(super) memory: PathBuf,
    /// Processes and threads.
    pub(super) pids: PathBuf,
}

impl Hierarchy {
    /// Makes the directories.
    pub(super) fn prepare(&self) -> io::Result<()> {
        for base in self.bases() {
            for dir in [base.parent(), Some(&*base)].into_iter().flatten() {
                make_dir(dir)?;
            }
        }
        Ok(())
    }

    /// Whether swap is bounded together with memory.
    pub(super) fn bounds_swap(&self) -> bool {
        self.memory.join(MEMSW).exists()
    }

    pub(super) fn bases(&self) -> Vec<PathBuf> {
        distinct([&self.cpu, &self.cpuacct, &self.memory, &self.pids])
    }

    pub(super) fn group(&self, id: &str) -> Group {
        let Self { cpu, cpuacct, memory, pids } = self;
        Group { cpu: cpu.join(id), cpuacct: cpuacct.join(id), memory: memory.join(id), pids: pids.join(id) }
    }
}

/// One sandbox's directories.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    cpu: PathBuf,
    cpuacct: PathBuf,
    memory: PathBuf,
    pids: PathBuf,
}

impl Group {
    fn dirs(&self) -> Vec<PathBuf> {
        distinct([&self.cpu, &self.cpuacct, &self.memory, &self.pids])
    }

    pub(super) fn create(&self, memory: u64, pids_max: u32) -> io::Result<()> {
        for dir in self.dirs() {
            std::fs::create_dir(dir)?;
        }
        self.bound_memory(memory)?;
        put(&self.pids, "pids.max", pids_max)
    }

    /// A single-threaded process that writes itself to `tasks` enters without the kernel's lock over all processes, whose
    /// grace period costs up to 20 ms with `cgroup.procs`.
    pub(super) fn entrances(&self) -> io::Result<Vec<File>> {
        self.dirs().iter().map(|dir| File::options().write(true).open(dir.join("tasks"))).collect()
    }

    pub(super) fn limit(&self, limits: &Limits) -> io::Result<()> {
        self.bound_memory(limits.memory_bytes)?;
        let (quota, period) = quota(limits.cpu_millis);
        put(&self.cpu, "cpu.cfs_period_us", period)?;
        put(&self.cpu, "cpu.cfs_quota_us", quota)
    }

    /// Memory with swap may never be less than memory alone, so the order depends on the direction.
    fn bound_memory(&self, bytes: u64) -> io::Result<()> {
        let swap_counted = self.memory.join(MEMSW).exists();
        let grows = swap_counted && number(&self.memory, MEMSW)? < bytes;
        if grows {
            put(&self.memory, MEMSW, bytes)?;
        }
        put(&self.memory, MEMORY, bytes)?;
        if swap_counted && !grows {
            put(&self.memory, MEMSW, bytes)?;
        }
        Ok(())
    }

    pub(super) fn weigh(&self, weight: Weight) {
        let shares = match weight {
            Weight::Full => 1_024,
            Weight::GivesWay => 102,
        };
        let _ = put(&self.cpu, "cpu.shares", shares);
    }

    pub(super) fn lift_cpu(&self) {
        let _ = put(&self.cpu, "cpu.cfs_quota_us", -1);
    }

    pub(super) fn pids(&self) -> Vec<i32> {
        pids(&self.pids)
    }

    pub(super) fn cpu(&self) -> io::Result<Duration> {
        number(&self.cpuacct, "cpuacct.usage").map(Duration::from_nanos)
    }

    pub(super) fn counters(&self) -> Counters {
        Counters {
            oom_kills: field(&self.memory, "memory.oom_control", "oom_kill"),
            pids_refused: field(&self.pids, "pids.events", "max"),
            pids_peak: number(&self.pids, "pids.peak").ok(),
            memory_peak: number(&self.memory, "memory.max_usage_in_bytes").ok(),
        }
    }

    pub(super) fn remove(&self) -> io::Result<()> {
        let results: Vec<_> = self.dirs().iter().map(|dir| remove_dir(dir)).collect();
        results.into_iter().collect()
    }
}

fn distinct(paths: [&PathBuf; 4]) -> Vec<PathBuf> {
    let mut distinct: Vec<PathBuf> = Vec::with_capacity(paths.len());
    for path in paths {
        if !distinct.contains(path) {
            distinct.push(path.clone());
        }
    }
    distinct
}

/// Whether this kernel counts how often memory ran out, without which memory would look like a plain kill.
pub(super) fn counts_oom(memory_root: &Path) -> bool {
    super::files::get(memory_root, "memory.oom_control").is_ok_and(|text| text.contains("oom_kill "))
}
