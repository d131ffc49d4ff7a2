//! The port: starts sandboxes by the recipe that preparation proved.

use std::{fmt, io, path::Path, process::Command, sync::Arc, time::Instant};

use async_trait::async_trait;
use domain::{IsolationReport, Sandbox, SandboxDriver, SandboxError, StartKind, Swept};
use tokio::{runtime::Handle, task::spawn_blocking};

use crate::{
    host::{Host, Recipe},
    image::Image,
    launch::{arguments, launch},
    prepare::{Step, choose, io_error, prepare},
    sandbox::RunscSandbox,
    settings::Settings,
    sweep::sweep,
    tally::{Counts, Tally},
};

/// Makes gVisor sandboxes on this host.
pub struct RunscDriver {
    host: Arc<Host>,
    recipe: Arc<Recipe>,
    image: Image,
    counts: Counts,
}

impl fmt::Debug for RunscDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunscDriver").field("recipe", &self.recipe).finish_non_exhaustive()
    }
}

impl RunscDriver {
    /// Checks that this machine isolates, builds what is missing, and starts one sandbox to prove it. The first time this takes
    /// several seconds, later a fraction of one. It must be called on the runtime that will run the sandboxes.
    pub async fn new(
        settings: Settings,
        progress: impl Fn(Step) + Send + Sync + 'static,
    ) -> Result<Self, SandboxError> {
        let handle = Handle::current();
        let progress = Arc::new(progress);
        let tell = Arc::clone(&progress);
        let mode = settings.start;
        let prepared = spawn_blocking(move || prepare(settings, handle, &*tell)).await;
        let (host, image, platforms) = prepared.map_err(|error| io_error("preparing", &io::Error::other(error)))??;
        let recipe = choose(&host, &image, &platforms, mode, &*progress).await?;
        tracing::info!(
            runsc.version = host.runtime.version,
            runsc.platform = %recipe.platform,
            image.root = recipe.root.kind(),
            image.restored = recipe.checkpoint.is_some(),
            python.version = image.python_version,
            "sandboxes are ready"
        );
        Ok(Self { host, recipe: Arc::new(recipe), image, counts: Counts::default() })
    }

    /// The root file system of its sandboxes.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// How its sandboxes have started so far.
    pub fn tally(&self) -> Tally {
        self.counts.tally()
    }

    /// The bare command that starts a sandbox of its image with this directory and name, detached, with the runner waiting
    /// on descriptor 0: what measurements compare with. None when it cannot start in this way.
    pub fn command(&self, kind: StartKind, dir: &Path, id: &str) -> Option<Command> {
        let mut command = Command::new(&self.host.runtime.path);
        command.args(arguments(&self.recipe, kind, dir, id).ok()?).env_clear().current_dir("/");
        Some(command)
    }

    fn restores(&self) -> bool {
        self.recipe.checkpoint.is_some() && self.counts.may_restore(Instant::now())
    }

    async fn launch(&self, kind: StartKind) -> Result<RunscSandbox, SandboxError> {
        launch(Arc::clone(&self.host), Arc::clone(&self.recipe), kind).await
    }

    async fn restore(&self) -> Option<RunscSandbox> {
        match self.launch(StartKind::Restored).await {
            Ok(sandbox) => {
                self.counts.restored();
                Some(sandbox)
            }
            Err(error) => {
                self.counts.fallback(Instant::now());
                tracing::warn!(%error, "a sandbox was not restored; starting it cold");
                None
            }
        }
    }
}

#[async_trait]
impl SandboxDriver for RunscDriver {
    async fn check(&self) -> Result<IsolationReport, SandboxError> {
        if !self.host.runtime.is_unchanged() {
            let path = self.host.runtime.path.display();
            return Err(SandboxError::NotIsolated(format!(
                "{path} was replaced or removed; restart to use the new one"
            )));
        }
        if let Some(base) = self.host.hierarchy.bases().iter().find(|base| !base.is_dir()) {
            return Err(SandboxError::NotIsolated(format!("the control group {} is gone; restart", base.display())));
        }
        Ok(IsolationReport {
            driver: "runsc".into(),
            runtime_version: self.host.runtime.version.clone(),
            platform: self.recipe.platform.to_string(),
            start: if self.restores() { "restore" } else { "cold" }.into(),
            relaxed: false,
        })
    }

    async fn start(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        if self.restores()
            && let Some(sandbox) = self.restore().await
        {
            return Ok(Box::new(sandbox));
        }
        self.start_cold().await
    }

    async fn start_cold(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        let sandbox = self.launch(StartKind::Cold).await?;
        self.counts.cold();
        Ok(Box::new(sandbox))
    }

    async fn sweep(&self) -> Result<Swept, SandboxError> {
        sweep(&self.host).await
    }
}
