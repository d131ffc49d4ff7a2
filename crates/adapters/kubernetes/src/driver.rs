//! The port: starts sandboxes as pods, and keeps up what they stand on.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use domain::{IsolationReport, Proof, Sandbox, SandboxDriver, SandboxError, Swept};
use kube::{Client, Config};
use tokio::{task::AbortHandle, time::Instant};

use crate::{proof, settings::Settings, shared::Shared, start::start, sweep::Watchman, watch};

/// How long connecting to the API server may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// Makes gVisor sandboxes as pods of a cluster.
pub struct KubernetesDriver {
    shared: Arc<Shared>,
    watchman: Arc<Watchman>,
    /// The kernel that the last proof saw.
    kernel: Mutex<Option<String>>,
    tasks: [AbortHandle; 3],
}

impl fmt::Debug for KubernetesDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KubernetesDriver").field("life", &self.shared.names.life()).finish_non_exhaustive()
    }
}

impl Drop for KubernetesDriver {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

impl KubernetesDriver {
    /// A driver for the cluster that this process runs in, or that its `kubeconfig` names. Asks the cluster for nothing yet. It must
    /// be called on the runtime that will run the sandboxes.
    pub async fn new(settings: Settings) -> Result<Self, SandboxError> {
        let config = Config::infer().await.map_err(|error| not_there(&error))?;
        Self::with_config(settings, config)
    }

    /// A driver for this API server, without credentials.
    pub fn at(settings: Settings, url: &str) -> Result<Self, SandboxError> {
        let url = url.parse().map_err(|error| SandboxError::NotIsolated(format!("{url} is no address: {error}")))?;
        Self::with_config(settings, Config::new(url))
    }

    fn with_config(settings: Settings, mut config: Config) -> Result<Self, SandboxError> {
        config.connect_timeout = Some(CONNECT_WITHIN);
        // A warm pod's stream is silent for hours; calls have limits of their own.
        config.read_timeout = None;
        let client = Client::try_from(config).map_err(|error| not_there(&error))?;
        let shared = Arc::new(Shared::new(settings, client));
        let watchman = Arc::new(Watchman::default());
        let watching = watch::keep(shared.api.clone(), shared.names.selector(), shared.pods.clone());
        let guarding = watch::keep(shared.network.clone(), String::new(), shared.policies.clone());
        let tasks = [
            tokio::spawn(watching).abort_handle(),
            tokio::spawn(guarding).abort_handle(),
            tokio::spawn(keep_up(shared.clone(), watchman.clone())).abort_handle(),
        ];
        Ok(Self { shared, watchman, kernel: Mutex::default(), tasks })
    }

    /// The name under which the cluster knows this driver: the label of its pods, and its lease.
    pub fn life(&self) -> &str {
        self.shared.names.life()
    }
}

/// Renews the lease, and looks for what dead executors left once in each of its terms.
async fn keep_up(shared: Arc<Shared>, watchman: Arc<Watchman>) {
    let mut beat = tokio::time::interval(shared.life.every());
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut looked = Instant::now();
    loop {
        beat.tick().await;
        if let Err(refusal) = shared.life.renew().await {
            tracing::warn!(reason = refusal.reason(), "the executor's lease was not renewed");
        }
        if looked.elapsed() >= shared.settings.lease {
            looked = Instant::now();
            if let Err(refusal) = watchman.look(&shared).await {
                tracing::warn!(reason = refusal.reason(), "orphaned sandboxes could not be looked for");
            }
        }
    }
}

fn not_there(error: &dyn std::error::Error) -> SandboxError {
    SandboxError::NotIsolated(format!("no Kubernetes cluster can be reached: {error}"))
}

#[async_trait]
impl SandboxDriver for KubernetesDriver {
    async fn check(&self) -> Result<IsolationReport, SandboxError> {
        let kernel = self.kernel.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(IsolationReport {
            driver: "kubernetes".into(),
            runtime_version: kernel.unwrap_or_else(|| "unknown".into()),
            platform: format!("runtime class {}", self.shared.settings.runtime_class),
            start: "cold".into(),
            relaxed: false,
        })
    }

    async fn start(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        Ok(Box::new(start(&self.shared).await?))
    }

    async fn start_cold(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        self.start().await
    }

    async fn sweep(&self) -> Result<Swept, SandboxError> {
        let swept = self.watchman.look(&self.shared).await;
        swept.map_err(|refusal| refusal.at_start("orphaned sandboxes could not be looked for"))
    }

    async fn prove(&self) -> Result<Vec<Proof>, SandboxError> {
        let (kernel, proofs) = Box::pin(proof::prove(&self.shared)).await?;
        *self.kernel.lock().unwrap_or_else(PoisonError::into_inner) = Some(kernel);
        Ok(proofs)
    }

    fn proof_holds(&self) -> Option<Duration> {
        Some(self.shared.settings.proof_holds)
    }

    async fn doubted(&self) -> String {
        self.shared.policies.opened().await
    }

    async fn leave(&self) {
        let left = async {
            self.watchman.look(&self.shared).await?;
            self.shared.life.end().await
        };
        if let Err(refusal) = left.await {
            tracing::warn!(reason = refusal.reason(), "what this executor held is left to the others");
        }
    }
}
