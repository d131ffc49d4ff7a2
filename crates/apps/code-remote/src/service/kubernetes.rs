//! Sandboxes on a cluster.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use kubernetes::KubernetesDriver;

use super::Sandboxes;
use crate::config::{KubernetesSettings, LimitSettings};

/// gVisor pods of the cluster that this process is in, or that its `kubeconfig` names.
pub async fn cluster(
    settings: &KubernetesSettings,
    limits: &LimitSettings,
    python_version: &str,
) -> anyhow::Result<Sandboxes> {
    let image = settings.kubernetes_sandbox_image.clone().context("CODE_REMOTE_KUBERNETES_SANDBOX_IMAGE is not set")?;
    let mut options = kubernetes::Settings::new(image, name(settings)?);
    options.namespace.clone_from(&settings.kubernetes_namespace);
    options.runtime_class.clone_from(&settings.kubernetes_runtime_class);
    options.limits = limits.per_job();
    options.user_namespaces = settings.kubernetes_user_namespaces;
    options.start_within = Duration::from_secs(settings.kubernetes_start_seconds);
    options.settle = Duration::from_millis(settings.kubernetes_settle_milliseconds);
    options.proof_holds = Duration::from_secs(settings.kubernetes_proof_seconds);
    let driver = KubernetesDriver::new(options).await?;
    Ok(Sandboxes { driver: Arc::new(driver), python_version: python_version.to_owned(), relaxed: false })
}

fn name(settings: &KubernetesSettings) -> anyhow::Result<String> {
    match &settings.executor_name {
        Some(name) => Ok(name.clone()),
        None => {
            let name = nix::unistd::gethostname().context("this machine has no name (CODE_REMOTE_EXECUTOR_NAME)")?;
            Ok(name.to_string_lossy().into_owned())
        }
    }
}
