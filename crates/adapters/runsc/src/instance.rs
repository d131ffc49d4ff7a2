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
        make_dir(&dir, 0o711).map_err(failed)?;
        let lock = lock(&dir.join("lock")).map_err(failed)?.ok_or_else(|| SandboxError::NotStarted {
            reason: format!("another process uses the data directory {}", data_dir.display()),
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
