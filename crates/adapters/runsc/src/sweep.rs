//! Removes what a killed predecessor left.
//!
//! Everything of an instance carries its name, and every sandbox the random prefix of the life that made it. The instance's lock says
//! that no other life goes on, so whatever has another prefix is dead men's.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{SandboxError, Swept};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{
    cgroup::{pids_in, remove_dir, subdirectories},
    host::Host,
    process::reap_strays,
    remains::{Remains, until},
};

/// Removes every sandbox of earlier lives of this instance.
pub(crate) async fn sweep(host: &Arc<Host>) -> Result<Swept, SandboxError> {
    let mut swept = Swept::default();
    for id in leftovers(host) {
        let remains = Remains::adopt(host, id);
        let processes = remains.group().pids().len();
        swept.sandboxes += 1;
        swept.processes += u32::try_from(processes).unwrap_or(u32::MAX);
        remains.clear().await?;
    }
    for base in &host.abandoned {
        let processes = empty(base).await?;
        swept.processes += processes;
    }
    if swept.sandboxes > 0 || swept.processes > 0 {
        tokio::spawn(reap_strays());
        tracing::info!(swept.sandboxes, swept.processes, "removed what a predecessor left");
    }
    Ok(swept)
}

/// Kills what is in the groups below a directory that this life does not use, and removes them with it.
async fn empty(base: &Path) -> Result<u32, SandboxError> {
    let groups: Vec<_> = subdirectories(base).iter().map(|name| base.join(name)).collect();
    let pids: Vec<_> = groups.iter().flat_map(|group| pids_in(group)).collect();
    for &pid in &pids {
        // One that has ended meanwhile is fine.
        let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
    }
    let gone = || groups.iter().map(PathBuf::as_path).chain([base]).all(|dir| remove_dir(dir).is_ok());
    let removed = until("the control groups of an earlier life stay", gone).await;
    removed.map_err(|error| SandboxError::Died { reason: format!("{}: {error}", base.display()) })?;
    Ok(u32::try_from(pids.len()).unwrap_or(u32::MAX))
}

fn leftovers(host: &Host) -> BTreeSet<String> {
    let dirs = fs::read_dir(host.instance.sandboxes()).into_iter().flatten().flatten();
    let names = dirs.filter_map(|entry| entry.file_name().into_string().ok());
    names.chain(host.hierarchy.ids()).filter(|id| !host.instance.is_own(id)).collect()
}
