//! Control groups: what bounds a sandbox from outside, and the evidence of what it met.
//!
//! gVisor is told to leave cgroups alone, so that the groups exist before its first process and outlive its last one: counters
//! are still there to be read when a sandbox has ended.

mod detect;
mod files;
mod v1;
mod v2;

use std::{fs::File, io, path::PathBuf, time::Duration};

use domain::Limits;

pub(crate) use detect::{Choice, detect};
pub(crate) use files::{pids as pids_in, remove_dir, subdirectories};

/// Where this machine's control groups for sandboxes are.
#[derive(Debug, Clone)]
pub(crate) enum Hierarchy {
    /// One tree per controller, on old and hybrid machines.
    V1(v1::Hierarchy),
    /// One tree for all.
    V2(v2::Hierarchy),
}

/// The groups of one sandbox.
#[derive(Debug, Clone)]
pub(crate) enum Group {
    /// One directory per controller.
    V1(v1::Group),
    /// One directory.
    V2(v2::Group),
}

/// Which of several groups gets the processor where it does not suffice for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// A program for which somebody waits.
    Full,
    /// What can wait: a sandbox that comes up ahead of its job, and the service's own programs. A tenth of a full weight,
    /// so that it gets on all the same.
    GivesWay,
}

/// What a group has counted since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    /// Processes that the kernel killed for memory.
    pub oom_kills: u64,
    /// Forks refused for the bound on processes.
    pub pids_refused: u64,
    /// Most processes and threads of the host at once, where this kernel tells.
    pub pids_peak: Option<u64>,
    /// Highest memory, where this kernel tells.
    pub memory_peak: Option<u64>,
}

impl Hierarchy {
    /// Makes a sandbox's groups and bounds them; no processor share yet, and behind those that have a program.
    pub(crate) fn create(&self, id: &str, limits: &Limits, pids_max: u32) -> io::Result<Group> {
        let group = self.group(id);
        let made = match &group {
            Group::V1(group) => group.create(limits.memory_bytes, pids_max),
            Group::V2(group) => group.create(limits.memory_bytes, pids_max),
        };
        made.inspect_err(|_| {
            let _ = group.remove();
        })?;
        group.weigh(Weight::GivesWay);
        Ok(group)
    }

    /// A sandbox's groups, whether or not they exist.
    pub(crate) fn group(&self, id: &str) -> Group {
        match self {
            Self::V1(hierarchy) => Group::V1(hierarchy.group(id)),
            Self::V2(hierarchy) => Group::V2(hierarchy.group(id)),
        }
    }

    /// Names of the sandboxes that have a group.
    pub(crate) fn ids(&self) -> Vec<String> {
        let mut ids: Vec<_> = self.bases().iter().flat_map(|base| subdirectories(base)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The directories that hold the sandboxes' groups.
    pub(crate) fn bases(&self) -> Vec<PathBuf> {
        match self {
            Self::V1(hierarchy) => hierarchy.bases(),
            Self::V2(hierarchy) => vec![hierarchy.base().to_owned()],
        }
    }
}

impl Group {
    /// Files to which a process writes `0` to enter.
    pub(crate) fn entrances(&self) -> io::Result<Vec<File>> {
        match self {
            Self::V1(group) => group.entrances(),
            Self::V2(group) => group.entrances(),
        }
    }

    /// Bounds memory and processor share for a job.
    pub(crate) fn limit(&self, limits: &Limits) -> io::Result<()> {
        match self {
            Self::V1(group) => group.limit(limits),
            Self::V2(group) => group.limit(limits),
        }
    }

    /// Says how it shares the processor with others. Nothing is bounded by it, so a kernel that cannot do it is as good.
    pub(crate) fn weigh(&self, weight: Weight) {
        match self {
            Self::V1(group) => group.weigh(weight),
            Self::V2(group) => group.weigh(weight),
        }
    }

    /// Takes the processor bound away: a throttled process dies slowly.
    pub(crate) fn lift_cpu(&self) {
        match self {
            Self::V1(group) => group.lift_cpu(),
            Self::V2(group) => group.lift_cpu(),
        }
    }

    /// The processes in it; none when it does not exist.
    pub(crate) fn pids(&self) -> Vec<i32> {
        match self {
            Self::V1(group) => group.pids(),
            Self::V2(group) => group.pids(),
        }
    }

    /// Kills all at once where the kernel can; otherwise does nothing.
    pub(crate) fn kill(&self) {
        match self {
            Self::V1(_) => {}
            Self::V2(group) => group.kill(),
        }
    }

    /// Processor time used since it was made.
    pub(crate) fn cpu(&self) -> io::Result<Duration> {
        match self {
            Self::V1(group) => group.cpu(),
            Self::V2(group) => group.cpu(),
        }
    }

    /// What it has counted.
    pub(crate) fn counters(&self) -> Counters {
        match self {
            Self::V1(group) => group.counters(),
            Self::V2(group) => group.counters(),
        }
    }

    /// Removes it; it must be empty. One that does not exist is fine.
    pub(crate) fn remove(&self) -> io::Result<()> {
        match self {
            Self::V1(group) => group.remove(),
            Self::V2(group) => group.remove(),
        }
    }
}

/// A processor share as quota and period in microseconds.
///
/// Threads take their quota in slices of 5 ms, and a sandbox has threads on several cores, so with the kernel's default period (a tenth of a
/// core is then 10 ms) a short job could be held up after half of it. A longer period keeps the same share and lets a job of 10 ms pass.
fn quota(cpu_millis: u32) -> (u64, u64) {
    const PERIOD_US: u64 = 250_000;
    /// The longest that the kernel takes; for shares whose quota would else be under its minimum of 1 ms.
    const LONG_PERIOD_US: u64 = 1_000_000;
    let millis = u64::from(cpu_millis.max(1));
    let period = if millis < 4 { LONG_PERIOD_US } else { PERIOD_US };
    (millis * period / 1_000, period)
}

#[cfg(test)]
mod tests;
