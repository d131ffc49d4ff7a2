//! Removes what a killed predecessor left.
//!
//! Everything of an instance carries its name, and every sandbox the random prefix of the life that made it. The instance's lock says
//! that no other life goes on, so whatever has another prefix is dead men's.

use std::{collections::BTreeSet, fs, sync::Arc};

use domain::{SandboxError, Swept};

use crate::{driver::Host, process::reap_strays, remains::Remains};

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
    if swept.sandboxes > 0 {
        tokio::spawn(reap_strays());
        tracing::info!(swept.sandboxes, swept.processes, "removed what a predecessor left");
    }
    Ok(swept)
}

fn leftovers(host: &Host) -> BTreeSet<String> {
    let dirs = fs::read_dir(host.instance.sandboxes()).into_iter().flatten().flatten();
    let names = dirs.filter_map(|entry| entry.file_name().into_string().ok());
    names.chain(host.hierarchy.ids()).filter(|id| !host.instance.is_own(id)).collect()
}
