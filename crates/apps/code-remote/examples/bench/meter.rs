//! Processor time and memory, as the kernel counts them.
//!
//! A tree of processes is metered by a control group, because a group also counts what died unseen: gVisor's processes
//! are not all waited for by their parents.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::Context as _;

/// Below the group of which one process tree is metered; the kernel wants processes in leaves only.
const LEAF: &str = "main";

/// Control groups of a process tree: one directory where there is one hierarchy, otherwise one per controller.
#[derive(Debug)]
pub(crate) struct Group {
    name: String,
    unified: bool,
}

const ROOT: &str = "/sys/fs/cgroup";

impl Group {
    /// Makes an empty one.
    pub(crate) fn new(purpose: &str) -> anyhow::Result<Self> {
        let unified = Path::new(ROOT).join("cgroup.controllers").exists();
        let group = Self { name: format!("code-remote-bench-{}-{purpose}", std::process::id()), unified };
        let leaf = group.cpu().join(LEAF);
        fs::create_dir_all(&leaf).with_context(|| format!("{} cannot be made", leaf.display()))?;
        Ok(group)
    }

    /// Its name below the mount points.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The file to which a process writes its id to join.
    pub(crate) fn entrance(&self) -> io::Result<fs::File> {
        let file = if self.unified { "cgroup.procs" } else { "tasks" };
        fs::File::options().write(true).open(self.cpu().join(LEAF).join(file))
    }

    /// Processor time of everything that is or was in it.
    pub(crate) fn cpu_time(&self) -> anyhow::Result<Duration> {
        if self.unified {
            let text = fs::read_to_string(self.cpu().join("cpu.stat"))?;
            let micros = text.lines().find_map(|line| line.strip_prefix("usage_usec ")).context("no usage_usec")?;
            return Ok(Duration::from_micros(micros.parse()?));
        }
        Ok(Duration::from_nanos(fs::read_to_string(self.cpu().join("cpuacct.usage"))?.trim().parse()?))
    }

    /// Bytes charged to the groups of sandboxes in it, and how many of them there are.
    pub(crate) fn sandboxes(&self) -> anyhow::Result<(f64, usize)> {
        let file = if self.unified { "memory.current" } else { "memory.usage_in_bytes" };
        let mut used = Vec::new();
        for instance in directories(&self.memory()) {
            for sandbox in directories(&instance) {
                used.push(fs::read_to_string(sandbox.join(file))?.trim().parse::<f64>()?);
            }
        }
        Ok((used.iter().sum(), used.len()))
    }

    fn cpu(&self) -> PathBuf {
        self.of("cpuacct")
    }

    fn memory(&self) -> PathBuf {
        self.of("memory")
    }

    fn of(&self, controller: &str) -> PathBuf {
        let root = if self.unified { PathBuf::from(ROOT) } else { Path::new(ROOT).join(controller) };
        root.join(&self.name)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for controller in ["cpuacct", "cpu", "memory", "pids"] {
            let dir = self.of(controller);
            let below = directories(&dir);
            for dir in below.iter().chain([&dir]) {
                let _ = fs::remove_dir(dir);
            }
        }
    }
}

fn directories(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Resident memory of a process, in MiB.
pub(crate) fn resident_mib(pid: u32) -> anyhow::Result<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kib / 1024.0)
}

/// How many processors there are.
pub(crate) fn cores() -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    crate::sample::number(cores)
}

/// The whole machine during a measurement.
pub(crate) struct Machine {
    since: Instant,
    own: Duration,
    busy: Duration,
}

/// What the cores did that the measurement did not use.
pub(crate) struct Shares {
    /// Cores that had nothing to do: a rate that is missed with idle cores waits for something.
    pub(crate) idle: f64,
    /// Cores that other programs kept busy: they disturb every figure.
    pub(crate) others: f64,
}

impl Machine {
    /// Starts to count.
    pub(crate) fn start() -> Self {
        Self { since: Instant::now(), own: own(), busy: busy() }
    }

    /// What has been since the start.
    pub(crate) fn shares(&self) -> Shares {
        let seconds = self.since.elapsed().as_secs_f64();
        let busy = busy().saturating_sub(self.busy).as_secs_f64() / seconds;
        let own = own().saturating_sub(self.own).as_secs_f64() / seconds;
        Shares { idle: (cores() - busy).max(0.0), others: (busy - own).max(0.0) }
    }
}

/// Processor time of everything on this machine since its start.
fn busy() -> Duration {
    /// What the kernel counts in; the same on every machine.
    const PER_SECOND: u64 = 100;
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields: Vec<u64> = text.split_ascii_whitespace().skip(1).take(7).filter_map(|word| word.parse().ok()).collect();
    // user, nice, system, idle, iowait, irq, softirq
    let busy: u64 = fields.iter().enumerate().filter(|(at, _)| !matches!(at, 3 | 4)).map(|(_, ticks)| ticks).sum();
    Duration::from_millis(busy * 1_000 / PER_SECOND)
}

/// Processor time of this process and of everything that it and its children waited for.
fn own() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    let of = |who| {
        let Ok(usage) = getrusage(who) else { return Duration::ZERO };
        let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
        let total = micros(usage.user_time()) + micros(usage.system_time());
        Duration::from_micros(u64::try_from(total).unwrap_or(0))
    };
    of(UsageWho::RUSAGE_SELF) + of(UsageWho::RUSAGE_CHILDREN)
}
