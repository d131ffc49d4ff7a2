//! PostgreSQL's programs: the store is tested on a real server, which the tests start and stop themselves.

use std::{fs, path::Path};

use anyhow::Context as _;

use super::apt;
use crate::sh;

/// Where Debian's and Ubuntu's packages of each release are.
const RELEASES: &str = "/usr/lib/postgresql";

/// The package would make a database cluster and start a server for it. This file, there while it is installed, says no.
const NO_CLUSTER: &str = "/etc/postgresql-common/createcluster.d/code-remote.conf";

/// Installs it where it is missing.
pub(super) fn ensure() -> anyhow::Result<()> {
    if is_installed() {
        return Ok(());
    }
    sh::say("    postgresql is missing: the store is tested on a real server");
    if sh::which("apt-get").is_some() {
        forbid_cluster()?;
    }
    let installed = apt::install(&["postgresql"]);
    // Whoever installs another release later decides anew.
    let allowed = apt::as_root("rm").and_then(|mut rm| sh::read(rm.args(["-f", NO_CLUSTER])));
    installed.and(allowed.map(drop))
}

fn is_installed() -> bool {
    let mut releases = fs::read_dir(RELEASES).into_iter().flatten().flatten();
    releases.any(|release| release.path().join("bin/initdb").exists())
}

fn forbid_cluster() -> anyhow::Result<()> {
    let file = sh::target().join("createcluster.conf");
    fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).context("the target directory cannot be made")?;
    fs::write(&file, "create_main_cluster = false\n").context("the target directory cannot be written")?;
    sh::read(apt::as_root("install")?.args(["-D", "-m", "644"]).arg(file).arg(NO_CLUSTER)).map(drop)
}
