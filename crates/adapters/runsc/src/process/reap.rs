//! Reaps what a sandbox's processes leave to this one, and nothing else.
//!
//! gVisor starts its processes in sessions of their own. When the sentry ends, those that it traced fall to this process as
//! the nearest subreaper. Their pids come and go, but their process groups were all founded before the program ran, so waiting by group finds
//! every one of them and never takes a child that belongs to other code of this process. Only a start that failed can leave groups
//! that nobody saw, see [`reap_strays`].

use std::{collections::BTreeSet, fs, time::Duration};

use nix::{
    errno::Errno,
    sys::wait::{Id, WaitPidFlag, WaitStatus, waitid},
    unistd::{Pid, getpgid, getpgrp},
};

use tokio::time::sleep;

use super::pidfd::is_awaited;

/// Before each look for strays.
const STRAY_PAUSES: [Duration; 3] = [Duration::from_millis(5), Duration::from_millis(100), Duration::from_secs(2)];

/// Process groups of one sandbox.
#[derive(Debug, Default)]
pub(crate) struct Families(BTreeSet<i32>);

impl Families {
    /// Remembers the group of this process.
    pub(crate) fn learn(&mut self, pid: i32) {
        match getpgid(Some(Pid::from_raw(pid))) {
            Ok(group) if group != getpgrp() && group.as_raw() > 1 => {
                self.0.insert(group.as_raw());
            }
            _ => {}
        }
    }

    /// Reaps every child in these groups that has ended. True when no child is left in them.
    pub(crate) fn reap(&mut self) -> bool {
        self.0.retain(|group| !reap_group(*group));
        self.0.is_empty()
    }
}

/// True when this group has no child of ours any more.
fn reap_group(group: i32) -> bool {
    loop {
        match waitid(Id::PGid(Pid::from_raw(group)), WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG) {
            Ok(WaitStatus::StillAlive) => return false,
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => return true,
        }
    }
}

/// Reaps what a failed start or a predecessor left without having been seen: ended children that are called as `runsc` calls its own, in a
/// process group that is not ours (every `runsc` is started in one of its own), and for which no [`super::Pidfd`] waits. A process leaves
/// its control group a moment before it can be reaped, so one look is not enough.
pub(crate) async fn reap_strays() {
    for pause in STRAY_PAUSES {
        sleep(pause).await;
        reap_strays_now();
    }
}

fn reap_strays_now() {
    let group = getpgrp().as_raw();
    let pids = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = pids.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    for pid in pids.filter(|pid| is_stray(*pid, group) && !is_awaited(*pid)) {
        let _ = waitid(Id::Pid(Pid::from_raw(pid)), WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG);
    }
}

fn is_stray(pid: i32, own_group: i32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| is_stray_by(&stat, std::process::id(), own_group))
}

/// Reads `pid (name) state parent group …`.
fn is_stray_by(stat: &str, parent: u32, own_group: i32) -> bool {
    let Some((name, fields)) = stat.rsplit_once(") ") else { return false };
    let name = name.split_once('(').map_or("", |(_, name)| name);
    let fields: Vec<_> = fields.split(' ').take(3).collect();
    let [state, ppid, group] = fields[..] else { return false };
    let ours = ppid.parse() == Ok(parent) && group.parse().is_ok_and(|group: i32| group != own_group);
    state == "Z" && ours && (name == "exe" || name.starts_with("runsc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_is_an_inherited_ended_process_of_runsc() {
        assert!(is_stray_by("42 (exe) Z 7 42 42 0 -1", 7, 5));
        assert!(is_stray_by("42 (runsc-sandbox) Z 7 41 5 0 -1", 7, 5));
        let alive = "42 (exe) S 7 42 42 0";
        let of_another = "42 (exe) Z 8 42 42 0";
        let started_otherwise = "42 (exe) Z 7 5 5 0";
        let of_another_name = "42 (a) exe) Z 7 42 42 0";
        for other in [alive, of_another, started_otherwise, of_another_name, "42"] {
            assert!(!is_stray_by(other, 7, 5), "{other}");
        }
    }
}
