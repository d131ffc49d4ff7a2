//! Makes a driver ready: checks the machine, has the image built, and finds a recipe by which a sandbox really starts.

use std::{fmt, fs, io, path::PathBuf, sync::Arc};

use domain::{Sandbox as _, SandboxError, StartKind};
use tokio::runtime::Handle;

use crate::{
    bundle::{self, RootFs},
    cgroup::{Choice, detect},
    check::{self, Runtime},
    host::{Host, Recipe},
    image::{Image, checkpoint},
    instance::Instance,
    launch::launch,
    process::become_subreaper,
    settings::{Platform, Settings, StartMode},
};

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

pub(crate) fn prepare(
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

pub(crate) fn io_error(what: &str, error: &io::Error) -> SandboxError {
    SandboxError::NotStarted { reason: format!("{what}: {error}") }
}

/// Finds the first combination that works here, by starting a sandbox with it.
pub(crate) async fn choose(
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
