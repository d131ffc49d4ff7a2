//! Reaps what a sandbox's processes leave to this one, and nothing else.
//!
//! gVisor starts its processes in sessions of their own. When the sentry ends, those that it traced fall to this process as
//! the nearest subreaper. Their pids come and go, but their process groups were all founded before the program ran, so waiting by group finds
//! every one of them and never takes a child that belongs to other code of this process.

use std::collections::BTreeSet;

use nix::{
    errno::Errno,
    sys::wait::{Id, WaitPidFlag, WaitStatus, waitid},
    unistd::{Pid, getpgid, getpgrp},
};

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
