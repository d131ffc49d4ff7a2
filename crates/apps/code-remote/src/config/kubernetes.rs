//! Where sandboxes are made, and how on a cluster.

use clap::{Args, ValueEnum};

use super::{ConfigError, check::refuse};

/// A probe of isolation knocks for half of it and three seconds more, and must be over before others wait for it in vain.
const MAX_SETTLE: u64 = 20_000;

/// Where sandboxes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Driver {
    /// On this machine, by gVisor's `runsc`.
    Runsc,
    /// On a cluster, each a pod of its own.
    Kubernetes,
}

/// Where sandboxes are made, and how on a cluster.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Cluster")]
pub struct KubernetesSettings {
    /// Where sandboxes are made.
    #[arg(long, env = "CODE_REMOTE_DRIVER", value_enum, default_value_t = Driver::Runsc)]
    pub driver: Driver,
    /// Namespace in which sandboxes are made. Nothing else may be in it.
    #[arg(
        long,
        env = "CODE_REMOTE_KUBERNETES_NAMESPACE",
        default_value = "code-remote-sandboxes",
        value_name = "NAME"
    )]
    pub kubernetes_namespace: String,
    /// Runtime class of gVisor.
    #[arg(long, env = "CODE_REMOTE_KUBERNETES_RUNTIME_CLASS", default_value = "gvisor", value_name = "NAME")]
    pub kubernetes_runtime_class: String,
    /// Image of the sandboxes. The driver `kubernetes` needs it.
    #[arg(long, env = "CODE_REMOTE_KUBERNETES_SANDBOX_IMAGE", value_name = "IMAGE")]
    pub kubernetes_sandbox_image: Option<String>,
    /// Gives each sandbox a user namespace of its own, where the cluster's nodes have them.
    #[arg(long, env = "CODE_REMOTE_KUBERNETES_USER_NAMESPACES")]
    pub kubernetes_user_namespaces: bool,
    /// Seconds that a sandbox may take to start, a new node and the image included.
    #[arg(long, env = "CODE_REMOTE_KUBERNETES_START_SECONDS", default_value_t = 120, value_name = "S")]
    pub kubernetes_start_seconds: u64,
    /// Milliseconds that a sandbox must have run before it gets a program: networks that enforce a policy a moment late must have done so in half of them.
    #[arg(long, env = "CODE_REMOTE_KUBERNETES_SETTLE_MILLISECONDS", default_value_t = 500, value_name = "MS")]
    pub kubernetes_settle_milliseconds: u64,
    /// Seconds after which isolation is tried again: a network policy may have been deleted.
    #[arg(long, env = "CODE_REMOTE_KUBERNETES_PROOF_SECONDS", default_value_t = 180, value_name = "S")]
    pub kubernetes_proof_seconds: u64,
    /// Name of this executor, by which others see whose a sandbox is; unique among those that run. Default: the machine's, which in a pod is the pod's.
    #[arg(long, env = "CODE_REMOTE_EXECUTOR_NAME", value_name = "NAME")]
    pub executor_name: Option<String>,
}

impl KubernetesSettings {
    /// Refuses what cannot work.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        for (variable, seconds) in [
            ("CODE_REMOTE_KUBERNETES_START_SECONDS", self.kubernetes_start_seconds),
            ("CODE_REMOTE_KUBERNETES_PROOF_SECONDS", self.kubernetes_proof_seconds),
        ] {
            if !(5..=86_400).contains(&seconds) {
                return refuse(variable, format!("{seconds} is not between 5 and 86400"));
            }
        }
        let settle = self.kubernetes_settle_milliseconds;
        if settle > MAX_SETTLE {
            let what = format!("{settle} is more than {MAX_SETTLE}");
            return refuse("CODE_REMOTE_KUBERNETES_SETTLE_MILLISECONDS", what);
        }
        match (self.driver, &self.kubernetes_sandbox_image) {
            (Driver::Kubernetes, None) => refuse(
                "CODE_REMOTE_KUBERNETES_SANDBOX_IMAGE",
                "the driver `kubernetes` needs the image of its sandboxes",
            ),
            _ => Ok(()),
        }
    }
}
