//! What an image is made from, as a hash.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::python::Python;
use crate::instance::hex;

/// Raise it when images are built differently.
const FORMAT: u32 = 2;
/// Characters of a fingerprint: short in paths, long enough not to collide.
const LENGTH: usize = 16;

/// A file of the host, and how to see that it is another one now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Source {
    path: PathBuf,
    size: u64,
    changed: (i64, i64),
}

impl Source {
    pub(super) fn of(path: PathBuf) -> io::Result<Self> {
        let meta = fs::metadata(&path)?;
        Ok(Self { path, size: meta.size(), changed: (meta.mtime(), meta.mtime_nsec()) })
    }

    pub(super) fn is_unchanged(&self) -> bool {
        Self::of(self.path.clone()).is_ok_and(|now| now == *self)
    }
}

/// Covers the interpreter, its library and the runner.
pub(super) fn of_python(python: &Python, runner: &[(&str, &str)]) -> io::Result<String> {
    let mut hash = Sha256::new();
    hash.update(FORMAT.to_be_bytes());
    hash.update(python.version());
    for (name, text) in runner {
        hash.update(Sha256::digest(name));
        hash.update(Sha256::digest(text));
    }
    add(&mut hash, &python.executable)?;
    for dir in &python.library {
        add_dir(&mut hash, dir)?;
    }
    Ok(hex(&hash.finalize()))
}

/// Covers the shared libraries as well.
pub(super) fn of_image(basis: &str, libraries: &[Source]) -> String {
    let mut hash = Sha256::new();
    hash.update(basis);
    for Source { path, size, changed } in libraries {
        hash.update(format!("{} {size} {changed:?}\n", path.display()));
    }
    let mut text = hex(&hash.finalize());
    text.truncate(LENGTH);
    text
}

fn add_dir(hash: &mut Sha256, dir: &Path) -> io::Result<()> {
    let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_unstable_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type()?;
        if kind.is_dir() && entry.file_name() != "__pycache__" {
            add_dir(hash, &entry.path())?;
        } else if kind.is_file() {
            add(hash, &entry.path())?;
        }
    }
    Ok(())
}

fn add(hash: &mut Sha256, path: &Path) -> io::Result<()> {
    let Source { path, size, changed } = Source::of(path.to_owned())?;
    hash.update(format!("{} {size} {changed:?}\n", path.display()));
    Ok(())
}
