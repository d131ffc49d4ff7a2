//! What no package can mend.

use anyhow::bail;

/// Refuses machines that cannot run gVisor at all.
pub(super) fn check() -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("Code Remote isolates with gVisor, which needs Linux: use a Linux machine or virtual machine");
    }
    if !cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
        bail!("gVisor runs on x86_64 and aarch64 only");
    }
    if !std::path::Path::new("/sys/fs/cgroup").exists() {
        bail!("/sys/fs/cgroup is not mounted: jobs cannot be limited without control groups");
    }
    Ok(())
}
