//! Checks the machine, has the image built, proves one sandbox, then starts them.

use std::{
    ffi::OsString,
    fmt, fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use domain::{IsolationReport, Limits, Sandbox, SandboxDriver, SandboxError, StartKind, Swept};
use tokio::{runtime::Handle, task::spawn_blocking};

use crate::{
    bundle::{self, RootFs},
    cgroup::{Choice, Hierarchy, detect},
    check::{self, Runtime},
    image::{Image, checkpoint},
    instance::Instance,
    launch::{PANIC_LOG, STATE_DIR, arguments, launch},
    process::become_subreaper,
    sandbox::RunscSandbox,
    settings::{Platform, Settings, StartMode},
    sweep::sweep,
};

/// So many restores failing one after the other mean that the checkpoint is bad, not the luck.
const RESTORE_FAILURES_MAX: u32 = 8;

/// What a new driver is doing, for a person who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Copies and compiles the interpreter and its library; seconds, once per Python version.
    CopyingPython,
    /// Packs them into one image.
    PackingImage,
    /// Starts a first sandbox.
    StartingSandbox,
    /// Takes the checkpoint that later ones are restored from.
    TakingCheckpoint,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CopyingPython => "copying Python into the sandbox image",
            Self::PackingImage => "packing the sandbox image",
            Self::StartingSandbox => "starting a first sandbox",
            Self::TakingCheckpoint => "taking the checkpoint",
        })
    }
}

/// What every sandbox of a driver shares.
pub(crate) struct Host {
    pub runtime: Runtime,
    pub instance: Instance,
    pub hierarchy: Hierarchy,
    /// Directories that held the control groups of an earlier life with other settings.
    pub abandoned: Vec<PathBuf>,
    pub limits: Limits,
    pub pids_max: u32,
    /// Where removals go on when nobody waits for them.
    pub handle: Handle,
}

impl Drop for Host {
    fn drop(&mut self) {
        // Only empty ones go: those of living sandboxes stay.
        for base in self.hierarchy.bases() {
            let _ = fs::remove_dir(base);
        }
    }
}

/// How sandboxes are started here.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    pub platform: Platform,
    pub has_directfs: bool,
    pub root: RootFs,
    pub bundle: PathBuf,
    pub checkpoint: Option<PathBuf>,
}

impl Recipe {
    /// Flags of `runsc` for a sandbox with this directory.
    ///
    /// The sandbox's kernel gets no network, no view of the host's files (with `directfs` it would hold the host's uid 0 with
    /// capabilities), no overlay to write to, and leaves the control groups to us.
    pub(crate) fn flags(&self, dir: &Path) -> Vec<OsString> {
        let mut flags = ["--network=none", "--ignore-cgroups", "--overlay2=none"].map(OsString::from).to_vec();
        if self.has_directfs {
            flags.push("--directfs=false".into());
        }
        flags.push(format!("--platform={}", self.platform).into());
        flags.extend(["--root".into(), dir.join(STATE_DIR).into()]);
        flags.extend(["--panic-log".into(), dir.join(PANIC_LOG).into()]);
        flags
    }
}

/// How often sandboxes started, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Restored from the checkpoint.
    pub restored: u64,
    /// Started from nothing.
    pub cold: u64,
    /// Restores that failed and were followed by a cold start.
    pub fallbacks: u64,
}

/// Makes gVisor sandboxes on this host.
pub struct RunscDriver {
    host: Arc<Host>,
    recipe: Arc<Recipe>,
    image: Image,
    restored: AtomicU64,
    cold: AtomicU64,
    fallbacks: AtomicU64,
    failures_in_a_row: AtomicU32,
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
        Ok(Self {
            host,
            recipe: Arc::new(recipe),
            image,
            restored: AtomicU64::new(0),
            cold: AtomicU64::new(0),
            fallbacks: AtomicU64::new(0),
            failures_in_a_row: AtomicU32::new(0),
        })
    }

    /// The root file system of its sandboxes.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// How its sandboxes have started so far.
    pub fn tally(&self) -> Tally {
        Tally {
            restored: self.restored.load(Ordering::Relaxed),
            cold: self.cold.load(Ordering::Relaxed),
            fallbacks: self.fallbacks.load(Ordering::Relaxed),
        }
    }

    /// The bare command that starts a sandbox of its image with this directory and name, detached, with the runner waiting
    /// on descriptor 0: what measurements compare with. None when it cannot start in this way.
    pub fn command(&self, kind: StartKind, dir: &Path, id: &str) -> Option<Command> {
        let mut command = Command::new(&self.host.runtime.path);
        command.args(arguments(&self.recipe, kind, dir, id).ok()?).env_clear().current_dir("/");
        Some(command)
    }

    fn restores(&self) -> bool {
        self.recipe.checkpoint.is_some() && self.failures_in_a_row.load(Ordering::Relaxed) < RESTORE_FAILURES_MAX
    }

    async fn launch(&self, kind: StartKind) -> Result<RunscSandbox, SandboxError> {
        launch(Arc::clone(&self.host), Arc::clone(&self.recipe), kind).await
    }

    async fn restore(&self) -> Option<RunscSandbox> {
        match self.launch(StartKind::Restored).await {
            Ok(sandbox) => {
                self.failures_in_a_row.store(0, Ordering::Relaxed);
                self.restored.fetch_add(1, Ordering::Relaxed);
                Some(sandbox)
            }
            Err(error) => {
                self.failures_in_a_row.fetch_add(1, Ordering::Relaxed);
                self.fallbacks.fetch_add(1, Ordering::Relaxed);
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
        self.cold.fetch_add(1, Ordering::Relaxed);
        Ok(Box::new(sandbox))
    }

    async fn sweep(&self) -> Result<Swept, SandboxError> {
        sweep(&self.host).await
    }
}

// === Preparation ===

fn prepare(
    settings: Settings,
    handle: Handle,
    progress: &dyn Fn(Step),
) -> Result<(Arc<Host>, Image, Vec<Platform>), SandboxError> {
    let Settings { data_dir, runtime_dir, runsc, python, platform, cgroup_parent, limits, host_pids_max, start: _ } =
        settings;
    let runtime = Runtime::find(&runsc)?;
    check::rights()?;
    let instance = Instance::take(&data_dir, &runtime_dir)?;
    let mountinfo =
        fs::read_to_string("/proc/self/mountinfo").map_err(|error| io_error("reading the mounts", &error))?;
    let hierarchy =
        detect(&Choice { mountinfo: &mountinfo, parent: cgroup_parent.as_deref(), instance: instance.name() })?;
    let abandoned =
        instance.note_groups(&hierarchy.bases()).map_err(|error| io_error("noting the control groups", &error))?;
    become_subreaper().map_err(|error| io_error("becoming a subreaper", &error))?;
    let image = Image::ensure(&data_dir, python.as_deref(), progress)?;
    let platforms = runtime.platforms(platform);
    let host = Host { runtime, instance, hierarchy, abandoned, limits, pids_max: host_pids_max, handle };
    Ok((Arc::new(host), image, platforms))
}

fn io_error(what: &str, error: &io::Error) -> SandboxError {
    SandboxError::NotStarted { reason: format!("{what}: {error}") }
}

/// Finds the first combination that works here, by starting a sandbox with it.
async fn choose(
    host: &Arc<Host>,
    image: &Image,
    platforms: &[Platform],
    mode: StartMode,
    progress: &(dyn Fn(Step) + Send + Sync),
) -> Result<Recipe, SandboxError> {
    let mut last = None;
    for root in image.roots(&host.instance.empty_dir()) {
        let bundle = write_bundle(host, image, &root).map_err(|error| io_error("writing the bundle", &error))?;
        let kind = root.kind();
        for &platform in platforms {
            progress(Step::StartingSandbox);
            let (root, bundle, has_directfs) = (root.clone(), bundle.clone(), host.runtime.has_directfs);
            let recipe = Recipe { platform, has_directfs, root, bundle, checkpoint: None };
            match prove(host, image, recipe, mode, progress).await {
                Ok(recipe) => return Ok(recipe),
                Err(error) => {
                    tracing::warn!(runsc.platform = %platform, image.root = kind, %error, "this does not work here");
                    last = Some(error);
                }
            }
        }
    }
    let reason = last.map_or_else(String::new, |error| error.to_string());
    Err(SandboxError::NotIsolated(format!(
        "runsc {} starts no sandbox on this machine: {reason}",
        host.runtime.version
    )))
}

/// One `config.json` serves all sandboxes, because nothing in it belongs to one of them.
fn write_bundle(host: &Host, image: &Image, root: &RootFs) -> io::Result<PathBuf> {
    let dir = host.instance.dir().join("bundle").join(root.kind());
    fs::create_dir_all(&dir)?;
    let spec = bundle::spec(root, &image.command(), &host.limits);
    fs::write(dir.join("config.json"), serde_json::to_vec_pretty(&spec)?)?;
    Ok(dir)
}

/// Starts a sandbox by this recipe, and adds a checkpoint to it if that works too.
async fn prove(
    host: &Arc<Host>,
    image: &Image,
    mut recipe: Recipe,
    mode: StartMode,
    progress: &(dyn Fn(Step) + Send + Sync),
) -> Result<Recipe, SandboxError> {
    let place = checkpoint::place(host, image, &recipe);
    if mode == StartMode::Auto && place.is_dir() {
        recipe.checkpoint = Some(place.clone());
        match try_start(host, &recipe, StartKind::Restored).await {
            Ok(()) => return Ok(recipe),
            Err(error) => tracing::warn!(%error, "the checkpoint is not usable; taking a new one"),
        }
        recipe.checkpoint = None;
    }
    let sandbox = launch(Arc::clone(host), Arc::new(recipe.clone()), StartKind::Cold).await?;
    if mode == StartMode::Cold {
        Box::new(sandbox).destroy().await?;
        return Ok(recipe);
    }
    progress(Step::TakingCheckpoint);
    match checkpoint::take(host, &recipe, sandbox, &place).await {
        Ok(()) => recipe.checkpoint = Some(place),
        Err(error) => tracing::warn!(%error, "this runsc takes no checkpoint that helps; sandboxes start cold"),
    }
    if recipe.checkpoint.is_some()
        && let Err(error) = try_start(host, &recipe, StartKind::Restored).await
    {
        tracing::warn!(%error, "this runsc does not restore its checkpoint; sandboxes start cold");
        recipe.checkpoint = None;
    }
    Ok(recipe)
}

async fn try_start(host: &Arc<Host>, recipe: &Recipe, kind: StartKind) -> Result<(), SandboxError> {
    let sandbox = launch(Arc::clone(host), Arc::new(recipe.clone()), kind).await?;
    Box::new(sandbox).destroy().await
}
