//! The checkpoint that sandboxes are restored from: a runner that has loaded everything and waits for its job.
//!
//! It belongs to one build of `runsc`, one set of flags, one specification and one image, and is kept with the image.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use domain::{Sandbox, SandboxError};
use sha2::{Digest, Sha256};
use tokio::{process::Command, time::timeout};

use super::Image;
use crate::{
    host::{Host, Recipe},
    instance::hex,
    sandbox::RunscSandbox,
};

/// With the default compression a restore is slower than a cold start; zero pages would be read for nothing.
const OPTIONS: [&str; 2] = ["--compression=none", "--exclude-committed-zero-pages"];
/// Begins the names of checkpoints in an image's directory.
const NAME: &str = "checkpoint-";
const DEADLINE: Duration = Duration::from_mins(1);

/// Where the checkpoint of this recipe is, or would be.
pub(crate) fn place(host: &Host, image: &Image, recipe: &Recipe) -> PathBuf {
    let mut hash = Sha256::new();
    hash.update(host.runtime.build());
    for flag in recipe.flags(Path::new("")) {
        hash.update(flag.as_encoded_bytes());
    }
    hash.update(OPTIONS.concat());
    hash.update(fs::read(recipe.bundle.join("config.json")).unwrap_or_default());
    image.dir.join(format!("{NAME}{}", &hex(&hash.finalize())[..16]))
}

/// Takes a checkpoint of this sandbox, which ends with it.
pub(crate) async fn take(
    host: &Host,
    recipe: &Recipe,
    mut sandbox: RunscSandbox,
    place: &Path,
) -> Result<(), SandboxError> {
    let taken = save(host, recipe, &mut sandbox, place).await;
    Box::new(sandbox).destroy().await?;
    taken.map_err(|error| SandboxError::NotStarted { reason: format!("no checkpoint: {error}") })
}

async fn save(host: &Host, recipe: &Recipe, sandbox: &mut RunscSandbox, place: &Path) -> io::Result<()> {
    // A second answer: the first may have met pages and code that a restored runner should find ready.
    sandbox.ping().await?;
    let unfinished = place.with_extension("building");
    let _ = fs::remove_dir_all(&unfinished);
    fs::create_dir_all(&unfinished)?;
    let remains = sandbox.remains();
    let mut command = Command::new(&host.runtime.path);
    command.args(recipe.flags(remains.dir())).arg("checkpoint").args(OPTIONS).arg("--image-path").arg(&unfinished);
    command.arg(remains.id()).stdin(Stdio::null()).env_clear().kill_on_drop(true);
    let output = timeout(DEADLINE, command.output()).await??;
    if !output.status.success() {
        let _ = fs::remove_dir_all(&unfinished);
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    remove_others(place);
    fs::rename(&unfinished, place)
}

/// Removes checkpoints of other builds and flags.
fn remove_others(place: &Path) {
    let entries = place.parent().and_then(|dir| fs::read_dir(dir).ok()).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(NAME) && entry.path().extension().is_none() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
