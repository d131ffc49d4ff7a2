//! What belongs to one data directory: a name, a directory for what lives as long as a sandbox, and a lock.

use std::{
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use domain::SandboxError;
use nix::fcntl::{Flock, FlockArg};
use sha2::{Digest, Sha256};

/// Bytes of a data directory's hash in an instance's name; names are short because sockets' paths must be.
const NAME_BYTES: usize = 6;
/// Random bytes that tell one life of an instance from the next.
const GENERATION_BYTES: usize = 4;

/// Longest path of the instance's directory: gVisor makes `sandboxes/<id>/state/runsc-<id>.sock` below it, 71 bytes with the longest id, and
/// would silently put a socket whose path is longer than the kernel takes (107) somewhere else.
const DIR_BYTES_MAX: usize = 107 - 71;
/// Lists the control groups that hold the sandboxes of the current life.
const GROUPS: &str = "cgroups";

/// One data directory, held by this process.
#[derive(Debug)]
pub(crate) struct Instance {
    name: String,
    dir: PathBuf,
    generation: String,
    next: AtomicU64,
    _lock: Flock<File>,
}

impl Instance {
    /// Takes the data directory for this process, or says who has it.
    pub(crate) fn take(data_dir: &Path, runtime_dir: &Path) -> Result<Self, SandboxError> {
        let failed = |error: io::Error| SandboxError::NotStarted {
            reason: format!("{} or {} cannot be used: {error}", data_dir.display(), runtime_dir.display()),
        };
        make_dir(data_dir, 0o755).map_err(failed)?;
        let name = name_of(&data_dir.canonicalize().map_err(failed)?);
        let dir = runtime_dir.join(&name);
        if dir.as_os_str().len() > DIR_BYTES_MAX {
            let reason = format!("the path of the runtime directory {} is too long", runtime_dir.display());
            return Err(SandboxError::NotStarted { reason });
        }
        make_dir(&dir, 0o711).map_err(failed)?;
        let lock = lock(&dir.join("lock")).map_err(failed)?.ok_or_else(|| SandboxError::NotStarted {
            reason: format!("another process uses the data directory {}: stop it, or choose another with --data-dir (CODE_REMOTE_DATA_DIR)", data_dir.display()),
        })?;
        let instance = Self {
            name,
            generation: hex(&random(GENERATION_BYTES).map_err(failed)?),
            dir,
            next: AtomicU64::new(0),
            _lock: lock,
        };
        make_dir(&instance.sandboxes(), 0o700).map_err(failed)?;
        make_dir(&instance.empty_dir(), 0o755).map_err(failed)?;
        Ok(instance)
    }

    /// Its name, in paths of directories and control groups.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Where everything of it is that does not outlive the machine.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// One directory per sandbox.
    pub(crate) fn sandboxes(&self) -> PathBuf {
        self.dir.join("sandboxes")
    }

    /// A directory that stays empty: where an image's file system appears inside.
    pub(crate) fn empty_dir(&self) -> PathBuf {
        self.dir.join("empty")
    }

    /// Notes which control groups hold the sandboxes from now on, and gives those that only an earlier life used: its settings may have
    /// been others.
    pub(crate) fn note_groups(&self, bases: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
        let file = self.dir.join(GROUPS);
        let earlier = fs::read_to_string(&file).unwrap_or_default();
        let abandoned: Vec<_> =
            earlier.lines().map(PathBuf::from).filter(|base| !bases.contains(base) && base.is_dir()).collect();
        let all: Vec<_> = bases.iter().chain(&abandoned).map(|base| base.to_string_lossy()).collect();
        fs::write(&file, all.join("\n"))?;
        Ok(abandoned)
    }

    /// A name that no other sandbox has had.
    pub(crate) fn next_id(&self) -> String {
        format!("{}-{}", self.generation, self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether this process's life of the instance made that name.
    pub(crate) fn is_own(&self, id: &str) -> bool {
        id.strip_prefix(&self.generation).is_some_and(|rest| rest.starts_with('-'))
    }
}

fn name_of(data_dir: &Path) -> String {
    let digest = Sha256::digest(data_dir.as_os_str().as_encoded_bytes());
    hex(&digest[..NAME_BYTES])
}

/// Takes a lock that ends with this process; none when somebody else has it.
fn lock(path: &Path) -> io::Result<Option<Flock<File>>> {
    let file = File::options().create(true).append(true).mode(0o600).open(path)?;
    match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
        Ok(lock) => Ok(Some(lock)),
        Err((_, nix::errno::Errno::EWOULDBLOCK)) => Ok(None),
        Err((_, errno)) => Err(errno.into()),
    }
}

fn make_dir(path: &Path, mode: u32) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(mode).create(path)
}

/// Bytes from the kernel's random source.
pub(crate) fn random(count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_runtime_directory_is_refused() {
        let data = tempfile::tempdir().expect("a directory");
        let error = Instance::take(data.path(), &data.path().join("x".repeat(60))).expect_err("too long");
        assert!(error.to_string().contains("too long"), "{error}");
    }

    #[test]
    fn ids_are_told_from_those_of_other_lives() {
        let (data, runtime) = (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
        let first = Instance::take(data.path(), runtime.path()).expect("free");
        let id = first.next_id();
        assert_ne!(id, first.next_id());
        assert!(first.is_own(&id));
        drop(first);
        let second = Instance::take(data.path(), runtime.path()).expect("free again");
        assert!(!second.is_own(&id));
    }

    #[test]
    fn groups_of_earlier_lives_are_kept_in_mind_until_they_are_gone() {
        let (data, runtime) = (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
        let [old, new] = ["old", "new"].map(|name| runtime.path().join(name));
        fs::create_dir(&old).expect("a directory");
        let instance = Instance::take(data.path(), runtime.path()).expect("free");
        let note = |base: &PathBuf| instance.note_groups(std::slice::from_ref(base)).expect("noted");
        assert_eq!(note(&old), Vec::<PathBuf>::new());
        assert_eq!(note(&new), std::slice::from_ref(&old));
        assert_eq!(note(&new), std::slice::from_ref(&old));
        fs::remove_dir(&old).expect("empty");
        assert_eq!(note(&new), Vec::<PathBuf>::new());
    }
}
