//! Finds the control groups that this machine offers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use domain::SandboxError;

use super::{Hierarchy, files, v1, v2};

/// What to look at, and where to make groups.
#[derive(Debug)]
pub(crate) struct Choice<'a> {
    /// Text of `/proc/self/mountinfo`.
    pub mountinfo: &'a str,
    /// Below which group, relative to the mount points; none means the top.
    pub parent: Option<&'a Path>,
    /// Name of the group that holds this instance's sandboxes.
    pub instance: &'a str,
}

/// The group under which all instances are, when no other parent was chosen.
const TOP: &str = "code-remote";

/// Chooses and prepares a hierarchy, or says what is missing.
pub(crate) fn detect(choice: &Choice<'_>) -> Result<Hierarchy, SandboxError> {
    let mounts = mounts(choice.mountinfo);
    let parent = choice.parent.map_or(Path::new(TOP), |path| path.strip_prefix("/").unwrap_or(path));
    let below = parent.join(if choice.parent.is_some() {
        format!("{TOP}-{}", choice.instance)
    } else {
        choice.instance.into()
    });
    if let Some(root) = mounts.iter().find(|mount| mount.unified && has_controllers(&mount.point)) {
        return unified(&root.point, &below);
    }
    let base = |controller: &str| {
        let mount = mounts.iter().find(|mount| mount.controllers.iter().any(|name| name == controller));
        mount.map(|mount| mount.point.join(&below)).ok_or_else(|| missing(controller))
    };
    per_controller(v1::Hierarchy {
        cpu: base("cpu")?,
        cpuacct: base("cpuacct")?,
        memory: base("memory")?,
        pids: base("pids")?,
    })
}

fn unified(root: &Path, below: &Path) -> Result<Hierarchy, SandboxError> {
    let hierarchy = v2::Hierarchy::new(root.join(below));
    hierarchy.prepare(root).map_err(|error| unusable(&error))?;
    Ok(Hierarchy::V2(hierarchy))
}

fn per_controller(hierarchy: v1::Hierarchy) -> Result<Hierarchy, SandboxError> {
    hierarchy.prepare().map_err(|error| unusable(&error))?;
    if !v1::counts_oom(&hierarchy.memory) {
        return Err(SandboxError::NotIsolated(
            "this kernel does not count memory kills (memory.oom_control has no oom_kill); use Linux 4.13 or later"
                .into(),
        ));
    }
    if !hierarchy.bounds_swap() && swaps(&fs::read_to_string("/proc/swaps").unwrap_or_default()) {
        return Err(SandboxError::NotIsolated(
            "this kernel does not account swap, so memory cannot be bounded; boot with swapaccount=1 or turn swap off"
                .into(),
        ));
    }
    Ok(Hierarchy::V1(hierarchy))
}

/// Whether any swap is on: the file's first line is a heading.
fn swaps(text: &str) -> bool {
    text.lines().count() > 1
}

fn missing(controller: &str) -> SandboxError {
    SandboxError::NotIsolated(format!(
        "the cgroup controller {controller} is not available; mount it (v1), or enable it in cgroup.subtree_control (v2)"
    ))
}

fn unusable(error: &std::io::Error) -> SandboxError {
    SandboxError::NotIsolated(format!(
        "control groups cannot be made ({error}); run as root with /sys/fs/cgroup writable, or choose a delegated cgroup parent"
    ))
}

fn has_controllers(root: &Path) -> bool {
    let available = files::get(root, "cgroup.controllers").unwrap_or_default();
    v2::CONTROLLERS.iter().all(|name| available.split_whitespace().any(|word| word == *name))
}

struct Mount {
    point: PathBuf,
    unified: bool,
    controllers: Vec<String>,
}

/// The control group mounts of a `mountinfo` text.
fn mounts(mountinfo: &str) -> Vec<Mount> {
    mountinfo.lines().filter_map(mount).collect()
}

fn mount(line: &str) -> Option<Mount> {
    let (place, kind) = line.split_once(" - ")?;
    let point = PathBuf::from(place.split(' ').nth(4)?);
    let mut kind = kind.split(' ');
    let unified = match kind.next()? {
        "cgroup" => false,
        "cgroup2" => true,
        _ => return None,
    };
    let controllers = kind.nth(1).unwrap_or_default().split(',').map(str::to_owned).collect();
    Some(Mount { point, unified, controllers })
}
