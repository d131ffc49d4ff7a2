//! The sandbox's root file system, made once from the machine's Python and kept under `<data_dir>/images/<fingerprint>/`.
//!
//! An image is built beside its place and renamed into it, so a half-built one is never used; a lock keeps two processes from
//! building at once. Its fingerprint covers everything that went in, so an upgraded Python or C library makes a new one.

pub(crate) mod checkpoint;
mod erofs;
mod fingerprint;
mod python;
mod tree;

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use domain::SandboxError;
use nix::fcntl::{Flock, FlockArg};
use serde::{Deserialize, Serialize};

use crate::{bundle::RootFs, instance, prepare::Step};
use fingerprint::Source;
use python::Python;

/// The runner and the import guard, as they are inside.
const RUNNER: [(&str, &str); 2] =
    [("runner.py", include_str!("../../python/runner.py")), ("guard.py", include_str!("../../python/guard.py"))];
const MANIFEST: &str = "image.json";
const EROFS: &str = "root.erofs";
const TREE: &str = "root";
/// Begins the name of an image that is being built.
const UNFINISHED: &str = ".building-";

/// A root file system that is ready to be used.
#[derive(Debug, Clone)]
pub struct Image {
    /// Version of the Python inside, for example `3.11.2`.
    pub python_version: String,
    /// Identifies everything that went into it.
    pub fingerprint: String,
    /// Where it is; checkpoints of it are kept here too.
    pub(crate) dir: PathBuf,
    executable: PathBuf,
    erofs: bool,
}

/// What an image's own file says of it.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    python_version: String,
    executable: PathBuf,
    basis: String,
    libraries: Vec<Source>,
    erofs: bool,
}

impl Image {
    /// Finds the image of this machine's Python or builds it. Blocks for seconds in the latter case.
    pub(crate) fn ensure(
        data_dir: &Path,
        python: Option<&Path>,
        progress: &dyn Fn(Step),
    ) -> Result<Self, SandboxError> {
        let python = Python::find(python)?;
        let images = data_dir.join("images");
        Self::find_or_build(&images, &python, progress).map_err(|error| SandboxError::NotStarted {
            reason: format!("the sandbox image could not be built in {}: {error}", images.display()),
        })
    }

    fn find_or_build(images: &Path, python: &Python, progress: &dyn Fn(Step)) -> io::Result<Self> {
        fs::create_dir_all(images)?;
        let _lock = lock(&images.join("lock"))?;
        let basis = fingerprint::of_python(python, &RUNNER)?;
        let image = match Self::find(images, &basis) {
            Some(image) => image,
            None => Self::build(images, python, basis, progress)?,
        };
        remove_others(images, &image.fingerprint);
        Ok(image)
    }

    fn find(images: &Path, basis: &str) -> Option<Self> {
        let entries = fs::read_dir(images).ok()?.flatten();
        let known = entries.filter_map(|entry| {
            let manifest: Manifest = serde_json::from_slice(&fs::read(entry.path().join(MANIFEST)).ok()?).ok()?;
            Some((entry.file_name().into_string().ok()?, manifest))
        });
        let (fingerprint, manifest) = known.into_iter().find(|(name, manifest)| {
            !name.starts_with('.') && manifest.basis == basis && manifest.libraries.iter().all(Source::is_unchanged)
        })?;
        Some(Self::described(images, fingerprint, manifest))
    }

    fn described(images: &Path, fingerprint: String, manifest: Manifest) -> Self {
        let Manifest { python_version, executable, erofs, .. } = manifest;
        Self { dir: images.join(&fingerprint), python_version, fingerprint, executable, erofs }
    }

    fn build(images: &Path, python: &Python, basis: String, progress: &dyn Fn(Step)) -> io::Result<Self> {
        let unfinished = images.join(format!("{UNFINISHED}{}", instance::hex(&instance::random(4)?)));
        let built = Self::build_in(&unfinished, python, basis, progress);
        let (fingerprint, manifest) = built.inspect_err(|_| {
            let _ = fs::remove_dir_all(&unfinished);
        })?;
        let place = images.join(&fingerprint);
        if place.exists() {
            fs::remove_dir_all(&place)?;
        }
        fs::rename(&unfinished, &place)?;
        tracing::info!(
            image.fingerprint = fingerprint,
            python.version = manifest.python_version,
            "sandbox image built"
        );
        Ok(Self::described(images, fingerprint, manifest))
    }

    fn build_in(dir: &Path, python: &Python, basis: String, progress: &dyn Fn(Step)) -> io::Result<(String, Manifest)> {
        progress(Step::CopyingPython);
        let root = dir.join(TREE);
        let libraries = tree::build(&root, python, &RUNNER)?;
        let libraries = libraries.into_iter().map(Source::of).collect::<io::Result<Vec<_>>>()?;
        progress(Step::PackingImage);
        let fingerprint = fingerprint::of_image(&basis, &libraries);
        let erofs = erofs::pack(&root, &dir.join(EROFS), &fingerprint);
        let manifest = Manifest {
            python_version: python.version(),
            executable: python.executable.clone(),
            basis,
            libraries,
            erofs,
        };
        let file = File::create(dir.join(MANIFEST))?;
        serde_json::to_writer_pretty(&file, &manifest)?;
        file.sync_all()?;
        Ok((fingerprint, manifest))
    }

    /// The forms in which it can be given to a sandbox, the better one first.
    pub(crate) fn roots(&self, empty_dir: &Path) -> Vec<RootFs> {
        let erofs = RootFs::Erofs { image: self.dir.join(EROFS), point: empty_dir.to_owned() };
        let directory = RootFs::Directory(self.dir.join(TREE));
        if self.erofs { vec![erofs, directory] } else { vec![directory] }
    }

    /// The first process of a sandbox: isolated from environment and user directories, UTF-8 whatever the locale.
    pub(crate) fn command(&self) -> Vec<String> {
        let runner = format!("{}/runner.py", tree::RUNNER_DIR);
        let python = self.executable.display().to_string();
        [&python, "-I", "-B", "-X", "utf8", &runner].map(str::to_owned).to_vec()
    }
}

/// Waits for the lock, which ends with this process at the latest.
fn lock(path: &Path) -> io::Result<Flock<File>> {
    Flock::lock(File::create(path)?, FlockArg::LockExclusive).map_err(|(_, errno)| errno.into())
}

/// Removes images that nothing starts from any more, and unfinished ones.
fn remove_others(images: &Path, current: &str) {
    for entry in fs::read_dir(images).into_iter().flatten().flatten() {
        if entry.file_name() != current && entry.path().is_dir() {
            let removed = fs::remove_dir_all(entry.path());
            tracing::info!(image.dir = %entry.path().display(), ok = removed.is_ok(), "old sandbox image removed");
        }
    }
}
