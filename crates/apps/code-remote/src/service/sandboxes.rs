//! The sandbox driver of this host.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use domain::{SandboxDriver, SandboxError};
use runsc::{RunscDriver, Step};

use crate::config::{LimitSettings, SandboxSettings, StartMode};

/// A driver and what is inside its sandboxes.
#[derive(Clone)]
pub struct Sandboxes {
    /// Makes sandboxes.
    pub driver: Arc<dyn SandboxDriver>,
    /// Version of the Python in them.
    pub python_version: String,
    /// Whether the driver is taken at its word when it says that it isolates less. Never with a driver of this program's
    /// own choice.
    pub relaxed: bool,
}

/// gVisor on this host. Builds the sandbox image in this directory where it is missing, which takes some seconds and is
/// told step by step.
pub async fn driver(
    sandbox: &SandboxSettings,
    limits: &LimitSettings,
    directory: &Path,
    progress: impl Fn(Step) + Send + Sync + 'static,
) -> anyhow::Result<Sandboxes> {
    std::fs::create_dir_all(directory)
        .with_context(|| format!("{} cannot be made (CODE_REMOTE_DATA_DIR)", directory.display()))?;
    let mut settings = runsc::Settings::new(directory);
    settings.runsc.clone_from(&sandbox.runsc);
    settings.python.clone_from(&sandbox.python);
    settings.platform = platform(sandbox)?;
    settings.cgroup_parent.clone_from(&sandbox.cgroup_parent);
    settings.limits = limits.per_job();
    settings.start = match sandbox.start {
        StartMode::Auto => runsc::StartMode::Auto,
        StartMode::Cold => runsc::StartMode::Cold,
    };
    let driver = RunscDriver::new(settings, progress).await.map_err(reason)?;
    let python_version = driver.image().python_version.clone();
    Ok(Sandboxes { driver: Arc::new(driver), python_version, relaxed: false })
}

/// What went wrong while preparing was no sandbox's fault, so the reason stands for itself.
fn reason(error: SandboxError) -> anyhow::Error {
    match error {
        SandboxError::NotStarted { reason } => anyhow::Error::msg(reason),
        other => other.into(),
    }
}

fn platform(sandbox: &SandboxSettings) -> anyhow::Result<Option<runsc::Platform>> {
    let parse = |word: &String| word.parse().map_err(|error| anyhow::anyhow!("CODE_REMOTE_RUNSC_PLATFORM: {error}"));
    sandbox.runsc_platform.as_ref().map(parse).transpose()
}
